package io.ticketsafe.tickets.change;

import static io.ticketsafe.common.pg.Database.query;
import static io.ticketsafe.tickets.order.Columns.constant;
import static io.ticketsafe.tickets.order.Columns.money;
import static io.ticketsafe.tickets.order.Columns.time;

import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.pg.PgErrors;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.ledger.Deductions;
import io.ticketsafe.tickets.order.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Changes of orders in PostgreSQL. Whoever changes one holds the lock of its order's row. */
public final class ChangeStore {
    private static final TypeReference<List<Item>> ITEMS = new TypeReference<>() {};
    private static final TypeReference<List<Deductions>> DEDUCTIONS = new TypeReference<>() {};
    private static final TypeReference<Charges> CHARGES = new TypeReference<>() {};
    private static final String SELECT = """
            SELECT id, order_id, hold_id, requested_by, state, tickets, old_items::text AS old_items, items::text AS items,
              deductions::text AS deductions, difference::text AS difference, new_tickets, charged_minor, refunded_minor, currency, refund_id, reason, created_at, expires_at, ended_at
            FROM order_change
            """;
    private static final String BY_ID = SELECT + "WHERE id = $1";
    private static final String OPEN = SELECT + "WHERE order_id = $1 AND state = 'pending'";
    private static final String OF_ORDERS = SELECT + "WHERE order_id = ANY ($1::uuid[]) ORDER BY order_id, id";
    private static final String STANDING = """
            SELECT (SELECT count(*) FROM order_change WHERE order_id = $1) AS changes,
              EXISTS (SELECT 1 FROM order_payment WHERE order_id = $1 AND state = 'issued') AS collecting
            """;
    private static final String FIRST_METHOD = """
            SELECT method FROM order_payment WHERE order_id = $1 AND state IN ('issued', 'captured')
            ORDER BY created_at, payment_id LIMIT 1
            """;
    private static final String INSERT = """
            INSERT INTO order_change (id, order_id, hold_id, requested_by, state, tickets, old_items, items, charged_minor,
              refunded_minor, currency, created_at, expires_at, deductions, difference)
            VALUES ($1, $2, $3, $4, 'pending', $5, $6::text::json, $7::text::json, $8, $9, $10, $11, $12, $13::text::json,
              $14::text::json)
            """;
    private static final String FINISH = """
            UPDATE order_change SET state = 'done', new_tickets = $2, refund_id = $3, ended_at = $4
            WHERE id = $1 AND state = 'pending'
            """;
    private static final String END = """
            UPDATE order_change SET state = $2, reason = $3, ended_at = now() WHERE id = $1 AND state = 'pending'
            """;
    private static final String DUE = """
            SELECT c.order_id FROM order_change c WHERE c.state = 'pending' AND c.expires_at <= now() AND c.order_id > $3
              AND NOT EXISTS (SELECT 1 FROM order_payment p WHERE p.order_id = c.order_id AND p.state = 'authorizing'
                AND p.updated_at > now() - $1::bigint * interval '1 ms')
            ORDER BY c.order_id LIMIT $2
            """;

    private final Database database;

    public ChangeStore(Database database) {
        this.database = database;
    }

