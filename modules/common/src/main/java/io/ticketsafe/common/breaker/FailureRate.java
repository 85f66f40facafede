package io.ticketsafe.common.breaker;

import java.time.Duration;
import java.util.Arrays;

/** How many of the calls that ended within a sliding window got no answer, in tenths of the window. */
final class FailureRate {
    private static final int SLOTS = 10;

    private final long slotMs;
    private final int fewestCalls;
    private final int percent;
    private final long[] startedAt = new long[SLOTS];
    private final int[] calls = new int[SLOTS];
    private final int[] failures = new int[SLOTS];

    /**
     * @param fewestCalls with fewer in the window, nothing can be told
     * @param percent of failures from which on the rate is too high
     */
    FailureRate(Duration window, int fewestCalls, int percent) {
        this.slotMs = Math.max(1, window.toMillis() / SLOTS);
        this.fewestCalls = fewestCalls;
        this.percent = percent;
        clear();
    }

    /** @param nowMs of a clock that never goes back, such as {@link System#nanoTime} */
    synchronized void note(boolean failed, long nowMs) {
        long start = nowMs - Math.floorMod(nowMs, slotMs);
        int slot = (int) Math.floorMod(nowMs / slotMs, (long) SLOTS);
        if (startedAt[slot] != start) {
            startedAt[slot] = start;
            calls[slot] = 0;
            failures[slot] = 0;
        }
        calls[slot]++;
        failures[slot] += failed ? 1 : 0;
    }

    synchronized boolean isTooHigh(long nowMs) {
        long oldest = nowMs - SLOTS * slotMs;
        long ended = 0;
        long failed = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (startedAt[slot] > oldest) {
                ended += calls[slot];
                failed += failures[slot];
            }
        }
        return ended >= fewestCalls && failed * 100 >= ended * percent;
    }

    synchronized void clear() {
        Arrays.fill(startedAt, Long.MIN_VALUE);
        Arrays.fill(calls, 0);
        Arrays.fill(failures, 0);
    }
}
