package io.ticketsafe.contract;

import static io.ticketsafe.contract.BusOperation.internal;

import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The domain events: what each type carries, and which services must hear of it. */
public final class Facts {
    /** Data: {@link EventChanged}. Subject: event. */
    public static final String EVENT_PUBLISHED = "ticketsafe.events.event.published.v1";

    /** Data: {@link EventChanged}. Subject: event. */
    public static final String EVENT_UPDATED = "ticketsafe.events.event.updated.v1";

    /** Data: {@link EventChanged}. Subject: event. */
    public static final String EVENT_CANCELED = "ticketsafe.events.event.canceled.v1";

    /** Data: {@link OrderChanged}. Subject: order. */
    public static final String ORDER_PLACED = "ticketsafe.tickets.order.placed.v1";

    /** Data: {@link OrderPaid}. Subject: order. */
    public static final String ORDER_PAID = "ticketsafe.tickets.order.paid.v1";

    /** Data: {@link OrderChanged}. Subject: order. */
    public static final String ORDER_EXPIRED = "ticketsafe.tickets.order.expired.v1";

    /** Data: {@link OrderChanged}. Subject: order. */
    public static final String ORDER_CANCELED = "ticketsafe.tickets.order.canceled.v1";

    /** Tickets were voided, their seats are free, the money is on its way. Data: {@link OrderRefunded}. Subject: order. */
    public static final String ORDER_REFUNDED = "ticketsafe.tickets.order.refunded.v1";

    /**
     * Tickets of a paid order were replaced by others for other places; the old ones are void, their seats free. Data: {@link
     * OrderPlacesChanged}. Subject: order.
     */
    public static final String ORDER_CHANGED = "ticketsafe.tickets.order.changed.v1";

    /** Data: {@link TicketCheckedIn}. Subject: ticket. */
    public static final String TICKET_CHECKED_IN = "ticketsafe.tickets.ticket.checkedIn.v1";

    /** Money is reserved; also told when the caller was answered so. Data: {@link PaymentChanged}. Subject: payment. */
    public static final String PAYMENT_AUTHORIZED = "ticketsafe.payments.payment.authorized.v1";

    /** Money has moved, and nobody gave the payment up before. Data: {@link PaymentChanged}. Subject: payment. */
    public static final String PAYMENT_CAPTURED = "ticketsafe.payments.payment.captured.v1";

    /** Data: {@link PaymentChanged}. Subject: payment. */
    public static final String PAYMENT_FAILED = "ticketsafe.payments.payment.failed.v1";

    /** Data: {@link PaymentChanged}. Subject: payment. */
    public static final String PAYMENT_VOIDED = "ticketsafe.payments.payment.voided.v1";

    /** Also of refunds that payments made by itself, with ids that no caller knows. Data: {@link RefundChanged}. Subject: payment. */
    public static final String REFUND_SUCCEEDED = "ticketsafe.payments.refund.succeeded.v1";

    /** Data: {@link RefundChanged}. Subject: payment. */
    public static final String REFUND_FAILED = "ticketsafe.payments.refund.failed.v1";

    /**
     * How a service hears facts over the bus: it answers once they are applied, which is the acknowledgement. What orders wait for
     * comes this way even where Kafka is configured, so that they do not wait for Kafka.
     */
    public static final BusOperation<Batch, Nothing> TO_TICKETS = consumer("ticketsafe.tickets.v1.facts");

    /** Used where no Kafka is configured; reports read from the log otherwise. */
    public static final BusOperation<Batch, Nothing> TO_REPORTS = consumer("ticketsafe.reports.v1.facts");

    private static final Set<String> SETTLED_LATE = Set.of(
            PAYMENT_AUTHORIZED, PAYMENT_CAPTURED, PAYMENT_FAILED, PAYMENT_VOIDED, REFUND_SUCCEEDED, REFUND_FAILED);

    private static final Map<BusOperation<Batch, Nothing>, Set<String>> SUBSCRIPTIONS = Map.of(
            TO_TICKETS,
            SETTLED_LATE,
            TO_REPORTS,
            Set.of(
                    EVENT_PUBLISHED,
                    EVENT_UPDATED,
                    EVENT_CANCELED,
                    ORDER_PLACED,
                    ORDER_PAID,
                    ORDER_EXPIRED,
                    ORDER_CANCELED,
                    ORDER_REFUNDED,
                    ORDER_CHANGED,
                    TICKET_CHECKED_IN));

