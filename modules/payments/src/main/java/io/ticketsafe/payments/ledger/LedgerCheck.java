package io.ticketsafe.payments.ledger;

import static io.ticketsafe.common.pg.Database.query;
import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trial balance, a part at a time: every payment whose money moved lately, those that were wrong before, and the next some
 * of all others, round and round. What is wrong stands in {@code ledger_discrepancy} until it is right, and in a metric that
 * must be 0. Any process may do it; one does at a time.
 */
public final class LedgerCheck {
    private static final Logger log = LoggerFactory.getLogger(LedgerCheck.class);
    private static final int MOST_RECENT = 20_000;
    private static final UUID FIRST = new UUID(0, 0);

    private static final List<String> KINDS = List.of("unbalanced", "held", "remains", "order");

    private static final String TAKE_TURN =
            "SELECT walked_to, compared_until, now() AS began FROM ledger_check FOR UPDATE SKIP LOCKED";

    /** An entry's time is when its transaction began; none takes as long as this goes back. */
    private static final String RECENT = """
            SELECT DISTINCT payment_id FROM ledger WHERE booked_at >= $1::timestamptz - interval '5 minutes'
            UNION SELECT payment_id FROM ledger_discrepancy LIMIT $2
            """;

    private static final String NEXT = "SELECT id FROM payment WHERE id > $1 ORDER BY id LIMIT $2";

    /**
     * All in one statement, so that payments and entries are those of one moment. In order of weight: entries do not sum to nothing;
     * what lies somewhere is not what was captured and has not gone back; all has gone back, and somebody is still owed; entries
     * of another order.
     */
    private static final String COMPARE = """
            WITH held AS (
              SELECT p.id, p.order_id, p.captured_minor - p.refunded_minor AS expected_minor,
                coalesce(sum(l.amount_minor), 0)::bigint AS sum_minor,
                coalesce(sum(l.amount_minor) FILTER (WHERE l.account IN ('provider', 'cash')), 0)::bigint AS held_minor,
                count(*) FILTER (WHERE l.order_id <> p.order_id) AS strangers
              FROM payment p LEFT JOIN ledger l ON l.payment_id = p.id
              WHERE p.id = ANY ($1::uuid[]) GROUP BY p.id
            ), remains AS (
              SELECT DISTINCT ON (h.id) h.id, sum(l.amount_minor)::bigint AS minor
              FROM held h JOIN ledger l ON l.payment_id = h.id
              WHERE h.expected_minor = 0 GROUP BY h.id, l.account, l.party HAVING sum(l.amount_minor) <> 0
            )
            SELECT h.id, CASE
                WHEN h.sum_minor <> 0 THEN 'unbalanced'
                WHEN h.held_minor <> h.expected_minor THEN 'held'
                WHEN r.minor IS NOT NULL THEN 'remains'
                ELSE 'order' END AS what,
              CASE WHEN h.sum_minor = 0 THEN h.expected_minor ELSE 0 END AS expected_minor,
              CASE WHEN h.sum_minor <> 0 THEN h.sum_minor WHEN h.held_minor <> h.expected_minor THEN h.held_minor
                ELSE coalesce(r.minor, 0) END AS booked_minor
            FROM held h LEFT JOIN remains r ON r.id = h.id
            WHERE h.sum_minor <> 0 OR h.held_minor <> h.expected_minor OR r.minor IS NOT NULL OR h.strangers > 0
            """;

    private static final String FORGET =
            "DELETE FROM ledger_discrepancy WHERE payment_id = ANY ($1::uuid[]) AND payment_id <> ALL ($2::uuid[])";
    private static final String WRITE = """
            INSERT INTO ledger_discrepancy (payment_id, what, expected_minor, booked_minor) VALUES ($1, $2, $3, $4)
            ON CONFLICT (payment_id) DO UPDATE SET what = excluded.what, expected_minor = excluded.expected_minor,
              booked_minor = excluded.booked_minor
            RETURNING (xmax = 0) AS is_new
            """;
    private static final String END_TURN = "UPDATE ledger_check SET walked_to = $1, compared_until = $2";
    private static final String COUNT = "SELECT what, count(*) AS payments FROM ledger_discrepancy GROUP BY what";

