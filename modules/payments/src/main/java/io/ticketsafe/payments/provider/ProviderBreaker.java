package io.ticketsafe.payments.provider;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.payments.PaymentsConfig;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares a provider that mostly gives no answer, and those who would wait for it. Vert.x' breaker has the states; it would
 * forget all failures with every success and never open on a provider that fails half of the time, so what opens it is a
 * {@link FailureRate}. After a while one call is let through, and its answer closes it; late answers to calls from before say
 * nothing of now. A refusal of the provider, such as a declined card, is an answer.
 */
final class ProviderBreaker {
    private static final Logger log = LoggerFactory.getLogger(ProviderBreaker.class);
    private static final Duration A_PROBE = Duration.ofSeconds(2);

    private final CircuitBreaker breaker;
    private final FailureRate rate;
    private final Duration openFor;
    private volatile long openedAtMs;
    private volatile boolean probing;

    ProviderBreaker(Vertx vertx, String provider, PaymentsConfig.Breaker limits) {
        requireNonNull(provider);
        this.openFor = limits.openFor();
        this.rate = new FailureRate(limits.window(), limits.fewestCalls(), limits.failurePercent());
        this.breaker = CircuitBreaker.create(
                        provider,
                        vertx,
                        new CircuitBreakerOptions()
                                .setMaxFailures(1)
                                .setMaxRetries(0)
                                .setTimeout(-1)
                                .setResetTimeout(openFor.toMillis())
                                .setNotificationAddress(null))
                .failurePolicy(ended -> opens(ended.cause()))
                .openHandler(opened -> {
                    openedAtMs = nowMs();
                    log.atWarn()
                            .addKeyValue("provider", provider)
                            .log("provider mostly gives no answer; it is not asked for a while");
                })
                .closeHandler(closed -> {
                    rate.clear();
                    log.atInfo().addKeyValue("provider", provider).log("provider answers again");
                });
    }

    /** Fails with ProviderUnavailable without asking while the provider is spared. */
    <T> Future<T> call(Supplier<Future<T>> call) {
        return breaker.state() == CircuitBreakerState.CLOSED
                ? call.get().onComplete(answer -> judge(null), this::judge)
                : tryOut(call);
    }

    private synchronized void judge(Throwable failure) {
        if (breaker.state() == CircuitBreakerState.CLOSED && opens(failure)) {
            breaker.open();
        }
    }

    private <T> Future<T> tryOut(Supplier<Future<T>> call) {
        return breaker.execute(() -> begin(call))
                .recover(failure -> failure instanceof OpenCircuitException
                        ? Future.failedFuture(ProviderUnavailable.spared())
                        : Future.failedFuture(failure));
    }

    private <T> Future<T> begin(Supplier<Future<T>> call) {
        boolean probe = breaker.state() == CircuitBreakerState.HALF_OPEN;
        if (!probe) {
            return call.get();
        }
        probing = true;
        return call.get().onComplete(ended -> probing = false);
    }

    private boolean opens(Throwable failure) {
        boolean failed = failure instanceof ProviderUnavailable unavailable && unavailable.blamesProvider();
        rate.note(failed, nowMs());
        return failed && (breaker.state() != CircuitBreakerState.CLOSED || rate.isTooHigh(nowMs()));
    }

    CircuitBreakerState state() {
        return breaker.state();
    }

    /** Whether a call would not be let through right now. */
    boolean refuses() {
        return switch (state()) {
            case CLOSED -> false;
            case OPEN -> true;
            case HALF_OPEN -> probing;
        };
    }

    /** After which it may be worth asking again. */
    Duration pause() {
        return state() == CircuitBreakerState.OPEN
                ? openFor.minusMillis(nowMs() - openedAtMs).plus(A_PROBE)
                : A_PROBE;
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
