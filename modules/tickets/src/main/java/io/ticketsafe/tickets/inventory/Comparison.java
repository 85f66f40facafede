package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.tickets.inventory.Drift.StandingOf;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares one event in Redis with PostgreSQL and makes Redis what PostgreSQL says. A difference counts only when it was there at
 * the comparison before as well, so that orders on their way between the two stores are left alone; and before it is repaired
 * PostgreSQL is asked once more. An event that was found right is not read again before something has changed. One that is of
 * another epoch, older than it was, or lacks a key is rebuilt.
 */
final class Comparison {
    private static final Logger log = LoggerFactory.getLogger(Comparison.class);
    private static final int MOST_REPAIRS = 500;

    private final Database database;
    private final RedisStore redis;
    private final SaleSheets sales;
    private final InventoryLoader loader;
    private final Settler settler;
    private final Recounts recounts;
    private final HoldAudit audit;
    private final SeenVersions seen;
    private final DriftMeters meters;
    private final Map<UUID, Right> right = new ConcurrentHashMap<>();
    private final Map<UUID, Drift> before = new ConcurrentHashMap<>();

    Comparison(
            Database database,
            RedisStore redis,
            SaleSheets sales,
            InventoryLoader loader,
            Settler settler,
            Recounts recounts,
            HoldAudit audit,
            SeenVersions seen,
            DriftMeters meters) {
        this.database = database;
        this.redis = redis;
        this.sales = sales;
        this.loader = loader;
        this.settler = settler;
        this.recounts = recounts;
        this.audit = audit;
        this.seen = seen;
        this.meters = meters;
    }

    /** Forgets all events but these. */
    void retain(Set<UUID> events) {
        before.keySet().retainAll(events);
        right.keySet().retainAll(events);
        seen.retain(events);
        meters.retain(events);
    }

    /** Takes no event for right any more. */
    void doubtAll() {
        right.clear();
    }

    /**
     * @param epoch of the inventory, as PostgreSQL says
     * @return whether all of the event was read
     */
    Future<Boolean> compare(UUID eventId, long epoch) {
        boolean uncertain = recounts.take(eventId);
        return sales.byEvent(eventId)
                .compose(sale -> compare(sale, epoch, uncertain))
                .onFailure(failure -> {
                    if (uncertain) {
                        recounts.mark(eventId);
                    }
                });
    }

    private Future<Boolean> compare(Sale sale, long epoch, boolean uncertain) {
        UUID eventId = sale.eventId();
        long oldest = seen.of(eventId);
        return Snapshot.ofMeta(redis, sale).compose(meta -> {
            if (!meta.isLoaded()) {
                forget(eventId);
                return Future.succeededFuture(false);
            }
            if (meta.epoch() != epoch || meta.version() < oldest || !meta.isWhole()) {
                return rebuild(sale, meta).map(false);
            }
            seen.note(eventId, meta.version());
            return isAsItWas(eventId, meta.version(), uncertain)
                    .compose(same -> same
                            ? Future.succeededFuture(false)
                            : compareAll(sale, uncertain).map(true));
        });
    }

    private Future<Boolean> isAsItWas(UUID eventId, long version, boolean uncertain) {
        Right last = right.get(eventId);
        return last == null || uncertain || version != last.version
                ? Future.succeededFuture(false)
                : Claims.fingerprint(database::query, eventId).map(last.claims::equals);
    }

    private Future<Void> compareAll(Sale sale, boolean uncertain) {
        UUID eventId = sale.eventId();
        right.remove(eventId);
        return Snapshot.of(redis, sale).compose(snapshot -> {
            if (!snapshot.isLoaded()) {
                forget(eventId);
                return Future.succeededFuture();
            }
            if (!snapshot.isWhole()) {
                return rebuild(sale, snapshot);
            }
            return Claims.fingerprint(database::query, eventId)
                    .compose(fingerprint -> Claims.ofEvent(database::query, eventId)
                            .compose(claims -> {
                                Drift drift = Drift.between(sale, snapshot.sections(), claims);
                                Drift confirmed = drift.and(before.getOrDefault(eventId, Drift.NONE));
                                before.put(eventId, drift);
                                meters.compared(eventId, drift);
                                if (drift.size() == 0) {
                                    right.put(eventId, new Right(snapshot.version(), fingerprint));
                                }
                                return repair(sale, confirmed)
                                        .compose(done -> audit(sale, snapshot, claims, drift, uncertain));
                            }));
        });
    }

    private void forget(UUID eventId) {
        before.remove(eventId);
        meters.forget(eventId);
    }

    private Future<Void> rebuild(Sale sale, Snapshot suspect) {
        log.atWarn()
                .addKeyValue("eventId", sale.eventId())
                .addKeyValue("epoch", suspect.epoch())
                .addKeyValue("version", suspect.version())
                .log("inventory is not whole, or older than it was, and is rebuilt");
        forget(sale.eventId());
        meters.suspect(sale.eventId());
        return loader.load(sale.eventId())
                .onSuccess(loaded -> forget(sale.eventId()))
                .mapEmpty();
    }

    private Future<Void> repair(Sale sale, Drift drift) {
        if (drift.size() + drift.unknown() == 0) {
            return Future.succeededFuture();
        }
        log.atWarn()
                .addKeyValue("eventId", sale.eventId())
                .addKeyValue("seats", drift.seats().size())
                .addKeyValue("standing", drift.standing().size())
                .addKeyValue("counters", drift.counters().size())
                .addKeyValue("unknown", drift.unknown())
                .log("inventory differs from claims; what can be is repaired");
        if (drift.size() > 0) {
            recounts.mark(sale.eventId());
        }
        List<String> seats = drift.seats().stream().limit(MOST_REPAIRS).toList();
        Future<Void> chain = seats.isEmpty()
                ? Future.succeededFuture()
                : settler.settle(sale, new UUID(0, 0), null, new Places(seats, Map.of()));
        for (StandingOf of : drift.standing().stream().limit(MOST_REPAIRS).toList()) {
            chain = chain.compose(done ->
                    settler.settle(sale, of.orderId(), null, new Places(List.of(), Map.of(of.section(), 1))));
        }
        return chain;
    }

    /**
     * Repairs do not know whose place became free; so holds and caps are looked through, once claims differ nowhere, and again
     * until nothing is found.
     */
    private Future<Void> audit(Sale sale, Snapshot snapshot, Claims claims, Drift drift, boolean uncertain) {
        if (!drift.seats().isEmpty() || !drift.standing().isEmpty()) {
            if (uncertain) {
                recounts.mark(sale.eventId());
            }
            return Future.succeededFuture();
        }
        if (!uncertain && drift.counters().isEmpty()) {
            return Future.succeededFuture();
        }
        return audit.audit(sale, snapshot, claims).map(found -> {
            if (found != null) {
                meters.audited(sale.eventId(), found);
            }
            if (found == null || !found.isNothing()) {
                recounts.mark(sale.eventId());
            }
            return null;
        });
    }

    /** An event as it was when nothing differed: version of its inventory, fingerprint of its claims. */
    private record Right(long version, String claims) {}
}
