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
 * @param paymentId whose money goes back; null where nothing was paid
 * @param shares whose the money was; null: all of it was the organiser's
 * @param requestedBy user; null for the installation itself
 * @param requestHash tells another request under the same idempotency key; null where nobody asked
 * @param busy whether some process is at it right now
 * @param askedAs the id that payments knows it by, another one after each refusal
 * @param refusals how often payments has refused it
 * @param goesOn whether it is taken up again some time
 * @param partOf the refund that this is a further part of, from another payment; null: the refund itself
 */
public record RefundRow(
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
        UUID partOf,
        Instant createdAt) {

    /** Who wanted it. */
    public enum Source {
        BUYER,
        ORGANIZER,
        PROVIDER
    }

    public enum State {
        /** The tickets are void; next: ask payments (again). */
        REQUESTED,
        DONE,
        /** Refused; next, if it goes on: ask again under another id. */
        FAILED
    }

    /** The refund that this is, or is a part of. */
    UUID whole() {
        return partOf == null ? id : partOf;
    }

    /** All parts of one refund, the first one first, as the API shows them: as far as the part that has got least far. */
    static Refund shown(List<RefundRow> parts) {
        RefundRow first = parts.get(0);
        Money amount = parts.stream().map(RefundRow::amount).reduce(Money::plus).orElseThrow();
        return new Refund(
                first.whole(), first.orderId, status(parts), amount, first.tickets, first.reason, first.createdAt);
    }

    private static RefundStatus status(List<RefundRow> parts) {
        if (parts.stream().anyMatch(part -> part.state == State.FAILED)) {
            return RefundStatus.FAILED;
        }
        return parts.stream().allMatch(part -> part.state == State.DONE)
                ? RefundStatus.SUCCEEDED
                : RefundStatus.PENDING;
    }

    /** What has gone back, or was worth nothing; not what divides anew the money that stays. */
    boolean isShown() {
        return paymentId == null || amount.amountMinor() > 0;
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
                partOf,
                createdAt);
    }
}
