package io.ticketsafe.payments.payment;

import java.util.Locale;

/** created → (requires_action →) authorized → captured; or failed, or voided. */
public enum PaymentState {
    /** The provider has not answered yet. */
    CREATED,
    /** The payer has to act. */
    REQUIRES_ACTION,
    /** The money is reserved. */
    AUTHORIZED,
    /** The money has moved; what went back is counted beside it. */
    CAPTURED,
    /** The provider refused. */
    FAILED,
    /** We gave it up. Money that comes all the same goes back at once. */
    VOIDED;

    /** No money may be kept. */
    public boolean isGivenUp() {
        return this == FAILED || this == VOIDED;
    }

    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentState ofSql(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
