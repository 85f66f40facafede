package io.ticketsafe.bench.faults;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What the clients have seen since the last fault. */
final class Sightings {
    private final Histogram nanos = new Histogram(3);
    private final Map<String, Integer> kinds = new TreeMap<>();
    private long faultAt = System.nanoTime();
    private long firstFailure;
    private long lastFailure;
    private int failures;

    /**
     * @param windowMs from the first to the last failure, 0 without one
     * @param firstMs after the fault
     * @param kinds of failures, with their number
     */
    record Summary(
            long requests,
            int failures,
            long firstMs,
            long windowMs,
            long p99Ms,
            long slowestMs,
            Map<String, Integer> kinds) {}

    synchronized void answered(long tookNanos) {
        nanos.recordValue(tookNanos);
    }

    synchronized void failed(String what) {
        lastFailure = System.nanoTime();
        firstFailure = failures == 0 ? lastFailure : firstFailure;
        failures++;
        kinds.merge(what, 1, Integer::sum);
    }

    /** Forgets what was before. */
    synchronized void faultNow() {
        faultAt = System.nanoTime();
        nanos.reset();
        kinds.clear();
        failures = 0;
    }

    synchronized Summary summary() {
        return new Summary(
                nanos.getTotalCount() + failures,
                failures,
                failures == 0 ? 0 : ms(firstFailure - faultAt),
                failures == 0 ? 0 : ms(lastFailure - firstFailure),
                ms(nanos.getValueAtPercentile(99)),
                ms(nanos.getMaxValue()),
                Map.copyOf(kinds));
    }

    private static long ms(long duration) {
        return duration / 1_000_000;
    }
}
