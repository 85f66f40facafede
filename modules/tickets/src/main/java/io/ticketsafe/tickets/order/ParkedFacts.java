package io.ticketsafe.tickets.order;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts aside the facts that can never be applied, so that the money behind them is not held up. */
final class ParkedFacts {
    private static final Logger log = LoggerFactory.getLogger(ParkedFacts.class);
    private static final TypeReference<JsonNode> NODE = new TypeReference<>() {};
    private static final int LONGEST_WHY = 500;
    private static final String PARK = """
            INSERT INTO fact_parked (id, type, subject, occurred_at, data, why) VALUES ($1, $2, $3, $4, $5::text::json, $6)
            ON CONFLICT DO NOTHING
            """;

    /** Those first that were tried least, so that hopeless ones do not stand before all others. */
    private static final String OLDEST = """
            SELECT id, type, subject, occurred_at, data::text AS data FROM fact_parked ORDER BY replays, parked_at, id LIMIT $1
            """;

    private static final String FORGET = "DELETE FROM fact_parked WHERE id = $1";
    private static final String AGAIN = "UPDATE fact_parked SET why = $2, replays = replays + 1 WHERE id = $1";
    private static final String COUNT = "SELECT count(*) AS parked FROM fact_parked";

    private final Database database;
    private final Counter parked;

    ParkedFacts(Database database, MeterRegistry meters) {
        this.database = database;
        parked = Counter.builder("ticketsafe.facts.parked")
                .description("Facts that could not be applied and wait in fact_parked for somebody to look at them")
                .register(meters);
    }

    /** Whether what failed is due to the fact itself, so that it would fail again however often it came. */
    static boolean isToBlame(Throwable failure) {
        if (failure instanceof ServiceFault fault) {
            return fault.code() != FaultCode.UNAVAILABLE;
        }
        if (failure instanceof PgException pg) {
            // Class 22: data exception, 23: integrity constraint violation (PostgreSQL manual, appendix A).
            String state = pg.getSqlState();
            return state != null && (state.startsWith("22") || state.startsWith("23"));
        }
        return failure instanceof RuntimeException;
    }

    /** @param failure null where the reason says it all */
    Future<Void> park(DomainEvent fact, String why, Throwable failure) {
        log.atError()
                .setCause(failure)
                .addKeyValue("factId", fact.id())
                .addKeyValue("type", fact.type())
                .addKeyValue("subject", fact.subject())
                .addKeyValue("why", why)
                .log("fact was parked and needs a human");
        return database.query(
                        PARK,
                        fact.id(),
                        fact.type(),
                        fact.subject(),
                        Columns.time(fact.time()),
                        fact.data() == null ? null : fact.data().toString(),
                        shortened(why))
                .onSuccess(stored -> parked.increment(stored.rowCount()))
                .mapEmpty();
    }

    /** As they came. */
    Future<List<DomainEvent>> oldest(int most) {
        return database.query(OLDEST, most).map(rows -> {
            List<DomainEvent> facts = new ArrayList<>(rows.size());
            rows.forEach(row -> facts.add(read(row)));
            return facts;
        });
    }

    Future<Void> forget(UUID factId) {
        return database.query(FORGET, factId).mapEmpty();
    }

    /** It could not be applied this time either. */
    Future<Void> again(UUID factId, String why) {
        return database.query(AGAIN, factId, shortened(why)).mapEmpty();
    }

    Future<Long> count() {
        return database.query(COUNT).map(rows -> rows.iterator().next().getLong("parked"));
    }

    private static DomainEvent read(Row row) {
        String data = row.getString("data");
        return new DomainEvent(
                "1.0",
                row.getUUID("id"),
                "/ticketsafe/payments",
                row.getString("type"),
                row.getString("subject"),
                Columns.time(row, "occurred_at"),
                "application/json",
                data == null ? null : Columns.json(row, "data", NODE),
                null);
    }

    private static String shortened(String why) {
        String reason = why.replace("\0", "");
        return reason.length() > LONGEST_WHY ? reason.substring(0, LONGEST_WHY) : reason;
    }
}
