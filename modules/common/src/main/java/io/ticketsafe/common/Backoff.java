package io.ticketsafe.common;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses before something is tried again: exponential, with full jitter, so that those who failed together do not come
 * back together (AWS Architecture Blog, "Exponential Backoff And Jitter").
 *
 * @param first upper bound of the pause after the first failure
 * @param longest upper bound of every pause
 */
public record Backoff(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 20;

    public Backoff {
        requireNonNull(first);
        requireNonNull(longest);
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("pauses must be at least 1 ms, and the longest not below the first");
        }
    }

    /** @param failures in a row, from 1 */
    public long pauseMs(int failures) {
        long doubled = first.toMillis() << Math.min(MOST_DOUBLINGS, failures - 1);
        return 1 + ThreadLocalRandom.current().nextLong(Math.min(longest.toMillis(), doubled));
    }

    /** The duration, more or less by up to a quarter: for timers that many processes run. */
    public static long aboutMs(Duration duration) {
        long quarter = Math.max(1, duration.toMillis() / 4);
        return Math.max(1, duration.toMillis() + ThreadLocalRandom.current().nextLong(-quarter, quarter + 1));
    }
}
