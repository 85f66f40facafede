package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.order.Claims.ClaimState;
import io.ticketsafe.tickets.ticket.TicketService;
import io.ticketsafe.tickets.ticket.TicketStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes an order paid: its places are sold and its tickets exist in the same moment. */
public final class Issuing {
    private final OrderStore orders;
    private final TicketStore tickets;
    private final Outbox outbox;

    Issuing(OrderStore orders, TicketStore tickets, Outbox outbox) {
        this.orders = orders;
        this.tickets = tickets;
        this.outbox = outbox;
    }

    /**
     * @param order locked and pending, with its claims
     * @param paidBy null for an order that costs nothing
     */
    Future<OrderRow> issue(SqlConnection transaction, OrderRow order, List<Ticket> issued, Attempt paidBy) {
        return Future.all(Claims.sell(transaction, order), finish(transaction, order, issued, paidBy))
                .map(done -> order.paid(paidAt(issued)));
    }

    /** The same for an order that has expired, if every place can be claimed again; SEATS_TAKEN or NOT_ENOUGH_SEATS if not, with nothing changed. */
    Future<OrderRow> issueLate(SqlConnection transaction, OrderRow order, List<Ticket> issued, Attempt paidBy) {
        return query(transaction, "SAVEPOINT claim_again")
                .compose(saved -> Claims.claim(transaction, order, ClaimState.SOLD))
                .recover(failure -> isTaken(failure)
                        ? query(transaction, "ROLLBACK TO SAVEPOINT claim_again")
                                .compose(undone -> Future.failedFuture(failure))
                        : Future.failedFuture(failure))
                .compose(claimed -> finish(transaction, order, issued, paidBy))
                .map(done -> order.paid(paidAt(issued)));
    }

    static boolean isTaken(Throwable failure) {
        return failure instanceof ServiceFault fault
                && (fault.code() == FaultCode.SEATS_TAKEN || fault.code() == FaultCode.NOT_ENOUGH_SEATS);
    }

    /** The statements do not wait for each other: they go out together and PostgreSQL runs them in this order. */
    private Future<?> finish(SqlConnection transaction, OrderRow order, List<Ticket> issued, Attempt paidBy) {
        OrderRow paid = order.paid(paidAt(issued));
        return Future.all(
                orders.move(transaction, order, paid),
                tickets.insert(transaction, order.buyerId(), issued, order.deductions()),
                outbox.append(transaction, Facts.ORDER_PAID, order.id(), fact(paid, issued, paidBy)));
    }

    static Instant paidAt(List<Ticket> issued) {
        return issued.get(0).issuedAt();
    }

    private static Facts.OrderPaid fact(OrderRow order, List<Ticket> issued, Attempt paidBy) {
        return new Facts.OrderPaid(
                order.id(),
                order.eventId(),
                order.organizationId(),
                order.buyerId(),
                order.channel(),
                order.agencyId(),
                paidBy == null ? null : paidBy.paymentId(),
                paidBy == null ? null : paidBy.method(),
                order.total(),
                order.paidAt(),
                issued.stream().map(TicketService::withoutCode).toList(),
                charges(order, issued),
                order.soldBy() == null ? null : order.buyerId());
    }

    /** What of the tickets' money is not the organiser's; null: nothing. Tickets are made one per item, in the same order. */
    public static List<Facts.TicketCharges> charges(OrderRow order, List<Ticket> issued) {
        List<Facts.TicketCharges> charges = new ArrayList<>(0);
        for (int i = 0; i < issued.size(); i++) {
            Charges of = order.chargesOf(i);
            if (!of.arePlain()) {
                FeePayer paidBy =
                        of.feeMinor() == 0 ? null : of.buyerFeeMinor() != 0 ? FeePayer.BUYER : FeePayer.ORGANIZER;
                charges.add(new Facts.TicketCharges(issued.get(i).id(), of.feeMinor(), paidBy, of.commissionMinor()));
            }
        }
        return charges.isEmpty() ? null : charges;
    }
}
