package io.ticketsafe.contract.tickets;

import static io.ticketsafe.contract.BusOperation.forUsers;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Orders: from a hold to paid tickets, and back by refund. */
public interface OrderOperations {
    /**
     * Claims the held seats for good, before any money moves. Needs an idempotency key. HOLD_EXPIRED, WRONG_STATE
     * (hold already ordered), SEATS_TAKEN (another order claimed a seat first).
     */
    BusOperation<CreateOrder, Order> CREATE =
            forUsers("ticketsafe.tickets.v1.createOrder", CreateOrder.class, Order.class);

    BusOperation<GetOrder, Order> GET = forUsers("ticketsafe.tickets.v1.getOrder", GetOrder.class, Order.class);

    /**
     * The caller's own, newest first; with an event, all its orders, for the organiser's members; with an agency, all
     * that it sold, for its sellers.
     */
    BusOperation<ListOrders, OrderPage> LIST =
            forUsers("ticketsafe.tickets.v1.listOrders", ListOrders.class, OrderPage.class);

    /** Pending orders only; gives the seats back. */
    BusOperation<GetOrder, Order> CANCEL = forUsers("ticketsafe.tickets.v1.cancelOrder", GetOrder.class, Order.class);

    /**
     * Pays; needs an idempotency key. Answers when the provider has, or after 10 s with a pending payment. CARD_DECLINED
     * and INSUFFICIENT_FUNDS carry {@code paymentId} and leave the order pending.
     */
    BusOperation<PayOrder, Payment> PAY = forUsers("ticketsafe.tickets.v1.payOrder", PayOrder.class, Payment.class)
            .within(Duration.ofSeconds(15));

    /** Voids the tickets, frees their seats and gives the money back. Needs an idempotency key. */
    BusOperation<RefundOrder, Refund> REFUND = forUsers(
                    "ticketsafe.tickets.v1.refundOrder", RefundOrder.class, Refund.class)
            .within(Duration.ofSeconds(15));

    BusOperation<GetOrder, Refunds> REFUNDS =
            forUsers("ticketsafe.tickets.v1.listRefunds", GetOrder.class, Refunds.class);

    enum OrderStatus {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("paid")
        PAID,
        @JsonProperty("partially_refunded")
        PARTIALLY_REFUNDED,
        @JsonProperty("refunded")
        REFUNDED,
        @JsonProperty("expired")
        EXPIRED,
        @JsonProperty("canceled")
        CANCELED
    }

    /**
     * @param ticketTypes chosen type by seat label, where the hold named none
     * @param organizationId agency that sells; the caller must be one of its sellers. Absent: the hold's, or the one that the
     *     caller sells for, if there is a buyer; VALIDATION if there are several
     * @param buyer the agency's customer; absent: the hold's. VALIDATION for another one than the hold's
     */
    record CreateOrder(UUID holdId, List<SeatType> ticketTypes, UUID organizationId, Buyer buyer) {}

    record SeatType(String seat, String ticketType) {}

    /** @param reference what the agency knows the customer by, its customer number for example; may be absent */
    record Buyer(String name, String email, String reference) {
        public Buyer(String name, String email) {
            this(name, email, null);
        }
    }

    /**
     * @param channel code of the channel whose key the hold was made with; else {@code direct}, {@code agency} or, for the
     *     organiser's own point of sale, {@code boxOffice}
     * @param organizationId agency or box office that sold; absent: nobody did
     * @param total of prices and fees
     * @param ledger what was booked for it, oldest first, as far as the caller may see who gets what: the rest is merged into
     *     {@link PaymentOperations.Account#SELLER}, so that it always sums to nothing. Absent in lists, and where payments
     *     cannot say within a moment
     */
    record Order(
            UUID id,
            UUID eventId,
            UUID holdId,
            OrderStatus status,
            String channel,
            UUID organizationId,
            Buyer buyer,
            List<HoldOperations.Item> items,
            Money total,
            Money refunded,
            List<PaymentSummary> payments,
            List<TicketOperations.Ticket> tickets,
            Instant createdAt,
            Instant expiresAt,
            Instant paidAt,
            List<LedgerEntry> ledger) {}

    /** @param method {@code reference} and {@code recordedBy} are those of a payment that was taken at a desk */
    record PaymentSummary(
            UUID id, PaymentStatus status, Money amount, MethodType method, String reference, UUID recordedBy) {}

    record GetOrder(UUID orderId) {}

    /**
     * @param organizationId agency
     * @param limit 1 to 100; absent: 20
     */
    record ListOrders(UUID eventId, Integer limit, String cursor, UUID organizationId) {
        public ListOrders(UUID eventId, Integer limit, String cursor) {
            this(eventId, limit, cursor, null);
        }
    }

    record OrderPage(List<Order> items, String nextCursor) {}

    record PayOrder(UUID orderId, Method method) {}

    /** @param tickets ids; absent: all that are still valid */
    record RefundOrder(UUID orderId, List<UUID> tickets, String reason) {}

    record Refund(
            UUID id,
            UUID orderId,
            RefundStatus status,
            Money amount,
            List<UUID> tickets,
            String reason,
            Instant createdAt) {}

    record Refunds(List<Refund> items) {}
}
