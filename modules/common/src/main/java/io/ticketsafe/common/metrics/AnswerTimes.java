package io.ticketsafe.common.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** Timers of what somebody waits for an answer to. All have the same few buckets, because each costs a series per route and status. */
public final class AnswerTimes {
    /** From a hold in memory to a payment at a slow provider; 100 ms is what the objective for holds is about. */
    private static final Duration[] BUCKETS = LongStream.of(5, 10, 25, 50, 100, 250, 1_000, 5_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private AnswerTimes() {}

    public static Timer.Builder timer(String name) {
        return Timer.builder(name).serviceLevelObjectives(BUCKETS);
    }
}
