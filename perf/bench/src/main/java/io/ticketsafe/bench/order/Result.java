package io.ticketsafe.bench.order;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One measurement.
 *
 * @param orders nanoseconds from the first request to the last answer of each order
 * @param steps the same for each request of an order; empty for the floor
 * @param cpuNanos of the server; 0 for the floor
 * @param rows written in PostgreSQL
 */
public record Result(Histogram orders, long nanos, Map<String, Histogram> steps, long cpuNanos, long rows) {
    public Result(Histogram orders, long nanos, Map<String, Histogram> steps) {
        this(orders, nanos, steps, 0, 0);
    }

    public double perSecond() {
        return orders.getTotalCount() * 1e9 / nanos;
    }

    public Result withCpu(long spentNanos) {
        return new Result(orders, nanos, steps, spentNanos, rows);
    }

    public Result withRows(long written) {
        return new Result(orders, nanos, steps, cpuNanos, written);
    }
}
