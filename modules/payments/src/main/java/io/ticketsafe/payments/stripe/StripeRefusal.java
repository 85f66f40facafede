package io.ticketsafe.payments.stripe;

/** Stripe understood and will not do it; a bug unless whoever asked knows what the error means. */
final class StripeRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StripeError error;
    private final boolean asked;

    StripeRefusal(StripeAnswer answer) {
        this(answer.error(), "Stripe answered " + answer.status() + " to " + answer.requestId(), true);
    }

    private StripeRefusal(StripeError error, String what, boolean asked) {
        super(what + ": " + error.inShort() + ": " + error.message(), null, false, false);
        this.error = error;
        this.asked = asked;
    }

    /** Something that Stripe would refuse, so that it need not be asked. */
    static StripeRefusal ofParameter(String param, String code, String message) {
        return new StripeRefusal(
                new StripeError("invalid_request_error", code, null, param, message, null), "not asked", false);
    }

    /** It can never be: Stripe has no way to say it. */
    boolean wasNotAsked() {
        return !asked;
    }

    StripeError error() {
        return error;
    }
}
