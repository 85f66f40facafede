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
    BusOperation<CreateOrder, Order> CREATE = forUsers(
                    "ticketsafe.tickets.v1.createOrder", CreateOrder.class, Order.class)
            .repeatableWithKey();

    /** For its buyer, the sellers of the agency that sold it, and members of the organiser. */
    BusOperation<GetOrder, Order> GET = forUsers("ticketsafe.tickets.v1.getOrder", GetOrder.class, Order.class)
            .repeatable();

    /**
     * The caller's own, newest first; with an event, all its orders, for the organiser's members; with an agency, all
     * that it sold, for its sellers.
     */
    BusOperation<ListOrders, OrderPage> LIST = forUsers(
                    "ticketsafe.tickets.v1.listOrders", ListOrders.class, OrderPage.class)
            .repeatable();

    /** Pending orders only; gives the seats back. */
    BusOperation<GetOrder, Order> CANCEL = forUsers("ticketsafe.tickets.v1.cancelOrder", GetOrder.class, Order.class)
            .repeatableWithKey();

    /**
     * Pays, also the open change of an order that is paid; needs an idempotency key. Answers when the provider has, or after 10 s with a pending payment. CARD_DECLINED
     * and INSUFFICIENT_FUNDS carry {@code paymentId} and leave the order pending.
     */
    BusOperation<PayOrder, Payment> PAY = forUsers("ticketsafe.tickets.v1.payOrder", PayOrder.class, Payment.class)
            .within(Duration.ofSeconds(15))
            .repeatableWithKey();

    /** Voids the tickets, frees their seats and gives the money back. Needs an idempotency key. */
    BusOperation<RefundOrder, Refund> REFUND = forUsers(
                    "ticketsafe.tickets.v1.refundOrder", RefundOrder.class, Refund.class)
            .within(Duration.ofSeconds(15))
            .repeatableWithKey();

    /** What was given back of an order, oldest first; for who may see the order. */
    BusOperation<GetOrder, Refunds> REFUNDS = forUsers(
                    "ticketsafe.tickets.v1.listRefunds", GetOrder.class, Refunds.class)
            .repeatable();

    /**
     * Other places of the same event for some valid tickets: what the hold has, as many. Needs an idempotency key. Done at once when
     * the new places cost no more, the difference goes back; otherwise pending until it is paid by {@link #PAY}. WRONG_STATE when a
     * ticket is used or void, another change is open, or the organiser's deadline is over for the buyer; refusals of {@link #CREATE}.
     */
    BusOperation<ChangeOrder, Change> CHANGE = forUsers(
                    "ticketsafe.tickets.v1.changeOrder", ChangeOrder.class, Change.class)
            .repeatableWithKey();

    /** The changes of an order, oldest first; for who may see the order. */
    BusOperation<GetOrder, Changes> CHANGES = forUsers(
                    "ticketsafe.tickets.v1.listChanges", GetOrder.class, Changes.class)
            .repeatable();

    /** Pending changes only; gives the new places back, the tickets stay as they were. */
    BusOperation<CancelChange, Change> CANCEL_CHANGE = forUsers(
                    "ticketsafe.tickets.v1.cancelChange", CancelChange.class, Change.class)
            .repeatableWithKey();

    /** Tries the facts again that were put aside since nobody could apply them, the oldest first. For administrators; FORBIDDEN for all others. */
    BusOperation<ReplayParked, Replayed> REPLAY_PARKED = forUsers(
                    "ticketsafe.tickets.v1.replayParkedFacts", ReplayParked.class, Replayed.class)
            .within(Duration.ofSeconds(15));

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
     * @param items what it has now: changes put new places where the old ones were
     * @param total of prices and fees, of changes too
     * @param changes absent where there were none
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
            List<Change> changes,
            Instant createdAt,
            Instant expiresAt,
            Instant paidAt,
            List<LedgerEntry> ledger) {}

    /**
     * @param refunded what went back or is promised to
     * @param reason why it failed, was given back or was given up; absent otherwise
     * @param changeId the change that it pays; absent: the order
     * @param method {@code reference} and {@code recordedBy} are those of a payment that was taken at a desk
     */
    record PaymentSummary(
            UUID id,
            PaymentStatus status,
            Money amount,
            Money refunded,
            String reason,
            UUID changeId,
            MethodType method,
            String reference,
            UUID recordedBy) {}

    enum ChangeStatus {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("done")
        DONE,
        @JsonProperty("expired")
        EXPIRED,
        @JsonProperty("canceled")
        CANCELED
    }

    /** @param tickets ids of those that go; as many as the hold has places */
    record ChangeOrder(UUID orderId, UUID holdId, List<UUID> tickets) {}

    record CancelChange(UUID orderId, UUID changeId) {}

    /**
     * @param tickets those that go, void once it is done
     * @param items the new places, in the same order
     * @param newTickets in the same order; absent until it is done
     * @param charged what the new places cost more; zero if nothing
     * @param refunded what they cost less and goes back; zero if nothing
     * @param refundId absent unless something goes back
     * @param reason why it came to nothing; absent otherwise
     * @param expiresAt until when it must be paid
     * @param endedAt when it was done, expired or was canceled
     */
    record Change(
            UUID id,
            UUID orderId,
            UUID holdId,
            ChangeStatus status,
            List<UUID> tickets,
            List<HoldOperations.Item> items,
            List<UUID> newTickets,
            Money charged,
            Money refunded,
            UUID refundId,
            String reason,
            Instant createdAt,
            Instant expiresAt,
            Instant endedAt) {}

    record Changes(List<Change> items) {}

    /** @param limit 1 to 200; absent: 100 */
    record ReplayParked(Integer limit) {}

    /**
     * @param applied and forgotten
     * @param parked again, with the reason of this time
     * @param left that are parked now
     */
    record Replayed(int applied, int parked, long left) {}

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

    /** @param changeId the open change that is to be paid, and nothing else; absent: whatever is due */
    record PayOrder(UUID orderId, Method method, UUID changeId) {
        public PayOrder(UUID orderId, Method method) {
            this(orderId, method, null);
        }
    }

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
