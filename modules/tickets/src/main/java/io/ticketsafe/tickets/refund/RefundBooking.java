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
import io.ticketsafe.tickets.change.ChangeEnds;
import io.ticketsafe.tickets.change.ChangeRow;
import io.ticketsafe.tickets.inventory.Places;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.ledger.Shares;
import io.ticketsafe.tickets.order.Claims;
import io.ticketsafe.tickets.order.Columns;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.order.OrderStore;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.ticketsafe.tickets.ticket.TicketStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The atomic phase of a refund: tickets void, places free, money due, all at once. */
public final class RefundBooking {
    private static final List<TicketStatus> OPEN = List.of(TicketStatus.VALID, TicketStatus.CHECKED_IN);
    private static final Set<OrderStatus> PAID = Set.of(OrderStatus.PAID, OrderStatus.PARTIALLY_REFUNDED);

    private final OrderStore orders;
    private final TicketStore tickets;
    private final RefundStore refunds;
    private final RefundParts parts;
    private final ChangeEnds changes;
    private final Outbox outbox;

    public RefundBooking(
            OrderStore orders, TicketStore tickets, RefundStore refunds, ChangeEnds changes, Outbox outbox) {
        this.orders = orders;
        this.tickets = tickets;
        this.refunds = refunds;
        this.parts = new RefundParts(refunds);
        this.changes = changes;
        this.outbox = outbox;
    }

    /**
     * What to give back, and why.
     *
     * @param id of the refund
     * @param tickets ids; null: all that may be refunded
     * @param from states that a ticket may have
     * @param collected null where what was paid of their price follows from the payments
     * @param canceledEvent null unless it is refunded because of that
     * @param continueAfter when another process may take the next step
     */
    record Wish(
            UUID id,
            List<UUID> tickets,
            List<TicketStatus> from,
            RefundParts.Collected collected,
            String reason,
            Source source,
            UUID requestedBy,
            byte[] requestHash,
            UUID canceledEvent,
            Duration continueAfter) {}

    /**
     * @param refund its parts, one for each payment that money goes back of
     * @param places those that are free now
     * @param closed the change that the refund has put an end to; null for none
     */
    record Booked(List<RefundRow> refund, Places places, ChangeRow closed) {}

    /** WRONG_STATE for an order that is not paid and for tickets that are void or used, NOT_FOUND for foreign ones. */
    Future<Booked> book(SqlConnection transaction, OrderRow order, Wish wish) {
        requirePaid(order);
        return tickets.ofOrder(transaction, order.id()).compose(all -> book(transaction, order, all, wish));
    }

    /** Tickets were issued for money that never came: nothing of that to give back, but the tickets open no gate any more. */
    public Future<Void> takeBack(SqlConnection transaction, OrderRow order, String reason) {
        return takeBackSome(transaction, order, null, null, reason);
    }

    /** The same for the new tickets of a change: what the old ones were worth goes back, unless it was promised already. */
    public Future<Void> takeBack(
            SqlConnection transaction, OrderRow order, ChangeRow change, UUID paymentId, String reason) {
        // What was to go back out of the failed payment has ended with it: nobody got that.
        return refunds.promisedMinor(transaction, order.id(), paymentId)
                .map(promisedMinor -> new Money(
                        change.charged().amountMinor() - promisedMinor,
                        change.charged().currency()))
                .compose(neverCame -> tickets.chargesOf(transaction, order.id())
                        .map(charges -> collected(order, change, charges, neverCame)))
                .compose(collected -> takeBackSome(transaction, order, change.newTickets(), collected, reason));
    }

    /** The old tickets were paid for as they were, whatever the new ones would have been divided into. */
    private static RefundParts.Collected collected(
            OrderRow order, ChangeRow change, Map<UUID, Charges> charges, Money neverCame) {
        Charges old = change.newTickets().stream()
                .map(charges::get)
                .reduce(Charges.NONE, Charges::plus)
                .minus(change.difference());
        return new RefundParts.Collected(
                neverCame, old.paidMinor(), Shares.of(order.organizationId(), order.agencyId(), old));
    }

