package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;

/**
 * What Redis says of one event.
 *
 * @param epoch 0 when the event is not loaded
 * @param version before the sections were read; if it still is the version afterwards, they all are of it
 * @param hasHolds whether the keys of holds and buyers are there, which have something from their load on
 * @param sections in the sale's order: text of a seated one, HGETALL of a standing one; a member that is missing is null
 */
record Snapshot(long epoch, long version, boolean hasHolds, List<Response> sections) {
    static final Snapshot NOT_LOADED = new Snapshot(0, 0, false, List.of());
    private static final int FIRST_SECTION = 2;

    /** Without sections, which is much cheaper. */
    static Future<Snapshot> ofMeta(RedisStore redis, Sale sale) {
        return redis.batch(List.of(meta(sale), holds(sale))).map(Snapshot::of);
    }

    static Future<Snapshot> of(RedisStore redis, Sale sale) {
        List<Request> reads = new ArrayList<>();
        reads.add(meta(sale));
        reads.add(holds(sale));
        for (Section section : sale.sections()) {
            reads.add(Request.cmd(section.isSeated() ? Command.GET : Command.HGETALL)
                    .arg(section.key()));
        }
        return redis.batch(reads).map(Snapshot::of);
    }

    boolean isLoaded() {
        return epoch > 0;
    }

    /** Whether every key that was looked for is there; without one nothing of the event can be trusted. */
    boolean isWhole() {
        return hasHolds
                && sections.stream()
                        .allMatch(section ->
                                section != null && (section.type() != ResponseType.MULTI || section.size() > 0));
    }

    private static Snapshot of(List<Response> answers) {
        Response meta = answers.get(0);
        return meta.get(0) == null || meta.get(1) == null
                ? NOT_LOADED
                : new Snapshot(
                        meta.get(0).toLong(),
                        meta.get(1).toLong(),
                        answers.get(1).toInteger() == 2,
                        answers.subList(FIRST_SECTION, answers.size()));
    }

    private static Request holds(Sale sale) {
        return Request.cmd(Command.EXISTS).arg(sale.holdsKey()).arg(sale.buyersKey());
    }

    private static Request meta(Sale sale) {
        return Request.cmd(Command.HMGET).arg(sale.metaKey()).arg("epoch").arg("version");
    }
}
