package io.ticketsafe.gateway.live;

import java.util.concurrent.TimeUnit;

/**
 * How soon a frame may follow the last one: 20 a second, or fewer, so that sending takes at most about a third of an event loop's
 * time while that keeps the delay small, and never more than half of it.
 */
final class Pace {
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long COMFORTABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(85);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long JUMP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long COLLECT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int THIRD = 3;
    private static final int HALF = 2;
    private static final double SMOOTH = 0.25;

    private long beganNanos = System.nanoTime() - LONGEST_NANOS;
    private double workNanos;

    void began(long nowNanos) {
        beganNanos = nowNanos;
    }

    /**
     * A single long one, for the machine was busy with something else, says little.
     *
     * @param nanos that one event loop was busy with a frame
     */
    void worked(long nanos) {
        double bounded = Math.min(nanos, 2 * workNanos + JUMP_NANOS);
        workNanos += SMOOTH * (bounded - workNanos);
    }

    long intervalNanos() {
        long comfortable = Math.min(COMFORTABLE_NANOS, (long) (THIRD * workNanos));
        return Math.min(LONGEST_NANOS, Math.max(SHORTEST_NANOS, Math.max(comfortable, (long) (HALF * workNanos))));
    }

    /** At least 1. */
    long pauseMs(long nowNanos) {
        long left = Math.max(COLLECT_NANOS, beganNanos + intervalNanos() - nowNanos);
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }
}
