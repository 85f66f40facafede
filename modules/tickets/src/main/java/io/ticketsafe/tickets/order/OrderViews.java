package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
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
    private final AttemptStore attempts;
    private final TicketStore tickets;

    OrderViews(AttemptStore attempts, TicketStore tickets) {
        this.attempts = attempts;
        this.tickets = tickets;
    }

    Future<Order> of(OrderRow order, Part part) {
        return of(List.of(order), part).map(orders -> orders.get(0));
    }

    Future<List<Order>> of(List<OrderRow> orders, Part part) {
        if (orders.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<UUID> ids = orders.stream().map(OrderRow::id).toList();
        Future<List<Attempt>> payments = attempts.ofOrders(ids);
        Future<List<Ticket>> issued = tickets.ofOrders(ids);
        return Future.all(payments, issued).map(loaded -> {
            Map<UUID, List<Attempt>> paymentsOf =
                    payments.result().stream().collect(Collectors.groupingBy(Attempt::orderId));
            Map<UUID, List<Ticket>> ticketsOf =
                    issued.result().stream().collect(Collectors.groupingBy(Ticket::orderId));
            return orders.stream()
                    .map(order -> view(
                            order,
                            paymentsOf.getOrDefault(order.id(), List.of()),
                            shown(ticketsOf.getOrDefault(order.id(), List.of()), part)))
                    .toList();
        });
    }

    static Order view(OrderRow order, List<Attempt> payments, List<Ticket> tickets) {
        return new Order(
                order.id(),
                order.eventId(),
                order.holdId(),
                order.status(),
                order.channel(),
                order.soldBy(),
                order.customer(),
                order.items(),
                order.total(),
                order.refunded(),
                payments.stream().map(payment -> summary(order, payment)).toList(),
                tickets,
                order.createdAt(),
                order.expiresAt(),
                order.paidAt(),
                null);
    }

    private static PaymentSummary summary(OrderRow order, Attempt payment) {
        PaymentStatus status = payment.status();
        if (payment.state().hasPaid() && order.status() == OrderStatus.REFUNDED) {
            status = PaymentStatus.REFUNDED;
        } else if (payment.state().hasPaid() && order.status() == OrderStatus.PARTIALLY_REFUNDED) {
            status = PaymentStatus.PARTIALLY_REFUNDED;
        }
        return new PaymentSummary(
                payment.paymentId(),
                status,
                payment.amount(),
                payment.method(),
                payment.reference(),
                payment.method().isAtDesk() ? payment.payerId() : null);
    }

    private static List<Ticket> shown(List<Ticket> tickets, Part part) {
        return part == Part.READER
                ? tickets.stream().map(TicketService::withoutCode).toList()
                : tickets;
    }
}