    private final Database database;
    private final int walkAtOnce;
    private final Counter compared;
    private final Map<String, AtomicLong> discrepancies = new LinkedHashMap<>();

    /** @param walkAtOnce how many payments each run compares beside those that moved */
    public LedgerCheck(Database database, MeterRegistry meters, int walkAtOnce) {
        this.database = requireNonNull(database);
        this.walkAtOnce = walkAtOnce;
        compared = Counter.builder("ticketsafe.ledger.compared")
                .description("Payments that were compared with their entries in the ledger")
                .register(meters);
        for (String what : KINDS) {
            AtomicLong found = new AtomicLong();
            discrepancies.put(what, found);
            Gauge.builder("ticketsafe.ledger.discrepancies", found, AtomicLong::get)
                    .description("Payments whose entries in the ledger are wrong; must be 0")
                    .tag("what", what)
                    .register(meters);
        }
    }

    public Future<Void> run() {
        return database.inTransaction(this::takeTurn).compose(done -> count());
    }

    private Future<Void> takeTurn(SqlConnection transaction) {
        return query(transaction, TAKE_TURN)
                .compose(turn -> turn.size() == 0
                        ? Future.succeededFuture()
                        : compare(transaction, turn.iterator().next()));
    }

    private Future<Void> compare(SqlConnection transaction, Row turn) {
        OffsetDateTime since = turn.getOffsetDateTime("compared_until");
        UUID after = turn.getUUID("walked_to") == null ? FIRST : turn.getUUID("walked_to");
        return query(transaction, RECENT, since, MOST_RECENT)
                .compose(recent -> query(transaction, NEXT, after, walkAtOnce).compose(next -> {
                    List<UUID> walked = ids(next, "id");
                    List<UUID> all = new ArrayList<>(ids(recent, "payment_id"));
                    all.addAll(walked);
                    UUID walkedTo = walked.size() < walkAtOnce ? FIRST : walked.get(walked.size() - 1);
                    return compare(transaction, all.toArray(UUID[]::new))
                            .compose(done -> query(transaction, END_TURN, walkedTo, turn.getOffsetDateTime("began")))
                            .mapEmpty();
                }));
    }

    private Future<Void> compare(SqlConnection transaction, UUID[] payments) {
        return query(transaction, COMPARE, (Object) payments).compose(wrong -> {
            compared.increment(payments.length);
            Future<?> written =
                    query(transaction, FORGET, payments, ids(wrong, "id").toArray(UUID[]::new));
            for (Row row : wrong) {
                written = written.compose(before -> write(transaction, row));
            }
            return written.mapEmpty();
        });
    }

    private static Future<Void> write(SqlConnection transaction, Row wrong) {
        UUID paymentId = wrong.getUUID("id");
        String what = wrong.getString("what");
        long expectedMinor = wrong.getLong("expected_minor");
        long bookedMinor = wrong.getLong("booked_minor");
        return query(transaction, WRITE, paymentId, what, expectedMinor, bookedMinor)
                .map(rows -> {
                    if (rows.iterator().next().getBoolean("is_new")) {
                        log.atError()
                                .addKeyValue("paymentId", paymentId)
                                .addKeyValue("what", what)
                                .addKeyValue("expectedMinor", expectedMinor)
                                .addKeyValue("bookedMinor", bookedMinor)
                                .log("payment and ledger differ");
                    }
                    return null;
                });
    }

    private Future<Void> count() {
        return database.query(COUNT).map(rows -> {
            Map<String, Long> found = new LinkedHashMap<>();
            rows.forEach(row -> found.put(row.getString("what"), row.getLong("payments")));
            discrepancies.forEach((what, gauge) -> gauge.set(found.getOrDefault(what, 0L)));
            return null;
        });
    }

    private static List<UUID> ids(RowSet<Row> rows, String column) {
        List<UUID> ids = new ArrayList<>(rows.size());
        rows.forEach(row -> ids.add(row.getUUID(column)));
        return ids;
    }
}
