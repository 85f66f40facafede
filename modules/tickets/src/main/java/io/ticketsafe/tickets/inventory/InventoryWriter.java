package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.redis.Script;
import io.ticketsafe.tickets.inventory.InventoryContent.Part;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one event's inventory, part by part, so that Redis goes on answering others in between; the event itself answers
 * "not loaded" until all is there. Every part names the load's epoch: what comes late, after another load has begun, does nothing
 * and fails with UNAVAILABLE.
 */
final class InventoryWriter {
    private final RedisStore redis;
    private final Sale sale;
    private final long epoch;
    private final String loadKey;

    InventoryWriter(RedisStore redis, Sale sale, long epoch) {
        this.redis = redis;
        this.sale = sale;
        this.epoch = epoch;
        this.loadKey = sale.loadKey();
    }

    /** From now on nothing is sold; what is claimed must be read after this. */
    Future<Void> begin() {
        return run(Scripts.LOAD_BEGIN, 2, sale.metaKey(), loadKey, epoch).mapEmpty();
    }

    Future<Response> write(InventoryContent content) {
        Future<Void> written = clear();
        for (Part part : content.parts()) {
            written = written.compose(done -> write(part));
        }
        return written.compose(done -> end());
    }

    private Future<Void> clear() {
        List<Object> values =
                new ArrayList<>(List.of(loadKey, sale.holdsKey(), sale.expiryKey(), sale.endedKey(), sale.buyersKey()));
        sale.sections().forEach(section -> values.add(section.key()));
        int keys = values.size();
        values.add(epoch);
        return run(Scripts.LOAD_CLEAR, keys, values.toArray()).mapEmpty();
    }

    private Future<Void> write(Part part) {
        List<Object> values = new ArrayList<>(List.of(loadKey, part.key(), epoch));
        values.addAll(part.values());
        return run(Scripts.LOAD_PART, 2, values.toArray()).mapEmpty();
    }

    private Future<Response> end() {
        List<Object> values = new ArrayList<>(List.of(sale.metaKey(), loadKey, epoch));
        InventoryContent.meta(sale).forEach((field, value) -> {
            values.add(field);
            values.add(value);
        });
        return run(Scripts.LOAD_END, 2, values.toArray());
    }

    private Future<Response> run(Script script, int keys, Object... values) {
        return redis.run(script, keys, values)
                .compose(reply -> Outcome.of(reply) == Outcome.OK
                        ? Future.succeededFuture(reply)
                        : Future.failedFuture(Outcome.fault(Outcome.of(reply))));
    }
}
