package io.ticketsafe.tickets.change;

import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.order.Claims;
import io.ticketsafe.tickets.order.Claims.ClaimState;
import io.ticketsafe.tickets.order.Columns;
import io.ticketsafe.tickets.order.Issuing;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.order.OrderStore;
import io.ticketsafe.tickets.refund.RefundBooking;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.ticketsafe.tickets.ticket.TicketService;
import io.ticketsafe.tickets.ticket.TicketStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The atomic phases of a change: the new places are claimed; later, or at once, they take the place of the old ones. */
public final class ChangeBooking {
    private static final Set<OrderStatus> PAID = Set.of(OrderStatus.PAID, OrderStatus.PARTIALLY_REFUNDED);
    private static final List<TicketStatus> VALID = List.of(TicketStatus.VALID);
    private static final int MOST_CHANGES = 50;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final OrderStore orders;
    private final ChangeStore changes;
    private final TicketStore tickets;
    private final RefundBooking refunds;
    private final Outbox outbox;

    public ChangeBooking(
            OrderStore orders, ChangeStore changes, TicketStore tickets, RefundBooking refunds, Outbox outbox) {
        this.orders = orders;
        this.changes = changes;
        this.tickets = tickets;
        this.refunds = refunds;
        this.outbox = outbox;
    }

    /**
     * What pays a change.
     *
     * @param paymentId null where nothing is to be paid
     */
    public record PaidBy(UUID paymentId, MethodType method, Source source) {}

    /**
     * Claims the new places for a change, whose tickets stay valid until it is paid. WRONG_STATE for an order that is not paid, that
     * has an open change, or whose tickets are used; SEATS_TAKEN, NOT_ENOUGH_SEATS; UNAVAILABLE while a payment is being collected.
     */
    Future<OrderRow> open(SqlConnection transaction, ChangeRow change) {
        return orders.lock(transaction, change.orderId()).compose(order -> {
            requirePaid(order);
            return changes.standing(transaction, order.id())
                    .compose(standing -> {
                        requireCalm(standing);
                        return changes.openOf(transaction, order.id());
                    })
                    .compose(open -> {
                        if (open != null) {
                            throw ServiceFault.wrongState("Another change of this order is open.")
                                    .with("changeId", open.id().toString());
                        }
                        return areValid(transaction, change);
                    })
                    .compose(valid -> {
                        if (!valid) {
                            throw ServiceFault.wrongState("A ticket has changed meanwhile.");
                        }
                        return changes.insert(transaction, change);
                    })
                    .compose(inserted -> Claims.claim(transaction, change.asOrder(order), ClaimState.CLAIMED))
                    .map(order);
        });
    }

    /**
     * While money for the tickets of the order may still turn out not to be had, none of them goes on to other places: those would
     * not be taken back.
     */
    private static void requireCalm(ChangeStore.Standing standing) {
        if (standing.collecting()) {
            throw ServiceFault.unavailable("A payment of this order is being collected; try again in a moment.", SOON);
        }
        if (standing.changes() >= MOST_CHANGES) {
            throw ServiceFault.wrongState("An order can be changed " + MOST_CHANGES + " times.");
        }
    }

    /** Whether every ticket that is to go may still go; they stay so while the transaction lasts. */
    public Future<Boolean> areValid(SqlConnection transaction, ChangeRow change) {
        return tickets.lock(transaction, change.orderId(), change.tickets())
                .map(states -> states.size() == change.tickets().size()
                        && states.stream().allMatch(state -> state == TicketStatus.VALID));
    }

    /**
     * The new places take the place of the old ones.
     *
     * @param order locked and paid
     * @param change pending, with its claims
     * @param issued one for each of its places
     */
    public Future<ChangeRow> complete(
            SqlConnection transaction, OrderRow order, ChangeRow change, List<Ticket> issued, PaidBy paidBy) {
        Instant now = issued.get(0).issuedAt();
        return tickets.voidTickets(transaction, order.id(), change.tickets(), VALID, now)
                .compose(voided -> Claims.release(transaction, order, change.oldPlaces()))
                .compose(released -> Claims.handOver(transaction, change.id(), order.id()))
                .compose(sold -> tickets.insert(transaction, order.buyerId(), issued, change.deductions()))
                .compose(inserted -> inheritNames(transaction, change, issued))
                .compose(named -> apply(transaction, order, change))
                .compose(changed -> giveDifference(transaction, order, change, paidBy.source()))
                .map(refundId -> done(change, issued, refundId, now))
                .compose(done -> changes.finish(transaction, done)
                        .compose(finished -> changes.firstMethod(transaction, order.id()))
                        .compose(first -> outbox.append(
                                transaction, Facts.ORDER_CHANGED, order.id(), fact(order, done, issued, paidBy, first)))
                        .map(done));
    }

    /** The money for the new places could not be had after all: they are void, and what the old ones were worth goes back. */
    public Future<Void> takeBack(
            SqlConnection transaction, OrderRow order, ChangeRow change, UUID paymentId, String reason) {
        return refunds.takeBack(transaction, order, change, paymentId, reason);
    }

    private Future<?> inheritNames(SqlConnection transaction, ChangeRow change, List<Ticket> issued) {
        List<Future<Void>> named = new ArrayList<>();
        for (int i = 0; i < issued.size(); i++) {
            named.add(tickets.inheritName(
                    transaction, change.tickets().get(i), issued.get(i).id()));
        }
        return Future.all(named);
    }

    private Future<UUID> giveDifference(SqlConnection transaction, OrderRow order, ChangeRow change, Source source) {
        return change.costsMore()
                ? Future.succeededFuture()
                : refunds.giveDifference(transaction, order, change, source);
    }

    private Future<Void> apply(SqlConnection transaction, OrderRow order, ChangeRow change) {
        ChangeRow.Contents after = change.appliedTo(order);
        return orders.change(transaction, order, after.items(), after.deductions(), change.charged());
    }

    private static ChangeRow done(ChangeRow change, List<Ticket> issued, UUID refundId, Instant now) {
        return new ChangeRow(
                change.id(),
                change.orderId(),
                change.holdId(),
                change.requestedBy(),
                ChangeStatus.DONE,
                change.tickets(),
                change.oldItems(),
                change.items(),
                change.deductions(),
                change.difference(),
                issued.stream().map(Ticket::id).toList(),
                change.charged(),
                change.refunded(),
                refundId,
                null,
                change.createdAt(),
                change.expiresAt(),
                now);
    }

    private static void requirePaid(OrderRow order) {
        if (!PAID.contains(order.status())) {
            throw ServiceFault.wrongState(
                    "Only a paid order can be changed; this one is " + Columns.name(order.status()) + ".");
        }
        if (order.saleCanceled()) {
            throw ServiceFault.wrongState("The event is canceled.");
        }
    }

    private static Facts.OrderPlacesChanged fact(
            OrderRow order, ChangeRow change, List<Ticket> issued, PaidBy paidBy, MethodType firstMethod) {
        Money total = order.total().plus(change.charged());
        return new Facts.OrderPlacesChanged(
                order.id(),
                order.eventId(),
                order.organizationId(),
                change.id(),
                order.channel(),
                order.agencyId(),
                change.tickets(),
                issued.stream().map(TicketService::withoutCode).toList(),
                change.charged(),
                paidBy.paymentId(),
                paidBy.method(),
                change.refunded(),
                change.refundId(),
                total,
                change.endedAt(),
                Issuing.charges(change.asOrder(order), issued),
                order.soldBy() == null ? null : order.buyerId(),
                firstMethod);
    }
}
