package io.ticketsafe.tickets.refund;

import static io.ticketsafe.common.pg.Database.query;
import static io.ticketsafe.tickets.order.Columns.constant;
import static io.ticketsafe.tickets.order.Columns.money;
import static io.ticketsafe.tickets.order.Columns.name;
import static io.ticketsafe.tickets.order.Columns.time;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Refunds in PostgreSQL. */
public final class RefundStore {
    private static final String COLUMNS = """
            id, order_id, payment_id, amount_minor, currency, tickets, reason, source, requested_by, request_hash, state,
            tries, coalesce(continue_at > now(), false) AS busy, created_at
            """;
    private static final String INSERT = """
            INSERT INTO refund (id, order_id, payment_id, amount_minor, currency, tickets, reason, source, requested_by,
              request_hash, state, continue_at, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + $12::bigint * interval '1 ms', $13, $13)
            """;
    private static final String BY_ID = "SELECT " + COLUMNS + " FROM refund WHERE id = $1";
    private static final String OF_ORDER =
            "SELECT " + COLUMNS + " FROM refund WHERE order_id = $1 ORDER BY created_at, id";
    private static final String PAYMENT_OF_ORDER =
            "SELECT payment_id FROM order_payment WHERE order_id = $1 AND state IN ('issued', 'captured')";
    private static final String STATE_OF_PAYMENT = "SELECT state FROM order_payment WHERE payment_id = $1";
    private static final String MOVE = """
            UPDATE refund SET state = $2, continue_at = NULL, updated_at = now()
            WHERE id = $1 AND (state = 'requested' OR (state = 'failed' AND $2 = 'done'))
            """;
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

    /** @param continueAfter when another process may ask payments; null where nothing is left to do */
    Future<Void> insert(SqlConnection transaction, RefundRow refund, Duration continueAfter) {
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
                        time(refund.createdAt()))
                .mapEmpty();
    }

    /** Null when there is none. */
    Future<RefundRow> find(SqlConnection transaction, UUID refundId) {
        return query(transaction, BY_ID, refundId)
                .map(rows -> rows.size() == 0 ? null : read(rows.iterator().next()));
    }

    Future<List<RefundRow>> ofOrder(UUID orderId) {
        return database.query(OF_ORDER, orderId).map(RefundStore::all);
    }

    /** The payment that paid the order; null where it cost nothing. */
    Future<UUID> paymentOf(SqlConnection transaction, UUID orderId) {
        return query(transaction, PAYMENT_OF_ORDER, orderId)
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("payment_id"));
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

    /** True unless the refund had ended already. */
    public Future<Boolean> end(SqlClient client, UUID refundId, boolean succeeded) {
        return query(client, MOVE, refundId, succeeded ? "done" : "failed").map(rows -> rows.rowCount() > 0);
    }

    Future<Void> continueLater(UUID refundId, Duration delay) {
        return database.query(CONTINUE_LATER, refundId, delay.toMillis()).mapEmpty();
    }

    /** Takes over refunds that nobody has been at for a while. */
    Future<List<RefundRow>> takeStuck(int most, Duration lease) {
        return database.query(TAKE_STUCK, most, lease.toMillis()).map(RefundStore::all);
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
                List.of(row.getArrayOfUUIDs("tickets")),
                row.getString("reason"),
                constant(RefundRow.Source.class, row, "source"),
                row.getUUID("requested_by"),
                hash == null ? null : hash.getBytes(),
                constant(RefundRow.State.class, row, "state"),
                row.getInteger("tries"),
                row.getBoolean("busy"),
                time(row, "created_at"));
    }
}
