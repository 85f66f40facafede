package io.ticketsafe.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Stripe answered.
 *
 * @param replayed it is the first answer to this idempotency key, perhaps long ago, and says nothing of now
 * @param requestId by which Stripe's logs know it; may be null
 */
record StripeAnswer(int status, boolean replayed, String requestId, JsonNode body) {
    private static final String LOCK_TIMEOUT = "lock_timeout";

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Another call of ours has the key, or the object, right now (docs.stripe.com/error-codes#lock-timeout). */
    boolean isOfAnotherCall() {
        return body.path("error").isObject()
                && (status == 409 || (status == 429 && LOCK_TIMEOUT.equals(error().code())));
    }

    StripeError error() {
        return StripeError.of(body.path("error"));
    }

    /** The answer is not about what was asked now. */
    boolean isStale() {
        return replayed || (status == 400 && error().isOtherParameters());
    }
}
