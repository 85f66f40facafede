package io.ticketsafe.tickets.order;

import static io.ticketsafe.tickets.order.Attempt.State.AUTHORIZING;
import static io.ticketsafe.tickets.order.Attempt.State.INTERRUPTED;
import static io.ticketsafe.tickets.order.Attempt.State.REQUIRES_ACTION;

import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** Ends an order that was not paid: its places are free from the commit on. */
public final class OrderClosing {
    private final OrderStore orders;
    private final AttemptStore attempts;
    private final Outbox outbox;

    OrderClosing(OrderStore orders, AttemptStore attempts, Outbox outbox) {
        this.orders = orders;
        this.attempts = attempts;
        this.outbox = outbox;
    }

    /** A payment that waits for its payer is left alone: if its money comes late, the places may still be free. */
    Future<Void> expire(SqlConnection transaction, OrderRow order) {
        return close(
                transaction,
                order,
                OrderStatus.EXPIRED,
                Facts.ORDER_EXPIRED,
                List.of(AUTHORIZING, INTERRUPTED),
                "not paid in time");
    }

    public Future<Void> cancel(SqlConnection transaction, OrderRow order, String reason) {
        return close(
                transaction,
                order,
                OrderStatus.CANCELED,
                Facts.ORDER_CANCELED,
                List.of(AUTHORIZING, INTERRUPTED, REQUIRES_ACTION),
                reason);
    }

    private Future<Void> close(
            SqlConnection transaction,
            OrderRow order,
            OrderStatus to,
            String fact,
            List<Attempt.State> givenUp,
            String reason) {
        var data =
                new Facts.OrderChanged(order.id(), order.eventId(), order.organizationId(), to, order.total(), reason);
        return orders.move(transaction, order, to)
                .compose(moved -> Claims.release(transaction, order))
                .compose(released -> attempts.giveUp(transaction, order.id(), givenUp, null, reason))
                .compose(left -> outbox.append(transaction, fact, order.id(), data));
    }
}
