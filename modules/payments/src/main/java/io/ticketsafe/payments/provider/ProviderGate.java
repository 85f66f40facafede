package io.ticketsafe.payments.provider;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The one way to a provider: bounds the calls that are under way, gives each a deadline, repeats what may be repeated for as
 * long as the caller waits, and counts. A circuit breaker belongs around one attempt, in
 * here.
 */
public final class ProviderGate {
    private static final Backoff BETWEEN_ATTEMPTS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /** No attempt is begun with less time than this left. */
    private static final long SHORTEST_ATTEMPT_MS = 50;

    private final Vertx vertx;
    private final long attemptTimeoutMs;
    private final int mostInFlight;
    private final ProviderMeters meters;
    private final AtomicInteger inFlight = new AtomicInteger();

    ProviderGate(Vertx vertx, Duration attemptTimeout, int mostInFlight, ProviderMeters meters) {
        this.vertx = requireNonNull(vertx);
        this.attemptTimeoutMs = attemptTimeout.toMillis();
        this.mostInFlight = mostInFlight;
        this.meters = requireNonNull(meters);
    }

    /** Whether a call would be refused right now. */
    public boolean isFull() {
        return inFlight.get() >= mostInFlight;
    }

    /** The provider's answer; ProviderUnavailable when there was none before the deadline, or too many calls are under way. */
    public <T> Future<T> call(ProviderAct act, Deadline deadline, Supplier<Future<T>> call) {
        return attempt(act, deadline, call, 1);
    }

    private <T> Future<T> attempt(ProviderAct act, Deadline deadline, Supplier<Future<T>> call, int number) {
        return once(act, deadline, call).recover(failure -> {
            if (!(failure instanceof ProviderUnavailable)) {
                return Future.failedFuture(failure);
            }
            long pauseMs = BETWEEN_ATTEMPTS.pauseMs(number);
            return deadline.remainingMs() - pauseMs < SHORTEST_ATTEMPT_MS
                    ? Future.failedFuture(failure)
                    : vertx.timer(pauseMs, TimeUnit.MILLISECONDS)
                            .compose(rested -> attempt(act, deadline, call, number + 1));
        });
    }

    private <T> Future<T> once(ProviderAct act, Deadline deadline, Supplier<Future<T>> call) {
        long timeoutMs = Math.min(attemptTimeoutMs, deadline.remainingMs());
        if (timeoutMs < SHORTEST_ATTEMPT_MS) {
            return Future.failedFuture(new ProviderUnavailable("no time is left"));
        }
        if (inFlight.incrementAndGet() > mostInFlight) {
            inFlight.decrementAndGet();
            return Future.failedFuture(new ProviderUnavailable("too many calls are under way"));
        }
        long start = System.nanoTime();
        return start(call)
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .<T>recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? new ProviderUnavailable("no answer came in " + timeoutMs + " ms")
                                : failure))
                .onComplete(
                        answer -> meters.answered(act, answer, start), failure -> meters.failed(act, failure, start))
                .eventually(() -> {
                    inFlight.decrementAndGet();
                    return Future.succeededFuture();
                });
    }

    private static <T> Future<T> start(Supplier<Future<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }
}
