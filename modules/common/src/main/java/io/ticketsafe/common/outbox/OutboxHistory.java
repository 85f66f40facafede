package io.ticketsafe.common.outbox;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Repeat;
import io.ticketsafe.common.kafka.FactHistory;
import io.ticketsafe.common.kafka.LoggedFact;
import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What outboxes still hold: facts that are not delivered to everybody, and for some days those that are. */
public final class OutboxHistory implements FactHistory {
    private static final int BATCH = 200;
    private static final String AFTER =
            "SELECT seq, occurred_at, event FROM outbox WHERE seq > $1 ORDER BY seq LIMIT $2";

    /** Longer than any transaction: a fact may become visible later than others with a higher number. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    private final Map<String, Database> schemas;
    private final Map<String, Long> resumeAfter = new HashMap<>();
    private final OffsetDateTime settledBefore = OffsetDateTime.now().minus(OVERLAP);

    /** @param schemas in the order in which they are read */
    public OutboxHistory(Map<String, Database> schemas) {
        this.schemas = new LinkedHashMap<>(requireNonNull(schemas));
    }

    @Override
    public Future<Void> read(Function<List<LoggedFact>, Future<?>> effect) {
        Future<Void> reading = Future.succeededFuture();
        for (Map.Entry<String, Database> schema : schemas.entrySet()) {
            reading = reading.compose(before -> read(schema.getKey(), schema.getValue(), effect));
        }
        return reading;
    }

    private Future<Void> read(String schema, Database database, Function<List<LoggedFact>, Future<?>> effect) {
        AtomicLong after = new AtomicLong(resumeAfter.getOrDefault(schema, 0L));
        return Repeat.whileTrue(() -> database.query(AFTER, after.get(), BATCH).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(false);
            }
            List<LoggedFact> facts = facts(schema, rows);
            after.set(facts.get(facts.size() - 1).offset());
            return effect.apply(facts).map(true);
        }));
    }

    private List<LoggedFact> facts(String schema, RowSet<Row> rows) {
        List<LoggedFact> facts = new ArrayList<>(rows.size());
        for (Row row : rows) {
            long seq = row.getLong("seq");
            byte[] event = row.getJsonObject("event").toBuffer().getBytes();
            facts.add(new LoggedFact(schema + ".outbox", 0, seq, event));
            if (row.getOffsetDateTime("occurred_at").isBefore(settledBefore)) {
                resumeAfter.put(schema, seq);
            }
        }
        return facts;
    }
}