    private Facts() {}

    private static BusOperation<Batch, Nothing> consumer(String address) {
        return internal(address, Batch.class, Nothing.class)
                .within(Duration.ofSeconds(10))
                .repeatable();
    }

    /** Who must acknowledge a fact of this type. */
    public static List<BusOperation<Batch, Nothing>> consumersOf(String type) {
        return SUBSCRIPTIONS.entrySet().stream()
                .filter(subscription -> subscription.getValue().contains(type))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Every consumer there is. */
    public static Set<BusOperation<Batch, Nothing>> consumers() {
        return SUBSCRIPTIONS.keySet();
    }

    /** At most 200 facts, oldest first. */
    public record Batch(List<DomainEvent> events) {}

    public record EventChanged(
            UUID eventId,
            UUID organizationId,
            String title,
            String venueName,
            String timezone,
            String currency,
            Instant startsAt,
            Instant endsAt,
            int capacity) {}

    public record OrderChanged(
            UUID orderId, UUID eventId, UUID organizationId, OrderStatus status, Money total, String reason) {}

    /**
     * @param organizationId the organiser
     * @param channel code of the channel whose key opened the places; else {@code direct}, {@code agency} or {@code boxOffice}
     * @param agencyId that sold; absent where none did
     * @param total of prices and fees
     * @param charges of the tickets that have any; absent: none has
     * @param sellerId user who sold for an agency or at a box office; absent where the buyer bought alone
     */
    public record OrderPaid(
            UUID orderId,
            UUID eventId,
            UUID organizationId,
            UUID buyerId,
            String channel,
            UUID agencyId,
            UUID paymentId,
            MethodType paymentMethod,
            Money total,
            Instant paidAt,
            List<Ticket> tickets,
            List<TicketCharges> charges,
            UUID sellerId) {}

    /**
     * What of one ticket's money is not the organiser's, in minor units.
     *
     * @param feeMinor the platform's
     * @param commissionMinor the agency's, out of the price
     */
    public record TicketCharges(UUID ticketId, long feeMinor, FeePayer feePaidBy, long commissionMinor) {}

    /**
     * @param status of the order afterwards
     * @param amount prices and fees of the tickets
     */
    public record OrderRefunded(
            UUID orderId,
            UUID eventId,
            UUID organizationId,
            UUID refundId,
            OrderStatus status,
            Money amount,
            List<UUID> tickets,
            String reason,
            Instant refundedAt) {}

    /**
     * @param channel and {@code agencyId} of the order
     * @param voided tickets that are replaced
     * @param tickets the new ones, in the same order
     * @param charged what they cost more, paid by {@code paymentId}; zero if nothing
     * @param refunded what they cost less, given back by {@code refundId}; zero if nothing
     * @param total of the order afterwards
     * @param charges of the new tickets, as in {@link OrderPaid}
     * @param sellerId of the order, as in {@link OrderPaid}
     * @param firstPaymentMethod that the order was paid by before any change; absent where it was free
     */
    public record OrderPlacesChanged(
            UUID orderId,
            UUID eventId,
            UUID organizationId,
            UUID changeId,
            String channel,
            UUID agencyId,
            List<UUID> voided,
            List<Ticket> tickets,
            Money charged,
            UUID paymentId,
            MethodType paymentMethod,
            Money refunded,
            UUID refundId,
            Money total,
            Instant changedAt,
            List<TicketCharges> charges,
            UUID sellerId,
            MethodType firstPaymentMethod) {}

    public record TicketCheckedIn(
            UUID ticketId,
            UUID eventId,
            UUID organizationId,
            String section,
            String ticketType,
            String gate,
            Instant checkedInAt) {}

    public record PaymentChanged(UUID paymentId, UUID orderId, Money amount, MethodType method, FaultCode failure) {}

    public record RefundChanged(UUID refundId, UUID paymentId, UUID orderId, Money amount, String reason) {}
}
