package io.ticketsafe.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Stripe's word on what went wrong (docs.stripe.com/api/errors), from an answer or from an intent's {@code last_payment_error}.
 *
 * @param param name of the parameter that is to blame, or null
 * @param paymentMethod id of the card that was tried, or null
 */
record StripeError(String type, String code, String declineCode, String param, String message, String paymentMethod) {
    private static final Set<String> TOKEN_PARAMETERS = Set.of(
            "payment_method",
            "payment_method_data",
            "payment_method_data[card][token]",
            "confirmation_token",
            "source");
    private static final Set<String> TOKEN_CODES = Set.of(
            "token_already_used", "token_in_use", "payment_method_unexpected_state", "payment_method_not_available");
    private static final String AUTHENTICATION_REQUIRED = "authentication_required";

    static StripeError of(JsonNode error) {
        return new StripeError(
                text(error, "type"),
                text(error, "code"),
                text(error, "decline_code"),
                text(error, "param"),
                text(error, "message"),
                text(error.path("payment_method"), "id"));
    }

    /** The key was used with other parameters before. */
    boolean isOtherParameters() {
        return "idempotency_error".equals(type);
    }

    boolean isUnexpectedState() {
        return "payment_intent_unexpected_state".equals(code);
    }

    /** What the payer's app sent for a card is none, or not any more. */
    boolean blamesTheToken() {
        return param != null && TOKEN_PARAMETERS.contains(param) || code != null && TOKEN_CODES.contains(code);
    }

    boolean wantsAuthentication() {
        return AUTHENTICATION_REQUIRED.equals(code) || AUTHENTICATION_REQUIRED.equals(declineCode);
    }

    /** For logs: nothing that a payer typed. */
    String inShort() {
        return type + " " + (code == null ? "" : code) + (param == null ? "" : " (" + param + ")");
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? value.asText() : null;
    }
}
