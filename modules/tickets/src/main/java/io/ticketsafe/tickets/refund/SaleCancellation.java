package io.ticketsafe.tickets.refund;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.order.InventoryUpdates;
import io.ticketsafe.tickets.order.OrderClosing;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.order.OrderStore;
import io.ticketsafe.tickets.order.RowByRow;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Ends the orders of canceled sales: pending ones are canceled, paid ones refunded whole. Looks for what is left each
 * time, so it can be stopped anywhere, and an order that slips in at the last moment is found as well.
 */
public final class SaleCancellation {
    private static final int MOST_AT_ONCE = 50;
    private static final UUID FIRST = new UUID(0, 0);
    private static final String REASON = "The event is canceled.";
    private static final String LEFT = """
            SELECT o.id FROM sale s JOIN ticket_order o ON o.event_id = s.event_id
            WHERE s.status = 'canceled' AND o.status IN ('pending', 'paid', 'partially_refunded') AND o.id > $3
              AND NOT EXISTS (SELECT 1 FROM order_payment p WHERE p.order_id = o.id AND p.state = 'authorizing'
                AND p.updated_at > now() - $1::bigint * interval '1 ms')
            ORDER BY o.id LIMIT $2
            """;

    private final Database database;
    private final OrderStore orders;
    private final OrderClosing closing;
    private final RefundBooking booking;
    private final InventoryUpdates inventory;
    private final Duration paymentDeadline;
    private final RowByRow rows;
    /** How far the search has come: orders that cannot be ended, or not now, are passed by until it begins anew. */
    private UUID seen = FIRST;

    public SaleCancellation(
            Database database,
            OrderStore orders,
            OrderClosing closing,
            RefundBooking booking,
            InventoryUpdates inventory,
            Duration paymentDeadline,
            RowByRow rows) {
        this.database = database;
        this.orders = orders;
        this.closing = closing;
        this.booking = booking;
        this.inventory = inventory;
        this.paymentDeadline = paymentDeadline;
        this.rows = rows;
    }

    public Future<Boolean> run() {
        return database.query(LEFT, paymentDeadline.toMillis(), MOST_AT_ONCE, seen)
                .compose(found -> {
                    List<UUID> left = new ArrayList<>();
                    found.forEach(row -> left.add(row.getUUID("id")));
                    boolean more = left.size() == MOST_AT_ONCE;
                    seen = more ? left.get(left.size() - 1) : FIRST;
                    return rows.each(left, this::end).map(more);
                });
    }

    private Future<Void> end(UUID orderId) {
        return database.inTransaction(transaction -> end(transaction, orderId))
                .compose(ended -> ended == null ? Future.succeededFuture() : inventory.settle(ended));
    }

    /** The order as it was, if there was something to end; null if not, or if somebody else is at it. */
    private Future<OrderRow> end(SqlConnection transaction, UUID orderId) {
        return orders.lockUnlessBusy(transaction, orderId).compose(order -> {
            if (order == null) {
                return Future.succeededFuture();
            }
            return switch (order.status()) {
                case PENDING -> closing.cancel(transaction, order, REASON).map(order);
                case PAID, PARTIALLY_REFUNDED -> refund(transaction, order).map(order);
                case REFUNDED, EXPIRED, CANCELED -> Future.succeededFuture();
            };
        });
    }

    private Future<Void> refund(SqlConnection transaction, OrderRow order) {
        List<TicketStatus> any = List.of(TicketStatus.VALID, TicketStatus.CHECKED_IN);
        var wish = new RefundBooking.Wish(
                Ids.next(), null, any, null, REASON, Source.ORGANIZER, null, null, order.eventId(), Duration.ZERO);
        return booking.book(transaction, order, wish).mapEmpty();
    }
}
