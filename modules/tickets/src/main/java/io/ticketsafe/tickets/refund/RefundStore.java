package io.ticketsafe.tickets.refund;

import static io.ticketsafe.common.pg.Database.query;
import static io.ticketsafe.tickets.order.Columns.constant;
import static io.ticketsafe.tickets.order.Columns.money;
import static io.ticketsafe.tickets.order.Columns.name;
import static io.ticketsafe.tickets.order.Columns.time;

import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.tickets.order.Columns;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Refunds in PostgreSQL. */
public final class RefundStore {
    private static final String COLUMNS = """
            id, order_id, payment_id, amount_minor, currency, shares::text AS shares, tickets, reason, source, requested_by, request_hash, state,
            tries, coalesce(continue_at > now(), false) AS busy, coalesce(asked_as, id) AS asked_as,
            refusals, continue_at IS NOT NULL AS goes_on, part_of, created_at
            """;
    private static final TypeReference<List<Share>> SHARES = new TypeReference<>() {};
    private static final String INSERT = """
            INSERT INTO refund (id, order_id, payment_id, amount_minor, currency, tickets, reason, source, requested_by,
              request_hash, state, continue_at, created_at, updated_at, part_of, canceled_event, shares)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + $12::bigint * interval '1 ms', $13, $13, $14,
              $15, $16::text::json)
            """;
    private static final String BY_ID = "SELECT " + COLUMNS + " FROM refund WHERE id = $1 OR asked_as = $1";
    private static final String FAILED_OF_ORDER =
            "SELECT " + COLUMNS + " FROM refund WHERE order_id = $1 AND state = 'failed' ORDER BY created_at, id";
    private static final String OF_ORDER =
            "SELECT " + COLUMNS + " FROM refund WHERE order_id = $1 ORDER BY created_at, id";
    private static final String PARTS = "SELECT " + COLUMNS
            + " FROM refund WHERE order_id = $1 AND (id = $2 OR part_of = $2) ORDER BY part_of NULLS FIRST, id";
    private static final String MONEY_LEFT = """
            SELECT p.payment_id, p.amount_minor - coalesce(sum(r.amount_minor), 0)::bigint AS left_minor
            FROM order_payment p LEFT JOIN refund r ON r.order_id = p.order_id AND r.payment_id = p.payment_id
            WHERE p.order_id = $1 AND p.state IN ('issued', 'captured')
            GROUP BY p.payment_id ORDER BY p.created_at, p.payment_id
            """;
    private static final String PROMISED =
            "SELECT coalesce(sum(amount_minor), 0)::bigint AS minor FROM refund WHERE order_id = $1 AND payment_id = $2";
    private static final String STATE_OF_PAYMENT = "SELECT state FROM order_payment WHERE payment_id = $1";
    /** The seconds from one refusal to the next try: about three days in all. */
    private static final String END = """
            UPDATE refund SET state = $2, updated_at = now(),
              refusals = refusals + CASE WHEN $2 = 'failed' THEN 1 ELSE 0 END,
              continue_at = CASE WHEN $2 = 'failed' THEN now() + interval '1 second'
                * (ARRAY[60, 300, 1800, 7200, 21600, 43200, 86400, 86400])[refusals + 1] END
            WHERE (asked_as = $1 OR asked_as IS NULL AND id = $1)
              AND (state = 'requested' OR (state = 'failed' AND $2 = 'done'))
            RETURNING
            """ + COLUMNS;

    private static final String ASK_ANEW = """
            UPDATE refund SET state = 'requested', asked_as = $3, request_hash = coalesce($4, request_hash), tries = 0,
              refusals = coalesce($5, refusals), continue_at = now() + $6::bigint * interval '1 ms', updated_at = now()
            WHERE id = $1 AND coalesce(asked_as, id) = $2 AND state = 'failed'
            RETURNING
            """ + COLUMNS;
    private static final String CONTINUE_LATER = """
            UPDATE refund SET continue_at = now() + $2::bigint * interval '1 ms' WHERE id = $1 AND state = 'requested'
            """;
    private static final String TAKE_STUCK = """
            UPDATE refund SET continue_at = now() + $2::bigint * interval '1 ms', tries = tries + 1
            WHERE id IN (
              SELECT id FROM refund WHERE continue_at <= now() ORDER BY continue_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING
            """ + COLUMNS;

    private final Database database;

    public RefundStore(Database database) {
        this.database = database;
    }

    /**
     * @param canceledEvent whose cancellation makes it; null for another reason
     * @param continueAfter when another process may ask payments; null where nothing is left to do
     */
    Future<Void> insert(SqlConnection transaction, RefundRow refund, UUID canceledEvent, Duration continueAfter) {
        return query(
                        transaction,
                        INSERT,
                        refund.id(),
                        refund.orderId(),
                        refund.paymentId(),
                        refund.amount().amountMinor(),
                        refund.amount().currency(),
                        refund.tickets().toArray(UUID[]::new),
                        refund.reason(),
                        name(refund.source()),
                        refund.requestedBy(),
                        refund.requestHash() == null ? null : Buffer.buffer(refund.requestHash()),
                        name(refund.state()),
                        continueAfter == null ? null : continueAfter.toMillis(),
                        time(refund.createdAt()),
                        refund.partOf(),
                        canceledEvent,
                        refund.shares() == null ? null : Columns.json(refund.shares()))
                .mapEmpty();
    }

