package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through all holds of an event, page by page, and puts right what does not follow from them and the claims: seats that
 * are held by nobody, seats of holds that are free, standing counters, and what counts for the caps. Everything must be of one version
 * of the inventory; where that changes meanwhile, nothing is done.
 */
final class HoldAudit {
    private static final Logger log = LoggerFactory.getLogger(HoldAudit.class);
    private static final int HOLDS_AT_ONCE = 500;
    private static final int BUYERS_AT_ONCE = 1_000;
    private static final int MOST_PLACES_MENDED = 500;

    private final RedisStore redis;
    private final Inventory inventory;

    HoldAudit(RedisStore redis, Inventory inventory) {
        this.redis = redis;
        this.inventory = inventory;
    }

    /**
     * @param claims that the snapshot agrees with
     * @return what was found and put right; null when the inventory has changed meanwhile
     */
    Future<Found> audit(Sale sale, Snapshot snapshot, Claims claims) {
        ExpectedPlaces expected = new ExpectedPlaces(sale, claims);
        return readHolds(sale, snapshot.version(), "0", expected).compose(same -> {
            if (!same) {
                return Future.succeededFuture();
            }
            Map<ByteBuffer, String> counted = new HashMap<>();
            return readBuyers(sale, "0", counted).compose(read -> mend(sale, snapshot, expected, counted));
        });
    }

    private Future<Boolean> readHolds(Sale sale, long version, String from, ExpectedPlaces expected) {
        return inventory
                .script(Scripts.HOLDS, 2, sale.metaKey(), sale.expiryKey(), version, from, HOLDS_AT_ONCE)
                .compose(reply -> {
                    if (Outcome.of(reply) != Outcome.OK) {
                        return Future.succeededFuture(false);
                    }
                    for (int i = 3; i < reply.size(); i += 3) {
                        expected.hold(
                                ByteBuffer.wrap(reply.get(i).toBytes()),
                                ByteBuffer.wrap(reply.get(i + 1).toBytes()),
                                reply.get(i + 2).toString());
                    }
                    String next = reply.get(2).toString();
                    return next.equals("0") ? Future.succeededFuture(true) : readHolds(sale, version, next, expected);
                });
    }

    private Future<Void> readBuyers(Sale sale, String from, Map<ByteBuffer, String> counted) {
        return redis.send(Request.cmd(Command.HSCAN)
                        .arg(sale.buyersKey())
                        .arg(from)
                        .arg("COUNT")
                        .arg(BUYERS_AT_ONCE))
                .compose(reply -> {
                    Response fields = reply.get(1);
                    for (int i = 0; i + 1 < fields.size(); i += 2) {
                        byte[] buyer = fields.get(i).toBytes();
                        if (buyer.length > 0) {
                            counted.put(
                                    ByteBuffer.wrap(buyer), fields.get(i + 1).toString());
                        }
                    }
                    String next = reply.get(0).toString();
                    return next.equals("0") ? Future.succeededFuture() : readBuyers(sale, next, counted);
                });
    }

    /** Buyers first, since mending places makes another version. */
    private Future<Found> mend(Sale sale, Snapshot snapshot, ExpectedPlaces expected, Map<ByteBuffer, String> counted) {
        List<Object> caps = expected.wrongCaps(counted);
        List<ExpectedPlaces.Mend> places = expected.wrongPlaces(snapshot.sections());
        Found found = new Found(places.size(), caps.size() / 2);
        if (found.isNothing()) {
            return Future.succeededFuture(found);
        }
        log.atWarn()
                .addKeyValue("eventId", sale.eventId())
                .addKeyValue("places", found.seats())
                .addKeyValue("caps", found.caps())
                .log("inventory differs from its holds and is repaired");
        Future<Boolean> mended = Future.succeededFuture(true);
        for (int from = 0; from < caps.size(); from += 2 * BUYERS_AT_ONCE) {
            List<Object> some = caps.subList(from, Math.min(caps.size(), from + 2 * BUYERS_AT_ONCE));
            mended =
                    mended.compose(same -> same ? run(sale, snapshot, some, List.of()) : Future.succeededFuture(false));
        }
        List<ExpectedPlaces.Mend> some = places.subList(0, Math.min(places.size(), MOST_PLACES_MENDED));
        return mended.compose(same ->
                        same && !some.isEmpty() ? run(sale, snapshot, List.of(), some) : Future.succeededFuture(same))
                .map(same -> same && some.size() == places.size() ? found : null);
    }

    private Future<Boolean> run(Sale sale, Snapshot snapshot, List<Object> caps, List<ExpectedPlaces.Mend> places) {
        List<Object> values = new ArrayList<>(List.of(sale.metaKey(), sale.buyersKey()));
        places.forEach(place -> values.add(place.section()));
        int keys = values.size();
        values.add(snapshot.version());
        values.add(caps.size() / 2);
        values.addAll(caps);
        places.forEach(place -> {
            values.add(place.position());
            values.add(place.value());
        });
        return inventory.script(Scripts.MEND, keys, values.toArray()).map(reply -> Outcome.of(reply) == Outcome.OK);
    }

    /** @param seats seats and standing sections */
    record Found(int seats, int caps) {
        boolean isNothing() {
            return seats + caps == 0;
        }
    }
}
