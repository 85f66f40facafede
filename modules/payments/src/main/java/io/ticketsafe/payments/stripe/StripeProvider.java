package io.ticketsafe.payments.stripe;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.PaymentProvider;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.RefundOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stripe (docs.stripe.com/api/payment_intents): cards, reserved first and captured later, and Pix. An intent is created without the
 * payer's means and confirmed in a second call, so that a lost answer can always be asked for again (ADR 0023).
 */
public final class StripeProvider implements PaymentProvider {
    public static final String NAME = "stripe";
    private static final String INTENT = "pi_";
    static final String TOO_LATE = "The time to pay is over.";
    private static final Logger log = LoggerFactory.getLogger(StripeProvider.class);

    /** Stripe may forget a key after 24 hours; until then the same key finds the same intent. */
    private static final Duration REMEMBERED = Duration.ofHours(23);

    /** After this nothing is confirmed any more, so that what was is found by search when the keys are forgotten. */
    private static final Duration WANTED = Duration.ofHours(22);

    private static final Duration SHORTEST_PIX = Duration.ofSeconds(15);
    private static final Duration LONGEST_PIX = Duration.ofDays(14).minusMinutes(1);
    private static final Set<String> METHOD_PARAMETERS = Set.of("payment_method_types", "payment_method_types[0]");

    private final StripeClient client;
    private final StripeIntents intents;
    private final StripeRefunds refunds;
    private final StripeConfirmation confirmation;

    /** @param connections to Stripe at once */
    public StripeProvider(Vertx vertx, StripeConfig config, Duration timeout, int connections) {
        this.client = new StripeClient(requireNonNull(vertx), config, timeout, connections);
        this.intents = new StripeIntents(client);
        this.refunds = new StripeRefunds(client);
        this.confirmation = new StripeConfirmation(intents, config.returnUrl());
    }

    @Override
    public String name() {
        return NAME;
    }

    /** What a human must mend before Stripe can be used; null when there is nothing. */
    public String trouble() {
        return client.trouble();
    }

    public void close() {
        client.close();
    }

    @Override
    public Future<ChargeState> authorize(AuthorizeCharge asked) {
        Charge charge = asked.charge();
        return safely(() -> locate(charge))
                .compose(found -> found.isPresent()
                        ? carryOn(found.get(), asked)
                        : Future.succeededFuture(StripeStates.invalid(null, "The payment took too long.")))
                .recover(failure -> failure instanceof StripeRefusal refusal
                        ? Future.succeededFuture(refusedAtOnce(charge, refusal))
                        : Future.failedFuture(failure));
    }

    private Future<ChargeState> carryOn(StripeIntent intent, AuthorizeCharge asked) {
        if (!intent.isUnconfirmed() && !intent.wantsAuthentication()) {
            return Future.succeededFuture(StripeStates.of(intent));
        }
        return isTooLate(asked)
                ? cancel(intent.id(), asked.idempotencyKey() + ":late")
                        .map(StripeStates::of)
                        .map(state -> state instanceof ChargeState.Voided
                                ? StripeStates.invalid(intent.id(), TOO_LATE)
                                : state)
                : confirmation.confirm(intent, asked);
    }

    /** Before anything was tried: the amount, its currency or the method are none that this account takes. */
    private static ChargeState refusedAtOnce(Charge charge, StripeRefusal refusal) {
        StripeError error = refusal.error();
        String param = error.param() == null ? "" : error.param();
        if (param.equals("currency")) {
            return StripeStates.invalid(
                    null, "The payment provider takes no " + charge.amount().currency() + ".");
        }
        if (param.equals("amount") || param.equals("amount_capturable")) {
            return StripeStates.invalid(null, error.message());
        }
        if (METHOD_PARAMETERS.contains(param)) {
            log.atError()
                    .addKeyValue("method", charge.method())
                    .addKeyValue("error", error.inShort())
                    .log("payment method is not switched on in the Stripe account");
            return StripeStates.invalid(null, "This payment method is not available.");
        }
        throw refusal;
    }

    private static boolean isTooLate(AuthorizeCharge asked) {
        Instant now = Instant.now();
        boolean unwanted = asked.charge().createdAt().plus(WANTED).isBefore(now);
        return unwanted
                || (asked.charge().method() == MethodType.PIX
                        && asked.expiresAt() != null
                        && asked.expiresAt().isBefore(now.plus(SHORTEST_PIX)));
    }