    /** Null when there is none. */
    Future<RefundRow> find(SqlConnection transaction, UUID refundId) {
        return query(transaction, BY_ID, refundId).map(RefundStore::oneOrNull);
    }

    Future<List<RefundRow>> ofOrder(UUID orderId) {
        return database.query(OF_ORDER, orderId).map(RefundStore::all);
    }

    /** The ids of an order's refunds, by those that payments knows them by. */
    public Future<Map<UUID, UUID>> idsByAskedAs(UUID orderId) {
        return ofOrder(orderId)
                .map(all -> all.stream()
                        .collect(Collectors.toMap(RefundRow::askedAs, RefundRow::whole, (one, other) -> one)));
    }

    /** All parts of the refund that this is one of, the first one first. */
    Future<List<RefundRow>> partsOf(SqlConnection transaction, RefundRow refund) {
        return query(transaction, PARTS, refund.orderId(), refund.whole()).map(RefundStore::all);
    }

    /** What is left of each payment of the order after all that was promised to go back; the oldest first. */
    Future<List<MoneyLeft>> moneyLeft(SqlConnection transaction, UUID orderId) {
        return query(transaction, MONEY_LEFT, orderId).map(rows -> {
            List<MoneyLeft> left = new ArrayList<>(rows.size());
            rows.forEach(row -> left.add(new MoneyLeft(row.getUUID("payment_id"), row.getLong("left_minor"))));
            return left;
        });
    }

    /** How much of a payment was promised to go back, in the order's currency. */
    Future<Long> promisedMinor(SqlConnection transaction, UUID orderId, UUID paymentId) {
        return query(transaction, PROMISED, orderId, paymentId)
                .map(rows -> rows.iterator().next().getLong("minor"));
    }

    /** Where the money of a payment that has paid an order is. */
    enum Standing {
        ISSUED,
        CAPTURED,
        NEVER_CAME
    }

    Future<Standing> standing(UUID paymentId) {
        return database.query(STATE_OF_PAYMENT, paymentId)
                .map(rows -> switch (rows.iterator().next().getString("state")) {
                    case "captured" -> Standing.CAPTURED;
                    case "issued" -> Standing.ISSUED;
                    default -> Standing.NEVER_CAME;
                });
    }

    /** Null when there is none under this id of payments, or it had ended already. */
    Future<RefundRow> end(SqlClient client, UUID askedAs, boolean succeeded) {
        return query(client, END, askedAs, succeeded ? "done" : "failed").map(RefundStore::oneOrNull);
    }

    /** Whether there is a refund that payments knows, or knew, by this id. */
    public Future<Boolean> isKnown(UUID id) {
        return database.query(BY_ID, id).map(rows -> rows.size() > 0);
    }

    Future<List<RefundRow>> failedOf(SqlConnection transaction, UUID orderId) {
        return query(transaction, FAILED_OF_ORDER, orderId).map(RefundStore::all);
    }

    /** A refused refund under another id; null when somebody else was faster. */
    Future<RefundRow> askAnew(RefundRow refused, UUID askAs, Duration lease) {
        return database.query(ASK_ANEW, refused.id(), refused.askedAs(), askAs, null, null, lease.toMillis())
                .map(RefundStore::oneOrNull);
    }

    /** The same because somebody asks for it, with as many tries as a new one. */
    Future<RefundRow> askAnew(
            SqlConnection transaction, RefundRow refused, UUID askAs, byte[] requestHash, Duration lease) {
        return query(
                        transaction,
                        ASK_ANEW,
                        refused.id(),
                        refused.askedAs(),
                        askAs,
                        Buffer.buffer(requestHash),
                        0,
                        lease.toMillis())
                .map(RefundStore::oneOrNull);
    }

    Future<Void> continueLater(UUID refundId, Duration delay) {
        return database.query(CONTINUE_LATER, refundId, delay.toMillis()).mapEmpty();
    }

    /** Takes over refunds that nobody has been at for a while. */
    Future<List<RefundRow>> takeStuck(int most, Duration lease) {
        return database.query(TAKE_STUCK, most, lease.toMillis()).map(RefundStore::all);
    }

    private static RefundRow oneOrNull(RowSet<Row> rows) {
        return rows.size() == 0 ? null : read(rows.iterator().next());
    }

    private static List<RefundRow> all(RowSet<Row> rows) {
        List<RefundRow> refunds = new ArrayList<>(rows.size());
        rows.forEach(row -> refunds.add(read(row)));
        return refunds;
    }

    private static RefundRow read(Row row) {
        Buffer hash = row.getBuffer("request_hash");
        return new RefundRow(
                row.getUUID("id"),
                row.getUUID("order_id"),
                row.getUUID("payment_id"),
                money(row, "amount_minor"),
                row.getString("shares") == null ? null : Columns.json(row, "shares", SHARES),
                List.of(row.getArrayOfUUIDs("tickets")),
                row.getString("reason"),
                constant(RefundRow.Source.class, row, "source"),
                row.getUUID("requested_by"),
                hash == null ? null : hash.getBytes(),
                constant(RefundRow.State.class, row, "state"),
                row.getInteger("tries"),
                row.getBoolean("busy"),
                row.getUUID("asked_as"),
                row.getInteger("refusals"),
                row.getBoolean("goes_on"),
                row.getUUID("part_of"),
                time(row, "created_at"));
    }
}
