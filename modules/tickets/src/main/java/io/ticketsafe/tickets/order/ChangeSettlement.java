package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.tickets.change.ChangeBooking;
import io.ticketsafe.tickets.change.ChangeBooking.PaidBy;
import io.ticketsafe.tickets.change.ChangeEnds;
import io.ticketsafe.tickets.change.ChangeRow;
import io.ticketsafe.tickets.change.ChangeStore;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.ticketsafe.tickets.ticket.TicketIssuer;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;

/** What the settlement of a payment needs of the change that it pays. */
final class ChangeSettlement {
    private final ChangeStore changes;
    private final ChangeBooking booking;
    private final ChangeEnds ends;
    private final TicketIssuer issuer;

    ChangeSettlement(ChangeStore changes, ChangeBooking booking, ChangeEnds ends, TicketIssuer issuer) {
        this.changes = changes;
        this.booking = booking;
        this.ends = ends;
        this.issuer = issuer;
    }

    /** The new tickets, signed; none for a change that has ended, since a change does not begin anew. */
    Future<List<Ticket>> prepare(OrderRow order, UUID changeId) {
        return changes.get(changeId)
                .compose(change -> change.isPending()
                        ? issuer.prepare(order.id(), order.eventId(), change.items(), Columns.now())
                        : Future.succeededFuture(List.of()));
    }

    /**
     * The change as it stands under the lock of its order. When there is money for it but a ticket was used meanwhile, it has come to
     * nothing: the ticket stays, the money goes back.
     */
    Future<ChangeRow> standing(SqlConnection transaction, OrderRow order, Attempt attempt, Outcome outcome) {
        return changes.get(transaction, attempt.change().id()).compose(change -> {
            boolean completes = change.isPending()
                    && outcome.moneyIsThere()
                    && attempt.state().mayStillPay();
            return completes
                    ? booking.areValid(transaction, change)
                            .compose(valid -> valid
                                    ? Future.succeededFuture(change)
                                    : ends.end(
                                                    transaction,
                                                    order,
                                                    change,
                                                    ChangeStatus.CANCELED,
                                                    "a ticket was used meanwhile")
                                            .compose(ended -> changes.get(transaction, change.id())))
                    : Future.succeededFuture(change);
        });
    }

    Future<ChangeRow> complete(
            SqlConnection transaction, OrderRow order, ChangeRow change, Attempt attempt, List<Ticket> issued) {
        PaidBy paidBy = new PaidBy(attempt.paymentId(), attempt.method(), Source.BUYER);
        return booking.complete(transaction, order, change, issued, paidBy);
    }

    Future<Void> takeBack(SqlConnection transaction, OrderRow order, ChangeRow change, UUID paymentId) {
        return booking.takeBack(
                transaction, order, change, paymentId, "the payment of the change could not be collected");
    }

    static String whyNot(OrderRow order, ChangeRow change) {
        if (order.saleCanceled()) {
            return "the event is canceled";
        }
        return switch (change.status()) {
            case EXPIRED -> "paid too late, the tickets stay as they were";
            case CANCELED -> "the change was canceled, the tickets stay as they were";
            case PENDING, DONE -> "the change was paid by another payment";
        };
    }
}
