package io.ticketsafe.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.ChargePage.Standing;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A PaymentIntent (docs.stripe.com/api/payment_intents/object).
 *
 * @param amount in Stripe's units
 * @param paymentId our payment, from the metadata; null for one that is not ours
 * @param lastError why the last attempt to pay failed; null while none has
 * @param authenticationAsked the payer was to be asked who they are, whatever the card's bank would say
 * @param nextAction only while the payer has to act
 */
record StripeIntent(
        String id,
        String status,
        long amount,
        long amountCapturable,
        long amountReceived,
        String currency,
        Instant created,
        UUID paymentId,
        StripeError lastError,
        boolean authenticationAsked,
        NextAction nextAction) {
    static final String PAYMENT_ID = "paymentId";
    static final String ORDER_ID = "orderId";
    private static final Set<String> CANCELABLE =
            Set.of("requires_payment_method", "requires_confirmation", "requires_action", "requires_capture");

    /** ProviderUnavailable when it is none. */
    static StripeIntent of(JsonNode node) {
        JsonNode error = node.path("last_payment_error");
        if (!node.path("id").isTextual() || !node.path("status").isTextual()) {
            throw new ProviderUnavailable("Stripe's answer is no PaymentIntent");
        }
        return new StripeIntent(
                node.path("id").asText(),
                node.path("status").asText(),
                node.path("amount").asLong(),
                node.path("amount_capturable").asLong(),
                node.path("amount_received").asLong(),
                node.path("currency").asText(),
                Instant.ofEpochSecond(node.path("created").asLong()),
                uuid(node.path("metadata").path(PAYMENT_ID)),
                error.isObject() ? StripeError.of(error) : null,
                "any"
                        .equals(node.path("payment_method_options")
                                .path("card")
                                .path("request_three_d_secure")
                                .asText()),
                nextAction(node.path("next_action")));
    }

    StripeIntent failedBy(StripeError error) {
        return lastError != null
                ? this
                : new StripeIntent(
                        id,
                        status,
                        amount,
                        amountCapturable,
                        amountReceived,
                        currency,
                        created,
                        paymentId,
                        error,
                        authenticationAsked,
                        nextAction);
    }

    /** Nobody has tried to pay with it yet. */
    boolean isUnconfirmed() {
        return status.equals("requires_confirmation")
                || (status.equals("requires_payment_method") && lastError == null);
    }

    boolean isCancelable() {
        return CANCELABLE.contains(status);
    }

    boolean isReserved() {
        return status.equals("requires_capture");
    }

    /** The card's bank refused because the payer was not asked who they are; one that says so of a payer who was, declines. */
    boolean wantsAuthentication() {
        return !authenticationAsked
                && status.equals("requires_payment_method")
                && lastError != null
                && lastError.wantsAuthentication();
    }

    /** Null when it is no id of ours. */
    static UUID uuid(JsonNode text) {
        try {
            return text.isTextual() && text.asText().length() == 36 ? UUID.fromString(text.asText()) : null;
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private static NextAction nextAction(JsonNode action) {
        return switch (action.path("type").asText()) {
            case "redirect_to_url" ->
                new NextAction("redirect", textOf(action.path("redirect_to_url").path("url")), null, null);
            case "pix_display_qr_code" -> {
                JsonNode pix = action.path("pix_display_qr_code");
                yield new NextAction(
                        "pix",
                        textOf(pix.path("hosted_instructions_url")),
                        textOf(pix.path("data")),
                        pix.path("expires_at").isNumber()
                                ? Instant.ofEpochSecond(pix.path("expires_at").asLong())
                                : null);
            }
            default -> null;
        };
    }

    /** What is reserved. */
    Money capturable() {
        return StripeMoney.money(amountCapturable, currency);
    }

    /** What has moved, whatever went back since. */
    Money received() {
        return StripeMoney.money(amountReceived, currency);
    }

    /**
     * @param refunded of the intent's latest charge, in Stripe's units
     * @param disputed the same charge
     */
    ListedCharge listed(long refunded, boolean disputed) {
        Standing standing = switch (status) {
            case "requires_capture" -> Standing.RESERVED;
            case "succeeded" -> Standing.CAPTURED;
            case "canceled" -> Standing.ENDED;
            default -> Standing.OPEN;
        };
        return new ListedCharge(
                id,
                paymentId,
                standing,
                standing == Standing.RESERVED ? capturable() : StripeMoney.money(amount, currency),
                received().amountMinor(),
                StripeMoney.money(refunded, currency).amountMinor(),
                disputed,
                created);
    }

    private static String textOf(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
