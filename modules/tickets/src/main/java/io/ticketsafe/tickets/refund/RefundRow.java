package io.ticketsafe.tickets.refund;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.tickets.OrderOperations.Refund;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Money on its way back. The state is the recovery point.
 *
 * @param paymentId null where nothing was paid
 * @param requestedBy user; null for the installation itself
 * @param requestHash tells another request under the same idempotency key; null where nobody asked
 * @param busy whether some process is at it right now
 */
record RefundRow(
        UUID id,
        UUID orderId,
        UUID paymentId,
        Money amount,
        List<UUID> tickets,
        String reason,
        Source source,
        UUID requestedBy,
        byte[] requestHash,
        State state,
        int tries,
        boolean busy,
        Instant createdAt) {

    /** Who wanted it. */
    enum Source {
        BUYER,
        ORGANIZER,
        PROVIDER
    }

    enum State {
        /** The tickets are void; next: ask payments (again). */
        REQUESTED,
        DONE,
        FAILED
    }

    Refund shown() {
        RefundStatus status = switch (state) {
            case REQUESTED -> RefundStatus.PENDING;
            case DONE -> RefundStatus.SUCCEEDED;
            case FAILED -> RefundStatus.FAILED;
        };
        return new Refund(id, orderId, status, amount, tickets, reason, createdAt);
    }

    RefundRow in(State newState) {
        return new RefundRow(
                id,
                orderId,
                paymentId,
                amount,
                tickets,
                reason,
                source,
                requestedBy,
                requestHash,
                newState,
                tries,
                busy,
                createdAt);
    }
}
