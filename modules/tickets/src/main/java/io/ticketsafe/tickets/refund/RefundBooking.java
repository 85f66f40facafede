package io.ticketsafe.tickets.refund;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.inventory.Places;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.ledger.Shares;
import io.ticketsafe.tickets.order.Claims;
import io.ticketsafe.tickets.order.Columns;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.order.OrderStore;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.ticketsafe.tickets.refund.RefundRow.State;
import io.ticketsafe.tickets.ticket.TicketStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The atomic phase of a refund: tickets void, places free, money due, all at once. */
public final class RefundBooking {
    private static final Set<OrderStatus> PAID = Set.of(OrderStatus.PAID, OrderStatus.PARTIALLY_REFUNDED);

    private final OrderStore orders;
    private final TicketStore tickets;
    private final RefundStore refunds;
    private final Outbox outbox;

    public RefundBooking(OrderStore orders, TicketStore tickets, RefundStore refunds, Outbox outbox) {
        this.orders = orders;
        this.tickets = tickets;
        this.refunds = refunds;
        this.outbox = outbox;
    }

    /**
     * What to give back, and why.
     *
     * @param id of the refund
     * @param tickets ids; null: all that may be refunded
     * @param from states that a ticket may have
     * @param continueAfter when another process may take the next step
     */
    record Wish(
            UUID id,
            List<UUID> tickets,
            List<TicketStatus> from,
            String reason,
            Source source,
            UUID requestedBy,
            byte[] requestHash,
            Duration continueAfter) {}

    /** @param places those that are free now */
    record Booked(RefundRow refund, Places places) {}

    /** WRONG_STATE for an order that is not paid and for tickets that are void or used, NOT_FOUND for foreign ones. */
    Future<Booked> book(SqlConnection transaction, OrderRow order, Wish wish) {
        requirePaid(order);
        return tickets.ofOrder(transaction, order.id())
                .compose(all -> refunds.paymentOf(transaction, order.id())
                        .compose(paymentId -> book(transaction, order, all, paymentId, wish)));
    }

    /** What was booked for the tickets when they were sold, whatever they cost now. */
    private Future<Charges> charges(SqlConnection transaction, UUID orderId, List<Ticket> chosen) {
        return tickets.chargesOf(transaction, orderId)
                .map(charges ->
                        chosen.stream().map(ticket -> charges.get(ticket.id())).reduce(Charges.NONE, Charges::plus));
    }

    /** Tickets were issued for money that never came: nothing to give back, but the tickets open no gate any more. */
    public Future<Void> takeBack(SqlConnection transaction, OrderRow order, String reason) {
        if (!PAID.contains(order.status())) {
            return Future.succeededFuture();
        }
        List<TicketStatus> any = List.of(TicketStatus.VALID, TicketStatus.CHECKED_IN);
        Wish wish = new Wish(Ids.next(), null, any, reason, Source.PROVIDER, null, null, null);
        return tickets.ofOrder(transaction, order.id())
                .compose(all -> book(transaction, order, all, null, wish))
                .mapEmpty();
    }

    /** The places that the refund has freed. */
    Future<Places> placesOf(SqlConnection transaction, RefundRow refund) {
        return tickets.ofOrder(transaction, refund.orderId())
                .map(all -> OrderRow.placesOf(all.stream()
                        .filter(ticket -> refund.tickets().contains(ticket.id()))
                        .map(RefundBooking::item)
                        .toList()));
    }

    static void requirePaid(OrderRow order) {
        if (!PAID.contains(order.status())) {
            throw ServiceFault.wrongState(
                    "Only a paid order can be refunded; this one is " + Columns.name(order.status()) + ".");
        }
    }

    private Future<Booked> book(
            SqlConnection transaction, OrderRow order, List<Ticket> all, UUID paymentId, Wish wish) {
        List<Ticket> chosen = choose(all, wish);
        return charges(transaction, order.id(), chosen)
                .compose(charges -> book(transaction, order, all, chosen, charges, paymentId, wish));
    }

    private Future<Booked> book(
            SqlConnection transaction,
            OrderRow order,
            List<Ticket> all,
            List<Ticket> chosen,
            Charges charges,
            UUID paymentId,
            Wish wish) {
        Money amount = new Money(charges.paidMinor(), order.total().currency());
        boolean moneyDue = paymentId != null && amount.amountMinor() > 0;
        long left = all.stream()
                .filter(ticket -> ticket.status() != TicketStatus.VOID)
                .count();
        OrderStatus status = chosen.size() == left ? OrderStatus.REFUNDED : OrderStatus.PARTIALLY_REFUNDED;
        RefundRow refund = new RefundRow(
                wish.id(),
                order.id(),
                moneyDue ? paymentId : null,
                amount,
                Shares.of(order.organizationId(), order.agencyId(), charges),
                chosen.stream().map(Ticket::id).toList(),
                wish.reason(),
                wish.source(),
                wish.requestedBy(),
                wish.requestHash(),
                moneyDue ? State.REQUESTED : State.DONE,
                0,
                false,
                wish.id(),
                0,
                moneyDue,
                Columns.now());
        Places places =
                OrderRow.placesOf(chosen.stream().map(RefundBooking::item).toList());
        return tickets.voidTickets(transaction, order.id(), refund.tickets(), wish.from(), refund.createdAt())
                .compose(done -> Claims.release(transaction, order, places))
                .compose(done -> refunds.insert(transaction, refund, moneyDue ? wish.continueAfter() : null))
                .compose(done -> orders.addRefund(transaction, order, status, amount))
                .compose(done ->
                        outbox.append(transaction, Facts.ORDER_REFUNDED, order.id(), fact(order, refund, status)))
                .map(new Booked(refund, places));
    }

    private static List<Ticket> choose(List<Ticket> all, Wish wish) {
        if (wish.tickets() == null) {
            List<Ticket> open = all.stream()
                    .filter(ticket -> wish.from().contains(ticket.status()))
                    .toList();
            if (open.isEmpty()) {
                throw ServiceFault.wrongState("No ticket of this order can be refunded any more.");
            }
            return open;
        }
        Set<UUID> wanted = Set.copyOf(wish.tickets());
        List<Ticket> chosen =
                all.stream().filter(ticket -> wanted.contains(ticket.id())).toList();
        if (chosen.size() < wanted.size()) {
            throw ServiceFault.notFound("ticket");
        }
        List<String> unfit = chosen.stream()
                .filter(ticket -> !wish.from().contains(ticket.status()))
                .map(ticket -> ticket.id() + " is " + Columns.name(ticket.status()))
                .toList();
        if (!unfit.isEmpty()) {
            throw ServiceFault.wrongState(
                    unfit.stream().collect(Collectors.joining(", ", "Only valid tickets can be refunded: ", ".")));
        }
        return chosen;
    }

    private static Item item(Ticket ticket) {
        return new Item(ticket.seat(), ticket.section(), ticket.ticketType(), ticket.price());
    }

    private static Facts.OrderRefunded fact(OrderRow order, RefundRow refund, OrderStatus status) {
        return new Facts.OrderRefunded(
                order.id(),
                order.eventId(),
                order.organizationId(),
                refund.id(),
                status,
                refund.amount(),
                refund.tickets(),
                refund.reason(),
                refund.createdAt());
    }
}
