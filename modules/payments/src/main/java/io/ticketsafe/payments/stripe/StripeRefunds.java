package io.ticketsafe.payments.stripe;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.RefundOutcome;
import io.ticketsafe.payments.provider.RefundOutcome.RefundPending;
import io.ticketsafe.payments.provider.RefundOutcome.Refunded;
import io.ticketsafe.payments.provider.RefundOutcome.Refused;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Refunds. Each carries our key in its metadata, and those of the payment are listed before one is asked for: the list is
 * up to date at once, knows refunds whose answer was lost, also when Stripe has forgotten the key, and how a pending one ended.
 */
final class StripeRefunds {
    static final String PATH = "/v1/refunds";
    static final String KEY = "refundKey";
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10;
    private static final int MOST_KEYS = 4;
    private static final int LONGEST_MESSAGE = 300;

    /** Refusals that no other request of ours would avoid: parameters that Stripe does not have, or wants. */
    private static final Set<String> BUGS =
            Set.of("parameter_unknown", "parameter_missing", "parameter_invalid_empty", "parameters_exclusive");

    private final StripeClient client;

    StripeRefunds(StripeClient client) {
        this.client = requireNonNull(client);
    }

    /** @param ref of an intent, or of a charge ({@code ch_…}) from before there were intents */
    Future<RefundOutcome> refund(String ref, UUID paymentId, Money amount, String key) {
        return find(ref, key, null, 1)
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(known.get())
                        : ask(ref, form(ref, paymentId, amount, key), key, 1));
    }

    /** What became of the refund with this key; empty when Stripe never heard of it. */
    Future<Optional<RefundOutcome>> find(String ref, String key) {
        return find(ref, key, null, 1);
    }

    private Future<Optional<RefundOutcome>> find(String ref, String key, String after, int page) {
        StripeForm query = StripeForm.empty().with(kindOf(ref), ref).with("limit", PAGE);
        if (after != null) {
            query.with("starting_after", after);
        }
        return client.get(PATH, query).compose(answer -> {
            if (!answer.isSuccess()) {
                return Future.failedFuture(new StripeRefusal(answer));
            }
            String last = null;
            for (JsonNode refund : answer.body().path("data")) {
                if (key.equals(refund.path("metadata").path(KEY).asText())) {
                    return Future.succeededFuture(Optional.of(outcome(refund)));
                }
                last = refund.path("id").asText();
            }
            return answer.body().path("has_more").asBoolean() && last != null && page < MOST_PAGES
                    ? find(ref, key, last, page + 1)
                    : Future.succeededFuture(Optional.empty());
        });
    }

    private static StripeForm form(String ref, UUID paymentId, Money amount, String key) {
        return StripeForm.empty()
                .with(kindOf(ref), ref)
                .with("amount", StripeMoney.amount(amount))
                .with("metadata[" + StripeIntent.PAYMENT_ID + "]", paymentId)
                .with("metadata[" + KEY + "]", key);
    }

    private Future<RefundOutcome> ask(String ref, StripeForm form, String key, int round) {
        String used = round == 1 ? key : key + ":" + round;
        return client.post(PATH, form, used).compose(answer -> {
            if (answer.isSuccess()) {
                return Future.succeededFuture(outcome(answer.body()));
            }
            if (answer.status() >= 500) {
                return askAnew(ref, form, key, round);
            }
            StripeError error = answer.error();
            boolean bug = error.isOtherParameters() || (error.code() != null && BUGS.contains(error.code()));
            return bug
                    ? Future.failedFuture(new StripeRefusal(answer))
                    : Future.succeededFuture(new Refused(inBounds(error.message())));
        });
    }

    /** Stripe failed under this key for good; unless a refund came of it all the same, another key may try. */
    private Future<RefundOutcome> askAnew(String ref, StripeForm form, String key, int round) {
        if (round == MOST_KEYS) {
            return Future.failedFuture(ProviderUnavailable.notKnown("Stripe keeps failing to refund"));
        }
        return find(ref, key, null, 1)
                .compose(known ->
                        known.isPresent() ? Future.succeededFuture(known.get()) : ask(ref, form, key, round + 1));
    }

    private static String kindOf(String ref) {
        return ref.startsWith("ch_") ? "charge" : "payment_intent";
    }

    private static RefundOutcome outcome(JsonNode refund) {
        String id = refund.path("id").asText();
        String status = refund.path("status").asText();
        return switch (status) {
            case "succeeded" -> new Refunded(id);
            case "pending", "requires_action" -> new RefundPending(id);
            case "failed", "canceled" ->
                new Refused("The refund " + status + " at the provider: "
                        + refund.path("failure_reason").asText("no reason given"));
            default -> throw ProviderUnavailable.notKnown("a refund cannot be " + status);
        };
    }

    private static String inBounds(String message) {
        if (message == null) {
            return "The provider refuses the refund.";
        }
        return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    }
}
