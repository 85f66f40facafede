package io.ticketsafe.payments.stripe;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an intent's state, and an error, are to us. */
final class StripeStates {
    private static final Logger log = LoggerFactory.getLogger(StripeStates.class);
    private static final int LONGEST_MESSAGE = 300;
    private static final String INSUFFICIENT_FUNDS = "insufficient_funds";

    private StripeStates() {}

    static ChargeState of(StripeIntent intent) {
        String ref = intent.id();
        return switch (intent.status()) {
            case "requires_payment_method" ->
                intent.lastError() == null ? new ChargeState.Pending(ref) : declined(ref, intent.lastError());
            case "requires_confirmation", "processing" -> new ChargeState.Pending(ref);
            case "requires_action" -> new ChargeState.RequiresAction(ref, actionOf(intent));
            case "requires_capture" -> new ChargeState.Authorized(ref, intent.capturable());
            case "succeeded" -> new ChargeState.Captured(ref, intent.received());
            case "canceled" -> new ChargeState.Voided(ref);
            default -> throw ProviderUnavailable.notKnown("an intent cannot be " + intent.status());
        };
    }

    /** @param error that came while the payer's means were tried */
    static ChargeState declined(String ref, StripeError error) {
        boolean poor = INSUFFICIENT_FUNDS.equals(error.declineCode()) || INSUFFICIENT_FUNDS.equals(error.code());
        return new ChargeState.Declined(
                ref, poor ? FaultCode.INSUFFICIENT_FUNDS : FaultCode.CARD_DECLINED, forPayer(error.message()));
    }

    static ChargeState invalid(String ref, String message) {
        return new ChargeState.Declined(ref, FaultCode.VALIDATION, message);
    }

    /** Stripe writes the messages of card errors for payers (docs.stripe.com/api/errors). */
    private static String forPayer(String message) {
        if (message == null) {
            return "The payment was declined.";
        }
        return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    }

    private static NextAction actionOf(StripeIntent intent) {
        if (intent.nextAction() != null) {
            return intent.nextAction();
        }
        log.atError()
                .addKeyValue("intent", intent.id())
                .log("payer has to act at Stripe in a way that is not known here");
        return new NextAction("redirect", null, null, null);
    }
}
