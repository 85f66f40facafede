package io.ticketsafe.payments.provider;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Backoff;
import io.ticketsafe.common.breaker.Breaker;
import io.ticketsafe.common.trace.Spans;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.payments.PaymentsConfig;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The one way to a provider: bounds the calls that are under way, those that somebody waits for and those of the background apart,
 * gives each a deadline, spares a provider that mostly does not answer, repeats what may be repeated for as long as the caller
 * waits, and counts.
 */
public final class ProviderGate {
    private static final Backoff BETWEEN_ATTEMPTS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
    private static final Duration SOON = Duration.ofSeconds(2);

    /** No attempt is begun with less time than this left. */
    private static final long SHORTEST_ATTEMPT_MS = 50;

    /** A background call is allowed for every so many of those that somebody waits for. */
    private static final int CALLS_PER_BACKGROUND_CALL = 4;

    private final Vertx vertx;
    private final String provider;
    private final long attemptTimeoutMs;
    private final Bulkhead awaited;
    private final Bulkhead background;
    private final Breaker breaker;
    private final ProviderMeters meters;

    ProviderGate(Vertx vertx, String provider, PaymentsConfig limits, ProviderMeters meters) {
        this.vertx = requireNonNull(vertx);
        this.provider = requireNonNull(provider);
        this.attemptTimeoutMs = limits.providerTimeout().toMillis();
        this.awaited = new Bulkhead(limits.maxCallsInFlight());
        this.background = new Bulkhead(Math.max(1, limits.maxCallsInFlight() / CALLS_PER_BACKGROUND_CALL));
        this.breaker = new Breaker(vertx, provider, limits.breaker().limits(), ProviderGate::isNoAnswer);
        this.meters = requireNonNull(meters);
        meters.watch(breaker, awaited, background);
    }

    /** Why no new payment should be begun right now; empty when one may. UNAVAILABLE with the time after which to try again. */
    public Optional<ServiceFault> refusal() {
        if (breaker.refuses()) {
            return Optional.of(ServiceFault.unavailable(
                    "The payment provider does not answer right now. Nothing was charged.", breaker.pause()));
        }
        return awaited.isFull()
                ? Optional.of(ServiceFault.unavailable("Too many payments are under way right now.", SOON))
                : Optional.empty();
    }

    void close() {
        meters.unwatch();
    }

    /** Whether the provider is spared, so that asking is of no use. */
    public boolean isOpen() {
        return breaker.state() == CircuitBreakerState.OPEN;
    }

    /** {@code closed}, {@code half_open} or {@code open}. */
    String breakerState() {
        return breaker.state().name().toLowerCase(Locale.ROOT);
    }

    /** The provider's answer; ProviderUnavailable when there was none before the deadline, or it was not asked. */
    public <T> Future<T> call(ProviderAct act, Deadline deadline, Supplier<Future<T>> call) {
        return attempt(act, deadline, call, 1);
    }

    private <T> Future<T> attempt(ProviderAct act, Deadline deadline, Supplier<Future<T>> call, int number) {
        return once(act, deadline, call).recover(failure -> {
            boolean repeat = failure instanceof ProviderUnavailable unavailable && unavailable.worthRepeating();
            long pauseMs = BETWEEN_ATTEMPTS.pauseMs(number);
            return !repeat || deadline.remainingMs() - pauseMs < SHORTEST_ATTEMPT_MS
                    ? Future.failedFuture(failure)
                    : vertx.timer(pauseMs, TimeUnit.MILLISECONDS)
                            .compose(rested -> attempt(act, deadline, call, number + 1));
        });
    }

    private <T> Future<T> once(ProviderAct act, Deadline deadline, Supplier<Future<T>> call) {
        long timeoutMs = Math.min(attemptTimeoutMs, deadline.remainingMs());
        if (timeoutMs < SHORTEST_ATTEMPT_MS) {
            return Future.failedFuture(ProviderUnavailable.ofOurs("no time is left"));
        }
        Bulkhead room = deadline.background() ? background : awaited;
        return room.call(() -> spared(breaker.call(() -> timed(act, timeoutMs, call))));
    }

    /** A refusal of the provider, such as a declined card, is an answer. */
    private static boolean isNoAnswer(Throwable failure) {
        return failure instanceof ProviderUnavailable unavailable && unavailable.blamesProvider();
    }

    private static <T> Future<T> spared(Future<T> called) {
        return called.recover(failure ->
                Future.failedFuture(failure instanceof OpenCircuitException ? ProviderUnavailable.spared() : failure));
    }

    private <T> Future<T> timed(ProviderAct act, long timeoutMs, Supplier<Future<T>> call) {
        long start = System.nanoTime();
        return Spans.ofProvider(provider, act.tag(), () -> start(call))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .<T>recover(
                        failure -> Future.failedFuture(failure instanceof TimeoutException ? late(timeoutMs) : failure))
                .onComplete(
                        answer -> meters.answered(act, answer, start), failure -> meters.failed(act, failure, start));
    }

    /** Too short a wait says nothing about the provider. */
    private ProviderUnavailable late(long timeoutMs) {
        String why = "no answer came in " + timeoutMs + " ms";
        return timeoutMs < attemptTimeoutMs / 2 ? ProviderUnavailable.ofOurs(why) : new ProviderUnavailable(why);
    }

    private static <T> Future<T> start(Supplier<Future<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }
}