    /** WRONG_STATE when the order has an open change, or the hold is used already. */
    Future<Void> insert(SqlConnection transaction, ChangeRow change) {
        return query(
                        transaction,
                        INSERT,
                        change.id(),
                        change.orderId(),
                        change.holdId(),
                        change.requestedBy(),
                        change.tickets().toArray(UUID[]::new),
                        Columns.json(change.oldItems()),
                        Columns.json(change.items()),
                        change.charged().amountMinor(),
                        change.refunded().amountMinor(),
                        change.charged().currency(),
                        time(change.createdAt()),
                        time(change.expiresAt()),
                        change.deductions() == null ? null : Columns.json(change.deductions()),
                        Columns.json(change.difference()))
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(translated(failure)));
    }

    private static Throwable translated(Throwable failure) {
        if (PgErrors.violatesUnique(failure, "order_change_one_open")) {
            return ServiceFault.wrongState("Another change of this order is open.");
        }
        return PgErrors.violatesUnique(failure, "order_change_hold")
                ? ServiceFault.wrongState("This hold is used already.")
                : failure;
    }

    /** NOT_FOUND when there is none. */
    public Future<ChangeRow> get(UUID changeId) {
        return database.query(BY_ID, changeId).map(ChangeStore::one);
    }

    /** NOT_FOUND when there is none. */
    public Future<ChangeRow> get(SqlConnection transaction, UUID changeId) {
        return query(transaction, BY_ID, changeId).map(ChangeStore::one);
    }

    /** Null when there is none. */
    public Future<ChangeRow> openOf(SqlConnection transaction, UUID orderId) {
        return query(transaction, OPEN, orderId)
                .map(rows -> rows.size() == 0 ? null : read(rows.iterator().next()));
    }

    /**
     * What a locked order has seen so far.
     *
     * @param changes how many there were, whatever became of them
     * @param collecting whether money for its tickets is authorised only, and may still not come
     */
    record Standing(long changes, boolean collecting) {}

    Future<Standing> standing(SqlConnection transaction, UUID orderId) {
        return query(transaction, STANDING, orderId).map(rows -> {
            Row row = rows.iterator().next();
            return new Standing(row.getLong("changes"), row.getBoolean("collecting"));
        });
    }

    /** What the order was paid by before any change; null where it was free. */
    Future<MethodType> firstMethod(SqlConnection transaction, UUID orderId) {
        return query(transaction, FIRST_METHOD, orderId)
                .map(rows -> rows.size() == 0
                        ? null
                        : constant(MethodType.class, rows.iterator().next(), "method"));
    }

    /** In the order in which they were asked for. */
    public Future<List<ChangeRow>> ofOrders(Collection<UUID> orderIds) {
        return database.query(OF_ORDERS, (Object) orderIds.toArray(UUID[]::new)).map(ChangeStore::all);
    }

    /** Orders whose open change was not paid in time, and is not being paid. */
    Future<List<UUID>> due(long paymentDeadlineMs, int most, UUID after) {
        return database.query(DUE, paymentDeadlineMs, most, after).map(rows -> {
            List<UUID> due = new ArrayList<>(rows.size());
            rows.forEach(row -> due.add(row.getUUID("order_id")));
            return due;
        });
    }

    /** @param done with what came of it */
    Future<Void> finish(SqlConnection transaction, ChangeRow done) {
        return query(
                        transaction,
                        FINISH,
                        done.id(),
                        done.newTickets().toArray(UUID[]::new),
                        done.refundId(),
                        time(done.endedAt()))
                .map(ChangeStore::requireOneRow);
    }

    Future<Void> end(SqlConnection transaction, UUID changeId, ChangeStatus as, String reason) {
        return query(transaction, END, changeId, Columns.name(as), reason).map(ChangeStore::requireOneRow);
    }

    private static Void requireOneRow(RowSet<Row> changed) {
        if (changed.rowCount() != 1) {
            throw ServiceFault.wrongState("The change has ended meanwhile.");
        }
        return null;
    }

    private static ChangeRow one(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ServiceFault.notFound("change");
        }
        return read(rows.iterator().next());
    }

    private static List<ChangeRow> all(RowSet<Row> rows) {
        List<ChangeRow> changes = new ArrayList<>(rows.size());
        rows.forEach(row -> changes.add(read(row)));
        return changes;
    }

    private static ChangeRow read(Row row) {
        UUID[] issued = row.getArrayOfUUIDs("new_tickets");
        return new ChangeRow(
                row.getUUID("id"),
                row.getUUID("order_id"),
                row.getUUID("hold_id"),
                row.getUUID("requested_by"),
                constant(ChangeStatus.class, row, "state"),
                List.of(row.getArrayOfUUIDs("tickets")),
                Columns.json(row, "old_items", ITEMS),
                Columns.json(row, "items", ITEMS),
                row.getString("deductions") == null ? null : Columns.json(row, "deductions", DEDUCTIONS),
                Columns.json(row, "difference", CHARGES),
                issued == null ? null : List.of(issued),
                money(row, "charged_minor"),
                money(row, "refunded_minor"),
                row.getUUID("refund_id"),
                row.getString("reason"),
                time(row, "created_at"),
                time(row, "expires_at"),
                time(row, "ended_at"));
    }
}
