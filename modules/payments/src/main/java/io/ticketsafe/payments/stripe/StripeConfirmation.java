package io.ticketsafe.payments.stripe;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.PaymentProvider.AuthorizeCharge;
import io.ticketsafe.payments.provider.PaymentProvider.Charge;
import io.vertx.core.Future;

/**
 * Puts the payer's means to an intent. An intent can be paid with once only, whatever is repeated: Stripe refuses to confirm what
 * was confirmed.
 */
final class StripeConfirmation {
    private static final String ACT = "confirm";
    private static final String PIX_END = "payment_method_options[pix][expires_at]";
    private static final String CARD_TOKEN = "tok_";
    private static final String CONFIRMATION_TOKEN = "ctoken_";

    private final StripeIntents intents;
    private final String returnUrl;

    StripeConfirmation(StripeIntents intents, String returnUrl) {
        this.intents = requireNonNull(intents);
        this.returnUrl = requireNonNull(returnUrl);
    }

    /** @param intent unconfirmed, or refused because the payer was not asked who they are */
    Future<ChargeState> confirm(StripeIntent intent, AuthorizeCharge asked) {
        if (intent.wantsAuthentication()) {
            return askWhoTheyAre(intent, asked);
        }
        return intents.act(intent.id(), ACT, form(asked), asked.idempotencyKey(), StripeIntent::isUnconfirmed)
                .compose(now -> now.wantsAuthentication()
                        ? askWhoTheyAre(now, asked)
                        : Future.succeededFuture(StripeStates.of(now)))
                .recover(failure -> declined(failure, intent.id()));
    }

    /** The bank wants a second step that Stripe had left out: the same card again, with it. */
    private Future<ChargeState> askWhoTheyAre(StripeIntent intent, AuthorizeCharge asked) {
        String card = intent.lastError().paymentMethod();
        if (card == null || asked.charge().method() != MethodType.CARD) {
            return Future.succeededFuture(StripeStates.of(intent));
        }
        StripeForm form = StripeForm.empty()
                .with("payment_method", card)
                .with("payment_method_options[card][request_three_d_secure]", "any")
                .with("return_url", returnUrlFor(asked.charge()));
        return intents.act(intent.id(), ACT, form, asked.idempotencyKey() + ":3ds", now -> false)
                .map(StripeStates::of)
                .recover(failure -> declined(failure, intent.id()));
    }

    private StripeForm form(AuthorizeCharge asked) {
        Charge charge = asked.charge();
        if (charge.method() == MethodType.PIX) {
            return StripeForm.empty()
                    .with("payment_method_data[type]", "pix")
                    .with(PIX_END, StripeProvider.pixEnd(asked.expiresAt(), charge.createdAt()));
        }
        String token = asked.method().token();
        StripeForm form = StripeForm.empty();
        if (token.startsWith(CARD_TOKEN)) {
            form.with("payment_method_data[type]", "card").with("payment_method_data[card][token]", token);
        } else if (token.startsWith(CONFIRMATION_TOKEN)) {
            form.with("confirmation_token", token);
        } else {
            form.with("payment_method", token);
        }
        return form.with("return_url", returnUrlFor(charge));
    }

    private String returnUrlFor(Charge charge) {
        return returnUrl + (returnUrl.indexOf('?') < 0 ? '?' : '&') + "payment=" + charge.paymentId() + "&order="
                + charge.orderId();
    }

    /** A refusal of what the payer brought, or of their time; anything else is a bug. */
    private static Future<ChargeState> declined(Throwable failure, String ref) {
        if (!(failure instanceof StripeRefusal refusal)) {
            return Future.failedFuture(failure);
        }
        StripeError error = refusal.error();
        if (error.blamesTheToken()) {
            return Future.succeededFuture(
                    StripeStates.invalid(ref, "This is no card that the payment provider takes, or not any more."));
        }
        if (PIX_END.equals(error.param())) {
            return Future.succeededFuture(StripeStates.invalid(ref, StripeProvider.TOO_LATE));
        }
        return "card_error".equals(error.type())
                ? Future.succeededFuture(StripeStates.declined(ref, error))
                : Future.failedFuture(refusal);
    }
}
