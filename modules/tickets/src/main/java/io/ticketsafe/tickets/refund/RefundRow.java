package io.ticketsafe.tickets.refund;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.contract.tickets.OrderOperations.Refund;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Money on its way back. The state is the recovery point.
 *
 * @param paymentId null where nothing was paid
 * @param shares whose the money was; null: all of it was the organiser's
 * @param requestedBy user; null for the installation itself
 * @param requestHash tells another request under the same idempotency key; null where nobody asked
 * @param busy whether some process is at it right now
 * @param askedAs the id that payments knows it by, another one after each refusal
 * @param refusals how often payments has refused it
 * @param goesOn whether it is taken up again some time
 */
record RefundRow(
        UUID id,
        UUID orderId,
        UUID paymentId,
        Money amount,
        List<Share> shares,
        List<UUID> tickets,
        String reason,
        Source source,
        UUID requestedBy,
        byte[] requestHash,
        State state,
        int tries,
        boolean busy,
        UUID askedAs,
        int refusals,
        boolean goesOn,
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
        /** Refused; next, if it goes on: ask again under another id. */
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
                shares,
                tickets,
                reason,
                source,
                requestedBy,
                requestHash,
                newState,
                tries,
                busy,
                askedAs,
                refusals,
                goesOn,
                createdAt);
    }
}
