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
 * @param sections in the sale's order: text of a seated one, HGETALL of a standing one; a member that is missing is null
 */
record Snapshot(long epoch, long version, List<Response> sections) {
    static final Snapshot NOT_LOADED = new Snapshot(0, 0, List.of());

    /** Without sections, which is much cheaper. */
    static Future<Snapshot> ofMeta(RedisStore redis, Sale sale) {
        return redis.send(meta(sale)).map(meta -> of(meta, List.of()));
    }

    static Future<Snapshot> of(RedisStore redis, Sale sale) {
        List<Request> reads = new ArrayList<>();
        reads.add(meta(sale));
        for (Section section : sale.sections()) {
            reads.add(Request.cmd(section.isSeated() ? Command.GET : Command.HGETALL)
                    .arg(section.key()));
        }
        return redis.batch(reads).map(answers -> of(answers.get(0), answers.subList(1, answers.size())));
    }

    boolean isLoaded() {
        return epoch > 0;
    }

    /** Whether the key of a section is there; without it nothing of the event can be trusted. */
    boolean isWhole() {
        return sections.stream()
                .allMatch(section -> section != null && (section.type() != ResponseType.MULTI || section.size() > 0));
    }

    private static Snapshot of(Response meta, List<Response> sections) {
        return meta.get(0) == null || meta.get(1) == null
                ? NOT_LOADED
                : new Snapshot(meta.get(0).toLong(), meta.get(1).toLong(), sections);
    }

    private static Request meta(Sale sale) {
        return Request.cmd(Command.HMGET).arg(sale.metaKey()).arg("epoch").arg("version");
    }
}
