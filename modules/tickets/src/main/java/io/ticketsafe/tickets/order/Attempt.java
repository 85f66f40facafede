package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * One try to pay an order, or a change of it.
 *
 * @param change what it pays; null: the order itself
 * @param token the provider's; null for methods without one, once it is no longer needed, and when it cannot be opened
 * @param reference of a payment at a desk
 * @param requestHash tells another request under the same idempotency key
 * @param failure why the provider refused; only when failed
 * @param tries how often its next step was taken up again
 * @param busy whether some process is at it right now
 * @param movedAt when it came to its state, which for one that was interrupted and asked for again is not when it began
 */
record Attempt(
        UUID paymentId,
        UUID orderId,
        ForChange change,
        UUID payerId,
        MethodType method,
        String token,
        String reference,
        byte[] keyHash,
        byte[] requestHash,
        Money amount,
        State state,
        FaultCode failure,
        int tries,
        boolean busy,
        Instant createdAt,
        Instant movedAt) {

    /** @param expiresAt after which it need not be paid any more */
    record ForChange(UUID id, Instant expiresAt) {}

    /** The recovery points. From each of them the next step may be repeated until it succeeds. */
    enum State {
        /** Payments is being asked to authorise; next: ask (again), then settle by the answer. */
        AUTHORIZING,
        /** Payments could not be asked, and the buyer was told so; goes on if the buyer repeats the request. */
        INTERRUPTED,
        /** The payer must act; goes on when a fact tells the end of it. */
        REQUIRES_ACTION,
        /** Order paid, tickets issued; next: capture. */
        ISSUED,
        /** The end of a payment that went well. */
        CAPTURED,
        /** Refused by the provider. */
        FAILED,
        /** Not wanted (any more); next: give it up, or the money back. */
        VOIDING,
        VOIDED;

        boolean mayStillPay() {
            return this == AUTHORIZING || this == INTERRUPTED || this == REQUIRES_ACTION;
        }

        boolean hasPaid() {
            return this == ISSUED || this == CAPTURED;
        }
    }

    PaymentStatus status() {
        return status(state);
    }

    /** How the API calls the state. */
    static PaymentStatus status(State state) {
        return switch (state) {
            case AUTHORIZING, INTERRUPTED -> PaymentStatus.PENDING;
            case REQUIRES_ACTION -> PaymentStatus.REQUIRES_ACTION;
            case ISSUED, CAPTURED -> PaymentStatus.SUCCEEDED;
            case FAILED -> PaymentStatus.FAILED;
            case VOIDING, VOIDED -> PaymentStatus.CANCELED;
        };
    }
}
