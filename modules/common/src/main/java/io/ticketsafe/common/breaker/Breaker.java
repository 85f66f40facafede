package io.ticketsafe.common.breaker;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares somebody who mostly gives no answer, and those who would wait for it. Vert.x' breaker has the states; it would
 * forget all failures with every success and never open on somebody who fails half of the time, so what opens it is a
 * {@link FailureRate}. After a while one call is let through, and its answer closes it; late answers to calls from before say
 * nothing of now.
 */
public final class Breaker {
    private static final Logger log = LoggerFactory.getLogger(Breaker.class);
    private static final Duration A_PROBE = Duration.ofSeconds(2);

    public static final String METER = "ticketsafe.breaker";
    public static final String MEANING =
            "Whether somebody is asked: 0 yes, 1 by one call to see whether there is an answer again, 2 no";

    private final CircuitBreaker breaker;
    private final FailureRate rate;
    private final Duration openFor;
    private final Predicate<Throwable> isNoAnswer;
    private volatile int timesOpened;
    private volatile long openedAtMs;
    private volatile boolean probing;

    /**
     * @param name of who is asked, for the log
     * @param isNoAnswer of a failure: whether it was none, or no answer at all; a refusal is an answer
     */
    public Breaker(Vertx vertx, String name, BreakerLimits limits, Predicate<Throwable> isNoAnswer) {
        requireNonNull(name);
        this.openFor = limits.openFor();
        this.rate = new FailureRate(limits.window(), limits.fewestCalls(), limits.failurePercent());
        this.isNoAnswer = requireNonNull(isNoAnswer);
        this.breaker = CircuitBreaker.create(
                        name,
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
                    timesOpened++;
                    log.atWarn().addKeyValue("breaker", name).log("mostly no answer; it is not asked for a while");
                })
                .closeHandler(closed -> {
                    rate.clear();
                    log.atInfo().addKeyValue("breaker", name).log("it answers again");
                });
    }

    /** Shows how it stands as {@code ticketsafe.breaker}. */
    public Breaker shownIn(MeterRegistry meters) {
        Gauge.builder(METER, this, Breaker::level)
                .description(MEANING)
                .tag("of", breaker.name())
                .strongReference(true)
                .register(meters);
        return this;
    }

    /** Fails with {@link OpenCircuitException}, without asking, while nobody asks. */
    public <T> Future<T> call(Supplier<Future<T>> call) {
        int begunAfter = timesOpened;
        return breaker.state() == CircuitBreakerState.CLOSED
                ? call.get().onComplete(answer -> judge(null, begunAfter), failure -> judge(failure, begunAfter))
                : tryOut(call);
    }

    private synchronized void judge(Throwable failure, int begunAfter) {
        boolean isOfNow = begunAfter == timesOpened && breaker.state() == CircuitBreakerState.CLOSED;
        if (isOfNow && opens(failure)) {
            breaker.open();
        }
    }

    private <T> Future<T> tryOut(Supplier<Future<T>> call) {
        return breaker.execute(() -> begin(call));
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
        boolean failed = failure != null && isNoAnswer.test(failure);
        rate.note(failed, nowMs());
        return failed && (breaker.state() != CircuitBreakerState.CLOSED || rate.isTooHigh(nowMs()));
    }

    /** 0: all calls go through; 1: one, to see whether there is an answer again; 2: none. */
    public int level() {
        return switch (state()) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    public CircuitBreakerState state() {
        return breaker.state();
    }

    /** Whether a call would not be let through right now. */
    public boolean refuses() {
        return switch (state()) {
            case CLOSED -> false;
            case OPEN -> true;
            case HALF_OPEN -> probing;
        };
    }

    /** After which it may be worth asking again. */
    public Duration pause() {
        return state() == CircuitBreakerState.OPEN
                ? openFor.minusMillis(nowMs() - openedAtMs).plus(A_PROBE)
                : A_PROBE;
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