    /**
     * @param ids null: all
     * @param collected what was paid of their price; null: what is found in the payments
     */
    private Future<Void> takeBackSome(
            SqlConnection transaction, OrderRow order, List<UUID> ids, RefundParts.Collected collected, String reason) {
        if (!PAID.contains(order.status())) {
            return Future.succeededFuture();
        }
        return tickets.ofOrder(transaction, order.id()).compose(all -> {
            List<UUID> open = all.stream()
                    .filter(ticket ->
                            ticket.status() != TicketStatus.VOID && (ids == null || ids.contains(ticket.id())))
                    .map(Ticket::id)
                    .toList();
            var wish = new Wish(
                    Ids.next(), open, OPEN, collected, reason, Source.PROVIDER, null, null, null, Duration.ZERO);
            return open.isEmpty()
                    ? Future.succeededFuture()
                    : book(transaction, order, all, wish).mapEmpty();
        });
    }

    /**
     * Promises what a change has made cheaper. When it is not, but the same money is divided otherwise, payments is told that.
     *
     * @param change that costs no more
     * @return the refund's id; null when nothing goes back
     */
    public Future<UUID> giveDifference(SqlConnection transaction, OrderRow order, ChangeRow change, Source source) {
        Money amount = change.refunded();
        boolean cheaper = amount.amountMinor() > 0;
        if (!cheaper && change.difference().equals(Charges.NONE)) {
            return Future.succeededFuture();
        }
        var promise = new RefundParts.Promise(
                Ids.next(),
                order.id(),
                amount,
                Shares.of(order.organizationId(), order.agencyId(), Charges.NONE.minus(change.difference())),
                null,
                change.tickets(),
                cheaper ? "The new places cost less." : "The new places have other fees.",
                source,
                change.requestedBy(),
                null,
                null,
                Duration.ZERO);
        Future<List<RefundRow>> promised = parts.promise(transaction, promise);
        return cheaper
                ? promised.compose(rows -> orders.addRefund(transaction, order, OrderStatus.PARTIALLY_REFUNDED, amount)
                        .map(rows.get(0).id()))
                : promised.mapEmpty();
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

    /** What was booked for the tickets when they were sold, whatever they cost now. */
    private Future<Charges> charges(SqlConnection transaction, UUID orderId, List<Ticket> chosen) {
        return tickets.chargesOf(transaction, orderId)
                .map(charges ->
                        chosen.stream().map(ticket -> charges.get(ticket.id())).reduce(Charges.NONE, Charges::plus));
    }

    private Future<Booked> book(SqlConnection transaction, OrderRow order, List<Ticket> all, Wish wish) {
        List<Ticket> chosen = choose(all, wish);
        return charges(transaction, order.id(), chosen)
                .compose(charges -> book(transaction, order, all, chosen, charges, wish));
    }

    private Future<Booked> book(
            SqlConnection transaction,
            OrderRow order,
            List<Ticket> all,
            List<Ticket> chosen,
            Charges charges,
            Wish wish) {
        List<UUID> ids = chosen.stream().map(Ticket::id).toList();
        Money amount = new Money(charges.paidMinor(), order.total().currency());
        long left = all.stream()
                .filter(ticket -> ticket.status() != TicketStatus.VOID)
                .count();
        OrderStatus status = chosen.size() == left ? OrderStatus.REFUNDED : OrderStatus.PARTIALLY_REFUNDED;
        Places places =
                OrderRow.placesOf(chosen.stream().map(RefundBooking::item).toList());
        var promise = new RefundParts.Promise(
                wish.id(),
                order.id(),
                amount,
                Shares.of(order.organizationId(), order.agencyId(), charges),
                wish.collected(),
                ids,
                wish.reason(),
                wish.source(),
                wish.requestedBy(),
                wish.requestHash(),
                wish.canceledEvent(),
                wish.continueAfter());
        return tickets.voidTickets(transaction, order.id(), ids, wish.from(), Columns.now())
                .compose(done -> Claims.release(transaction, order, places))
                .compose(done -> parts.promise(transaction, promise))
                .compose(rows -> orders.addRefund(transaction, order, status, amount)
                        .compose(done -> outbox.append(
                                transaction,
                                Facts.ORDER_REFUNDED,
                                order.id(),
                                fact(order, rows.get(0), amount, status)))
                        .compose(done -> changes.endIfTouched(transaction, order, ids, "a ticket was given back"))
                        .map(closed -> new Booked(rows, places, closed)));
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

    private static Facts.OrderRefunded fact(OrderRow order, RefundRow refund, Money amount, OrderStatus status) {
        return new Facts.OrderRefunded(
                order.id(),
                order.eventId(),
                order.organizationId(),
                refund.id(),
                status,
                amount,
                refund.tickets(),
                refund.reason(),
                refund.createdAt());
    }
}
