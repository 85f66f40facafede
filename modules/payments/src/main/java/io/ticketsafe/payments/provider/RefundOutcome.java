package io.ticketsafe.payments.provider;

/** Where a refund stands at its provider. */
public sealed interface RefundOutcome {
    /** The money is on its way back. */
    record Refunded(String ref) implements RefundOutcome {}

    /** Final: the money will not go back this way. {@code message} is for the organiser. */
    record Refused(String message) implements RefundOutcome {}

    /** The provider has not decided yet; asking again with the same key tells. */
    record RefundPending(String ref) implements RefundOutcome {}
}
