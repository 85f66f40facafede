package io.ticketsafe.common.outbox;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.trace.Spans;
import io.ticketsafe.contract.DomainEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The outbox tables of one schema, as the relay sees them. */
final class OutboxStore {
    static final int PURGED_AT_ONCE = 1_000;

    private static final String ENSURE_CONSUMERS =
            "INSERT INTO outbox_relay (consumer) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING";
    private static final String IS_PENDING =
            "SELECT EXISTS (SELECT 1 FROM outbox_delivery WHERE consumer = $1) AS pending";
    private static final String TAKE = "SELECT 1 FROM outbox_relay WHERE consumer = $1 FOR UPDATE SKIP LOCKED";
    private static final String PENDING = """
            SELECT d.seq, o.event::text AS event FROM outbox_delivery d JOIN outbox o ON o.seq = d.seq
            WHERE d.consumer = $1 ORDER BY d.seq LIMIT $2
            """;
    private static final String ACKNOWLEDGE = "DELETE FROM outbox_delivery WHERE consumer = $1 AND seq = ANY($2)";
    private static final String BACKLOG = """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM outbox_delivery WHERE consumer = $1 LIMIT 100000) bounded) AS depth,
              (SELECT o.occurred_at FROM outbox_delivery d JOIN outbox o ON o.seq = d.seq
               WHERE d.consumer = $1 ORDER BY d.seq LIMIT 1) AS oldest
            """;

    /** Looks at the oldest facts only, so that it costs the same whatever the table holds. */
    private static final String PURGE = """
            DELETE FROM outbox WHERE seq IN (
              SELECT seq FROM (SELECT seq, occurred_at FROM outbox ORDER BY seq LIMIT $2) oldest
              WHERE occurred_at < now() - make_interval(secs => $1)
                AND seq < ALL (SELECT pending.seq FROM outbox_relay r CROSS JOIN LATERAL (
                  SELECT d.seq FROM outbox_delivery d WHERE d.consumer = r.consumer ORDER BY d.seq LIMIT 1) pending))
            """;

    private final Database database;

    OutboxStore(Database database) {
        this.database = database;
    }

    Future<Void> ensure(List<String> consumers) {
        return database.query(ENSURE_CONSUMERS, (Object) consumers.toArray(String[]::new))
                .mapEmpty();
    }

    Future<Boolean> isPending(String consumer) {
        return database.query(IS_PENDING, consumer)
                .map(rows -> rows.iterator().next().getBoolean("pending"));
    }

    /**
     * Hands the consumer's oldest facts over, unless somebody else is at it, and strikes them off when that succeeds.
     * One transaction, which holds the consumer's row until the end.
     *
     * @param surely whether there are any; if not, a cheaper look comes first
     * @return how many; -1 when somebody else is at it
     */
    Future<Integer> handOver(
            String consumer, int limit, boolean surely, Function<List<DomainEvent>, Future<?>> delivery) {
        return (surely ? Future.succeededFuture(true) : isPending(consumer))
                .compose(pending -> pending ? handOver(consumer, limit, delivery) : Future.succeededFuture(0));
    }

    Future<Integer> handOver(String consumer, int limit, Function<List<DomainEvent>, Future<?>> delivery) {
        return database.inTransaction(transaction -> query(transaction, TAKE, consumer)
                .compose(taken -> taken.size() == 0
                        ? Future.succeededFuture(-1)
                        : query(transaction, PENDING, consumer, limit)
                                .compose(rows -> handOver(transaction, consumer, rows, delivery))));
    }

    private static Future<Integer> handOver(
            SqlConnection transaction,
            String consumer,
            RowSet<Row> rows,
            Function<List<DomainEvent>, Future<?>> delivery) {
        if (rows.size() == 0) {
            return Future.succeededFuture(0);
        }
        List<DomainEvent> events = new ArrayList<>(rows.size());
        Long[] seqs = new Long[rows.size()];
        for (Row row : rows) {
            seqs[events.size()] = row.getLong("seq");
            events.add(Records.read(row.getString("event").getBytes(StandardCharsets.UTF_8), DomainEvent.class));
        }
        String trace = events.stream()
                .map(DomainEvent::traceparent)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return Spans.ofDelivery(consumer, trace, () -> delivery.apply(events).mapEmpty())
                .compose(acknowledged -> query(transaction, ACKNOWLEDGE, consumer, seqs))
                .map(events.size());
    }

    Future<Backlog> backlog(String consumer) {
        return database.query(BACKLOG, consumer).map(rows -> {
            Row row = rows.iterator().next();
            var oldest = row.getOffsetDateTime("oldest");
            return new Backlog(row.getLong("depth"), oldest == null ? null : oldest.toInstant());
        });
    }

    /** Deletes facts that are older and delivered to everybody, at most {@link #PURGED_AT_ONCE}; says how many. */
    Future<Integer> purge(Duration retention) {
        return database.query(PURGE, (double) retention.toSeconds(), PURGED_AT_ONCE)
                .map(RowSet::rowCount);
    }

    /**
     * @param depth facts not yet acknowledged, counted up to 100,000
     * @param oldest when the first of them became true; null when there is none
     */
    record Backlog(long depth, Instant oldest) {}
}
