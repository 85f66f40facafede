package io.ticketsafe.payments.sandbox;

import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import java.util.Arrays;

/** The sandbox's magic tokens: what the bank does about a payment with each. Unknown tokens are not kept. */
enum SandboxToken {
    APPROVE("tok_approve", "authorized"),
    DECLINE("tok_decline", "declined"),
    INSUFFICIENT_FUNDS("tok_insufficient_funds", "declined"),
    /** Needs a second step. */
    ACTION("tok_action", "requires_action"),
    /** Approved, after a while. */
    SLOW("tok_slow", "authorized"),
    /** Approved, but the first answer never comes. */
    TIMEOUT_THEN_APPROVE("tok_timeout_then_approve", "authorized"),
    /** Approved, but the first two calls meet 503 and do nothing. */
    FLAKY("tok_flaky", "authorized"),
    /** Approved; but every answer about it takes a while, and every second one is lost. */
    UNSTEADY("tok_unsteady", "authorized"),
    /** Approved, with 1.00 too much. */
    WRONG_AMOUNT("tok_wrong_amount", "authorized"),
    PIX("pix", "requires_action"),
    UNKNOWN("unknown", "declined");

    private static final int FLAKY_FAILURES = 2;

    private static final long TOO_MUCH_MINOR = 100;

    private final String text;
    private final String decision;

    SandboxToken(String text, String decision) {
        this.text = text;
        this.decision = decision;
    }

    static SandboxToken of(Method method) {
        return method.type() == MethodType.PIX ? PIX : named(method.token());
    }

    static SandboxToken named(String text) {
        return Arrays.stream(values())
                .filter(token -> token.text.equals(text))
                .findFirst()
                .orElse(UNKNOWN);
    }

    String text() {
        return text;
    }

    /** State of the charge once the bank has decided. */
    String decision() {
        return decision;
    }

    /** What is reserved for a charge of that amount; null for the amount. */
    Long paidMinor(long amountMinor) {
        return this == WRONG_AMOUNT ? amountMinor + TOO_MUCH_MINOR : null;
    }

    /** How many calls fail before the bank decides. */
    int failuresFirst() {
        return this == FLAKY ? FLAKY_FAILURES : 0;
    }
}
