package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.pg.Database.query;
import static io.ticketsafe.tickets.order.Columns.constant;
import static io.ticketsafe.tickets.order.Columns.money;
import static io.ticketsafe.tickets.order.Columns.time;

import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.pg.PgErrors;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.tickets.ledger.Deductions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Orders in PostgreSQL. */
public final class OrderStore {
    private static final String SEALED_FOR = "tickets.ticket_order.customer";
    public static final SealedColumn CUSTOMERS =
            SealedColumn.of("tickets", "ticket_order", "id", "customer", SEALED_FOR);
    private static final TypeReference<List<Item>> ITEMS = new TypeReference<>() {};
    private static final TypeReference<List<Deductions>> DEDUCTIONS = new TypeReference<>() {};

    private static final String SELECT = """
            SELECT o.id, o.event_id, o.organization_id, o.hold_id, o.buyer_id, o.counts_for, o.agency_id, o.customer,
              o.point_of_sale, o.status, o.items::text AS items, o.deductions::text AS deductions, o.total_minor, o.refunded_minor, o.currency, o.created_at,
              o.expires_at, o.paid_at, coalesce(s.status = 'canceled', false) AS sale_canceled
            FROM ticket_order o LEFT JOIN sale s ON s.event_id = o.event_id
            """;
    private static final String BY_ID = SELECT + "WHERE o.id = $1";
    private static final String LOCK = BY_ID + " FOR UPDATE OF o";
    private static final String LOCK_UNLESS_BUSY = LOCK + " SKIP LOCKED";
    private static final String IS_EVENT_OVER = """
            SELECT coalesce(s.ends_at, (s.sheet->>'endsAt')::timestamptz) <= now() AS over
            FROM ticket_order o JOIN sale s ON s.event_id = o.event_id WHERE o.id = $1
            """;
    private static final String INSERT = """
            INSERT INTO ticket_order (id, event_id, organization_id, hold_id, buyer_id, counts_for, agency_id, customer,
              status, items, total_minor, currency, created_at, expires_at, deductions, point_of_sale)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::json, $11, $12, $13, $14, $15::text::json,
              $16)
            """;
    private static final String MOVE = """
            UPDATE ticket_order SET status = $3, paid_at = coalesce($4, paid_at), version = version + 1
            WHERE id = $1 AND status = $2
            """;
    private static final String ADD_REFUND = """
            UPDATE ticket_order SET status = $2, refunded_minor = refunded_minor + $3, version = version + 1
            WHERE id = $1 AND status IN ('paid', 'partially_refunded')
            """;

    private static final String CHANGE = """
            UPDATE ticket_order SET items = $2::text::json, total_minor = total_minor + $3, deductions = $4::text::json,
              version = version + 1
            WHERE id = $1 AND status IN ('paid', 'partially_refunded')
            """;

    private final Database database;
    private final SecretBox secrets;

    public OrderStore(Database database, SecretBox secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /** NOT_FOUND when there is none. */
    public Future<OrderRow> get(UUID orderId) {
        return database.query(BY_ID, orderId).map(this::one);
    }

    /** The order with its row locked, which is what orders all its changes; NOT_FOUND when there is none. */
    public Future<OrderRow> lock(SqlConnection transaction, UUID orderId) {
        return query(transaction, LOCK, orderId).map(this::one);
    }

    /** Null when there is none, or when somebody else is at it. */
    public Future<OrderRow> lockUnlessBusy(SqlConnection transaction, UUID orderId) {
        return query(transaction, LOCK_UNLESS_BUSY, orderId).map(rows -> rows.size() == 0 ? null : one(rows));
    }

    /** Whether the event that was ordered has ended. */
    Future<Boolean> isEventOver(SqlConnection transaction, UUID orderId) {
        return query(transaction, IS_EVENT_OVER, orderId).map(OrderStore::isOver);
    }

    Future<Boolean> isEventOver(UUID orderId) {
        return database.query(IS_EVENT_OVER, orderId).map(OrderStore::isOver);
    }

    private static boolean isOver(RowSet<Row> rows) {
        return rows.size() > 0 && Boolean.TRUE.equals(rows.iterator().next().getBoolean("over"));
    }

    /** WRONG_STATE when the hold is ordered already. */
    public Future<Void> insert(SqlConnection transaction, OrderRow order) {
        Buffer customer = order.customer() == null
                ? null
                : Buffer.buffer(
                        secrets.seal(Records.write(order.customer()).toBuffer().getBytes(), SEALED_FOR));
        return query(
                        transaction,
                        INSERT,
                        order.id(),
                        order.eventId(),
                        order.organizationId(),
                        order.holdId(),
                        order.buyerId(),
                        order.countsFor(),
                        order.agencyId(),
                        customer,
                        Columns.name(order.status()),
                        Columns.json(order.items()),
                        order.total().amountMinor(),
                        order.total().currency(),
                        time(order.createdAt()),
                        time(order.expiresAt()),
                        order.deductions() == null ? null : Columns.json(order.deductions()),
                        order.pointOfSale())
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(
                        PgErrors.violatesUnique(failure, "ticket_order_hold")
                                ? ServiceFault.wrongState("This hold is ordered already.")
                                : failure));
    }

