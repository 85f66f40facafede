package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.pg.Database.query;
import static io.ticketsafe.tickets.order.Columns.constant;
import static io.ticketsafe.tickets.order.Columns.money;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The payments of orders as their buyers are shown them: what became of the money, and why. */
final class PaymentSummaries {
    private static final String OF_ORDERS = """
            SELECT p.payment_id, p.order_id, p.change_id, p.state, p.reason, p.method, p.reference, p.payer_id,
              p.amount_minor, p.currency,
              (coalesce(p.given_back_minor, 0) + coalesce((SELECT sum(r.amount_minor) FROM refund r
                WHERE r.order_id = p.order_id AND r.payment_id = p.payment_id AND p.state <> 'failed'), 0))::bigint AS returned_minor
            FROM order_payment p WHERE p.order_id = ANY ($1::uuid[]) ORDER BY p.created_at, p.payment_id
            """;

    private final Database database;

    PaymentSummaries(Database database) {
        this.database = database;
    }

    /** By order; those without payments are missing. */
    Future<Map<UUID, List<PaymentSummary>>> ofOrders(Collection<UUID> orderIds) {
        return database.query(OF_ORDERS, (Object) orderIds.toArray(UUID[]::new)).map(PaymentSummaries::byOrder);
    }

    static Future<List<PaymentSummary>> ofOrder(SqlConnection transaction, UUID orderId) {
        return query(transaction, OF_ORDERS, (Object) new UUID[] {orderId})
                .map(rows -> byOrder(rows).getOrDefault(orderId, List.of()));
    }

    private static Map<UUID, List<PaymentSummary>> byOrder(RowSet<Row> rows) {
        Map<UUID, List<PaymentSummary>> byOrder = new HashMap<>();
        rows.forEach(row -> byOrder.computeIfAbsent(row.getUUID("order_id"), id -> new ArrayList<>())
                .add(read(row)));
        return byOrder;
    }

    private static PaymentSummary read(Row row) {
        Money amount = money(row, "amount_minor");
        Money returned = money(row, "returned_minor");
        Attempt.State state = constant(Attempt.State.class, row, "state");
        MethodType method = constant(MethodType.class, row, "method");
        return new PaymentSummary(
                row.getUUID("payment_id"),
                status(state, amount, returned),
                amount,
                returned,
                row.getString("reason"),
                row.getUUID("change_id"),
                method,
                row.getString("reference"),
                method.isAtDesk() ? row.getUUID("payer_id") : null);
    }

    private static PaymentStatus status(Attempt.State state, Money amount, Money returned) {
        if (returned.amountMinor() == 0) {
            return Attempt.status(state);
        }
        return returned.amountMinor() < amount.amountMinor()
                ? PaymentStatus.PARTIALLY_REFUNDED
                : PaymentStatus.REFUNDED;
    }
}
