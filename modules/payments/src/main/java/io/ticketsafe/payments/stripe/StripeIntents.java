package io.ticketsafe.payments.stripe;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.PaymentProvider.Charge;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PaymentIntents, made and moved so that an answer that was lost, or is old, does no harm. Stripe answers a repeated key with the
 * first answer, be it an old state or a failure of its own, so a replayed answer only ever makes us look again.
 */
final class StripeIntents {
    static final String PATH = "/v1/payment_intents";
    private static final Logger log = LoggerFactory.getLogger(StripeIntents.class);

    /** Further keys for one act, each taken when the answer to the one before can never change and the act is still to do. */
    private static final int MOST_KEYS = 4;

    /** Of several intents for one payment the one that tells most about its money. */
    private static final List<String> TELLING = List.of(
            "succeeded",
            "requires_capture",
            "processing",
            "requires_action",
            "canceled",
            "requires_payment_method",
            "requires_confirmation");

    private final StripeClient client;

    StripeIntents(StripeClient client) {
        this.client = requireNonNull(client);
    }

    /**
     * The payment's intent, made if it is not there. It moves no money before it is confirmed, so this may be asked at any time while
     * Stripe remembers the key. Nothing but the row goes into it: neither token nor configuration, so every repeat is the same.
     */
    Future<StripeIntent> create(Charge charge) {
        boolean pix = charge.method() == MethodType.PIX;
        StripeForm form = StripeForm.empty()
                .with("amount", StripeMoney.amount(charge.amount()))
                .with("currency", StripeMoney.currency(charge.amount()))
                .with("capture_method", pix ? "automatic" : "manual")
                .with("payment_method_types[]", pix ? "pix" : "card")
                .with("metadata[" + StripeIntent.PAYMENT_ID + "]", charge.paymentId())
                .with("metadata[" + StripeIntent.ORDER_ID + "]", charge.orderId());
        return create(charge, form, 1);
    }

    private Future<StripeIntent> create(Charge charge, StripeForm form, int round) {
        String key = numbered(charge.paymentId() + ":create", round);
        return client.post(PATH, form, key).compose(answer -> {
            if (answer.isSuccess()) {
                StripeIntent made = StripeIntent.of(answer.body());
                return answer.replayed() ? read(made.id()) : Future.succeededFuture(made);
            }
            if (answer.status() >= 500) {
                return round < MOST_KEYS ? create(charge, form, round + 1) : stuck("create", answer);
            }
            if (answer.error().isOtherParameters()) {
                return madeOtherwise(charge, answer);
            }
            return Future.failedFuture(new StripeRefusal(answer));
        });
    }

    /** Another version of TicketSafe began this payment; its intent is there, and will be found. */
    private Future<StripeIntent> madeOtherwise(Charge charge, StripeAnswer answer) {
        log.atError()
                .addKeyValue("paymentId", charge.paymentId())
                .addKeyValue("providerRequestId", answer.requestId())
                .log("intent was asked for with other parameters before");
        return search(charge.paymentId())
                .map(found ->
                        found.orElseThrow(() -> ProviderUnavailable.notKnown("Stripe cannot find the intent yet")));
    }

    Future<StripeIntent> read(String id) {
        return client.get(PATH + "/" + id, StripeForm.empty()).map(answer -> {
            if (answer.isSuccess()) {
                return StripeIntent.of(answer.body());
            }
            log.atError()
                    .addKeyValue("intent", id)
                    .addKeyValue("status", answer.status())
                    .addKeyValue("providerRequestId", answer.requestId())
                    .log("Stripe does not know an intent of ours; is the key one of another account or mode?");
            throw ProviderUnavailable.notKnown("Stripe does not know " + id);
        });
    }

    /** By our id; what is younger than an hour or so may not be found yet. */
    Future<Optional<StripeIntent>> search(UUID paymentId) {
        StripeForm query =
                StripeForm.empty().with("query", "metadata[\"" + StripeIntent.PAYMENT_ID + "\"]:\"" + paymentId + "\"");
        return client.get(PATH + "/search", query).map(answer -> {
            if (!answer.isSuccess()) {
                log.atError()
                        .addKeyValue("error", answer.error().inShort())
                        .addKeyValue("providerRequestId", answer.requestId())
                        .log("Stripe's search cannot be used; payments without a known intent wait");
                throw ProviderUnavailable.notKnown("Stripe refuses to search");
            }
            JsonNode data = answer.body().path("data");
            return StreamSupport.stream(data.spliterator(), false)
                    .map(StripeIntent::of)
                    .filter(intent -> paymentId.equals(intent.paymentId()))
                    .min(Comparator.comparingInt(intent -> TELLING.indexOf(intent.status())));
        });
    }