    /** As Stripe wants it: in seconds, and not more than two weeks from now. */
    static long pixEnd(Instant expiresAt, Instant createdAt) {
        Instant last = createdAt.plus(LONGEST_PIX);
        return (expiresAt == null || expiresAt.isAfter(last) ? last : expiresAt).getEpochSecond();
    }

    @Override
    public Future<ChargeState> capture(Charge charge, String idempotencyKey) {
        return existing(charge, id -> act(id, "capture", StripeForm.empty(), idempotencyKey, StripeIntent::isReserved));
    }

    @Override
    public Future<ChargeState> voidAuthorization(Charge charge, String idempotencyKey) {
        return existing(charge, id -> cancel(id, idempotencyKey));
    }

    private Future<StripeIntent> cancel(String id, String key) {
        StripeForm form = StripeForm.empty().with("cancellation_reason", "abandoned");
        return act(id, "cancel", form, key, StripeIntent::isCancelable);
    }

    private Future<StripeIntent> act(
            String id, String act, StripeForm form, String key, Predicate<StripeIntent> stillToDo) {
        return intents.act(id, act, form, key, stillToDo).recover(failure -> lookAgain(failure, id, act));
    }

    @Override
    public Future<ChargeState> read(Charge charge) {
        return existing(charge, intents::read);
    }

    @Override
    public Future<RefundOutcome> refund(Charge charge, Money amount, String idempotencyKey) {
        return safely(() -> idOf(charge))
                .compose(id -> id.isPresent()
                        ? refunds.refund(id.get(), charge.paymentId(), amount, idempotencyKey)
                        : Future.failedFuture(ProviderUnavailable.notKnown("Stripe cannot find the payment to refund")))
                .recover(failure -> failure instanceof StripeRefusal refusal && refusal.wasNotAsked()
                        ? Future.succeededFuture(
                                new RefundOutcome.Refused(refusal.error().message()))
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<Optional<RefundOutcome>> readRefund(Charge charge, String idempotencyKey) {
        return charge.ref() == null
                ? Future.succeededFuture(Optional.empty())
                : refunds.find(charge.ref(), idempotencyKey);
    }

    @Override
    public Future<ChargePage> recent(Instant since, String cursor, int limit) {
        return intents.recent(since, cursor, limit);
    }

    @Override
    public Future<ChargePage> find(UUID paymentId, String ref) {
        return ref == null || !ref.startsWith(INTENT)
                ? Future.succeededFuture(new ChargePage(List.of(), null))
                : intents.find(ref);
    }

    /** NotFound when Stripe has no intent for the payment. */
    private Future<ChargeState> existing(Charge charge, Function<String, Future<StripeIntent>> act) {
        return safely(() -> idOf(charge))
                .recover(failure -> failure instanceof StripeRefusal
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure))
                .compose(id -> id.isEmpty()
                        ? Future.succeededFuture(new ChargeState.NotFound())
                        : act.apply(id.get()).map(StripeProvider::stateOf));
    }

    /** A card that is being asked for once more with a second step has not failed yet: authorising it tells. */
    private static ChargeState stateOf(StripeIntent intent) {
        return intent.wantsAuthentication() ? new ChargeState.Pending(intent.id()) : StripeStates.of(intent);
    }

    private Future<Optional<String>> idOf(Charge charge) {
        return charge.ref() == null
                ? locate(charge).map(found -> found.map(StripeIntent::id))
                : Future.succeededFuture(Optional.of(charge.ref()));
    }

    /**
     * The payment's intent, also where the answer that named it was lost: the key that made it finds it, or makes it where the
     * request never came; it moves nothing. Once Stripe may have forgotten the key, its search has known the intent for long.
     */
    private Future<Optional<StripeIntent>> locate(Charge charge) {
        if (charge.ref() != null) {
            return intents.read(charge.ref()).map(Optional::of);
        }
        return charge.createdAt().plus(REMEMBERED).isAfter(Instant.now())
                ? intents.create(charge).map(Optional::of)
                : intents.search(charge.paymentId());
    }

    private Future<StripeIntent> lookAgain(Throwable failure, String id, String act) {
        if (!(failure instanceof StripeRefusal refusal)) {
            return Future.failedFuture(failure);
        }
        log.atWarn()
                .addKeyValue("intent", id)
                .addKeyValue("act", act)
                .addKeyValue("error", refusal.getMessage())
                .log("Stripe refuses");
        return intents.read(id);
    }

    private static <T> Future<T> safely(Supplier<Future<T>> act) {
        return Future.succeededFuture().compose(now -> act.get());
    }
}
