package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.tickets.change.ChangeRow;
import io.ticketsafe.tickets.change.ChangeStore;
import io.ticketsafe.tickets.order.OrderAccess.Part;
import io.ticketsafe.tickets.ticket.TicketService;
import io.ticketsafe.tickets.ticket.TicketStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Orders as the API shows them: with their payments and tickets. */
final class OrderViews {
    private final PaymentSummaries payments;
    private final TicketStore tickets;
    private final ChangeStore changes;

    OrderViews(PaymentSummaries payments, TicketStore tickets, ChangeStore changes) {
        this.payments = payments;
        this.tickets = tickets;
        this.changes = changes;
    }

    Future<Order> of(OrderRow order, Part part) {
        return of(List.of(order), part).map(orders -> orders.get(0));
    }

    Future<List<Order>> of(List<OrderRow> orders, Part part) {
        if (orders.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<UUID> ids = orders.stream().map(OrderRow::id).toList();
        Future<Map<UUID, List<PaymentSummary>>> paid = payments.ofOrders(ids);
        Future<List<Ticket>> issued = tickets.ofOrders(ids);
        Future<List<ChangeRow>> changed = changes.ofOrders(ids);
        return Future.all(paid, issued, changed).map(loaded -> {
            Map<UUID, List<ChangeRow>> changesOf =
                    changed.result().stream().collect(Collectors.groupingBy(ChangeRow::orderId));
            Map<UUID, List<Ticket>> ticketsOf =
                    issued.result().stream().collect(Collectors.groupingBy(Ticket::orderId));
            return orders.stream()
                    .map(order -> view(
                            order,
                            part == Part.READER ? null : order.customer(),
                            paid.result().getOrDefault(order.id(), List.of()),
                            shown(ticketsOf.getOrDefault(order.id(), List.of()), part),
                            changesOf.getOrDefault(order.id(), List.of())))
                    .toList();
        });
    }

    static Order with(Order order, List<LedgerEntry> ledger) {
        return new Order(
                order.id(),
                order.eventId(),
                order.holdId(),
                order.status(),
                order.channel(),
                order.organizationId(),
                order.buyer(),
                order.items(),
                order.total(),
                order.refunded(),
                order.payments(),
                order.tickets(),
                order.changes(),
                order.createdAt(),
                order.expiresAt(),
                order.paidAt(),
                ledger);
    }

    /** An order that was never changed. */
    static Order view(OrderRow order, List<PaymentSummary> payments, List<Ticket> tickets) {
        return view(order, order.customer(), payments, tickets, List.of());
    }

    private static Order view(
            OrderRow order,
            Buyer customer,
            List<PaymentSummary> payments,
            List<Ticket> tickets,
            List<ChangeRow> changes) {
        return new Order(
                order.id(),
                order.eventId(),
                order.holdId(),
                order.status(),
                order.channel(),
                order.soldBy(),
                customer,
                order.items(),
                order.total(),
                order.refunded(),
                payments,
                tickets,
                changes.isEmpty()
                        ? null
                        : changes.stream().map(ChangeRow::shown).toList(),
                order.createdAt(),
                order.expiresAt(),
                order.paidAt(),
                null);
    }

    private static List<Ticket> shown(List<Ticket> tickets, Part part) {
        return part == Part.READER
                ? tickets.stream().map(TicketService::forReader).toList()
                : tickets;
    }
}
