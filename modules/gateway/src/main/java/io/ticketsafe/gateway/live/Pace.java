package io.ticketsafe.gateway.live;

import java.util.concurrent.TimeUnit;

/**
 * When the next audience of a feed has its turn. Each is sent at most 20 frames a second; and after each turn the event loops rest for as
 * long as turns take of late, so that sending frames takes at most half of their time, however many look, and whatever else there is
 * to do has its own turns in between.
 */
final class Pace {
    static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long JUMP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long COLLECT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final double SMOOTH = 0.25;

    private long endedNanos = System.nanoTime() - LONGEST_REST_NANOS;
    private double workNanos;

    /**
     * A turn is over. A single long one, for the machine was busy with something else, says little.
     *
     * @param nanos that one event loop was busy with it
     */
    void worked(long nanos, long nowNanos) {
        double bounded = Math.min(nanos, 2 * workNanos + JUMP_NANOS);
        workNanos += SMOOTH * (bounded - workNanos);
        endedNanos = nowNanos;
    }

    /** Until the event loops have rested; changes that come meanwhile are collected. */
    long restNanos(long nowNanos) {
        long rest = Math.min(LONGEST_REST_NANOS, (long) workNanos);
        return Math.max(0, endedNanos + rest - nowNanos);
    }

    /** After silence: what comes within the next moment goes along. */
    long collectNanos(long nowNanos) {
        return Math.max(COLLECT_NANOS, restNanos(nowNanos));
    }

    /** For a timer; at least 1. */
    static long ms(long nanos) {
        return Math.max(1, Math.round(nanos / 1e6));
    }
}