    /** Newest first, as Stripe lists them, without those that nobody has tried to pay with; the cursor is the last one's id. */
    Future<ChargePage> recent(Instant since, String cursor, int limit) {
        StripeForm query = StripeForm.empty()
                .with("created[gte]", since.getEpochSecond())
                .with("limit", limit)
                .with("expand[]", "data.latest_charge");
        if (cursor != null) {
            query.with("starting_after", cursor);
        }
        return client.get(PATH, query).map(answer -> {
            if (!answer.isSuccess()) {
                throw new StripeRefusal(answer);
            }
            List<ListedCharge> charges = new ArrayList<>();
            String last = null;
            for (JsonNode node : answer.body().path("data")) {
                listed(node).ifPresent(charges::add);
                last = node.path("id").asText();
            }
            return new ChargePage(charges, answer.body().path("has_more").asBoolean() ? last : null);
        });
    }

    /** A page with that one, as it is listed; without any when Stripe does not know it. */
    Future<ChargePage> find(String id) {
        StripeForm query = StripeForm.empty().with("expand[]", "latest_charge");
        return client.get(PATH + "/" + id, query).map(answer -> {
            if (!answer.isSuccess() && answer.status() != 404) {
                throw new StripeRefusal(answer);
            }
            return new ChargePage(
                    answer.isSuccess() ? listed(answer.body()).stream().toList() : List.of(), null);
        });
    }

    private static Optional<ListedCharge> listed(JsonNode node) {
        StripeIntent intent = StripeIntent.of(node);
        JsonNode charge = node.path("latest_charge");
        return intent.isUnconfirmed()
                ? Optional.empty()
                : Optional.of(intent.listed(
                        charge.path("amount_refunded").asLong(),
                        charge.path("disputed").asBoolean()));
    }

    /**
     * Moves an intent, and answers how it stands then. StripeRefusal when Stripe will not, for another reason than its state.
     *
     * @param stillToDo whether the act makes sense for an intent in its present state
     */
    Future<StripeIntent> act(String id, String act, StripeForm form, String key, Predicate<StripeIntent> stillToDo) {
        return act(id, act, form, key, stillToDo, 1);
    }

    private Future<StripeIntent> act(
            String id, String act, StripeForm form, String key, Predicate<StripeIntent> stillToDo, int round) {
        return client.post(PATH + "/" + id + "/" + act, form, numbered(key, round))
                .compose(answer -> {
                    if (answer.isStale()) {
                        return read(id).compose(now -> {
                            if (!stillToDo.test(now)) {
                                return Future.succeededFuture(now);
                            }
                            return round < MOST_KEYS
                                    ? act(id, act, form, key, stillToDo, round + 1)
                                    : stuck(act, answer);
                        });
                    }
                    if (answer.isSuccess()) {
                        return Future.succeededFuture(StripeIntent.of(answer.body()));
                    }
                    return refused(id, answer);
                });
    }

    private Future<StripeIntent> refused(String id, StripeAnswer answer) {
        StripeError error = answer.error();
        if (error.isUnexpectedState()) {
            return read(id);
        }
        JsonNode intent = answer.body().path("error").path("payment_intent");
        return answer.status() == 402 && intent.isObject()
                ? Future.succeededFuture(StripeIntent.of(intent).failedBy(error))
                : Future.failedFuture(new StripeRefusal(answer));
    }

    private static String numbered(String key, int round) {
        return round == 1 ? key : key + ":" + round;
    }

    private static <T> Future<T> stuck(String act, StripeAnswer answer) {
        return Future.failedFuture(ProviderUnavailable.notKnown(
                "Stripe keeps answering " + answer.status() + " to " + act + ", last in " + answer.requestId()));
    }
}