    /** Moves a locked order by compare-and-set. */
    public Future<Void> move(SqlConnection transaction, OrderRow from, OrderRow to) {
        return query(
                        transaction,
                        MOVE,
                        from.id(),
                        Columns.name(from.status()),
                        Columns.name(to.status()),
                        time(to.paidAt()))
                .map(OrderStore::requireOneRow);
    }

    public Future<Void> move(SqlConnection transaction, OrderRow from, OrderStatus to) {
        return query(transaction, MOVE, from.id(), Columns.name(from.status()), Columns.name(to), null)
                .map(OrderStore::requireOneRow);
    }

    public Future<Void> addRefund(SqlConnection transaction, OrderRow order, OrderStatus to, Money amount) {
        return query(transaction, ADD_REFUND, order.id(), Columns.name(to), amount.amountMinor())
                .map(OrderStore::requireOneRow);
    }

    /** @param more by which its total grows */
    public Future<Void> change(
            SqlConnection transaction, OrderRow order, List<Item> items, List<Deductions> deductions, Money more) {
        return query(
                        transaction,
                        CHANGE,
                        order.id(),
                        Columns.json(items),
                        more.amountMinor(),
                        deductions == null ? null : Columns.json(deductions))
                .map(OrderStore::requireOneRow);
    }

    /**
     * Newest first, before the cursor's order where there is one. Who leafs through the orders of an event gets the first page as it
     * is now; older ones may be some seconds old.
     */
    public Future<List<OrderRow>> list(OrderFilter filter, UUID before, int limit) {
        String cursor = before == null ? "" : " AND o.id < $3";
        String sql = SELECT + "WHERE " + filter.column() + " = $1" + cursor + " ORDER BY o.id DESC LIMIT $2";
        if (before == null) {
            return database.query(sql, filter.value(), limit).map(this::all);
        }
        Future<RowSet<Row>> older = filter.mayBeLate()
                ? database.queryLate(sql, filter.value(), limit, before)
                : database.query(sql, filter.value(), limit, before);
        return older.map(this::all);
    }

    /**
     * Whose orders a list shows.
     *
     * @param mayBeLate whether those who ask have not written them themselves
     */
    public record OrderFilter(String column, UUID value, boolean mayBeLate) {
        static OrderFilter ofBuyer(UUID buyerId) {
            return new OrderFilter("o.buyer_id", buyerId, false);
        }

        static OrderFilter ofEvent(UUID eventId) {
            return new OrderFilter("o.event_id", eventId, true);
        }

        static OrderFilter ofAgency(UUID agencyId) {
            return new OrderFilter("o.agency_id", agencyId, false);
        }
    }

    private static Void requireOneRow(RowSet<Row> changed) {
        if (changed.rowCount() != 1) {
            throw ServiceFault.wrongState("The order has changed meanwhile.");
        }
        return null;
    }

    private OrderRow one(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ServiceFault.notFound("order");
        }
        return read(rows.iterator().next());
    }

    private List<OrderRow> all(RowSet<Row> rows) {
        List<OrderRow> orders = new ArrayList<>(rows.size());
        rows.forEach(row -> orders.add(read(row)));
        return orders;
    }

    private OrderRow read(Row row) {
        return new OrderRow(
                row.getUUID("id"),
                row.getUUID("event_id"),
                row.getUUID("organization_id"),
                row.getUUID("hold_id"),
                row.getUUID("buyer_id"),
                row.getUUID("counts_for"),
                row.getUUID("agency_id"),
                row.getBoolean("point_of_sale"),
                customer(row.getBuffer("customer")),
                constant(OrderStatus.class, row, "status"),
                Columns.json(row, "items", ITEMS),
                row.getString("deductions") == null ? null : Columns.json(row, "deductions", DEDUCTIONS),
                money(row, "total_minor"),
                money(row, "refunded_minor"),
                time(row, "created_at"),
                time(row, "expires_at"),
                time(row, "paid_at"),
                row.getBoolean("sale_canceled"));
    }

    private Buyer customer(Buffer sealed) {
        if (sealed == null) {
            return null;
        }
        byte[] json = secrets.open(sealed.getBytes(), SEALED_FOR);
        return Records.read(new JsonObject(Buffer.buffer(json)), Buyer.class);
    }
}
