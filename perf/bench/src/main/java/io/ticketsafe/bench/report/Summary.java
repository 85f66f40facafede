package io.ticketsafe.bench.report;

import io.ticketsafe.bench.Entrant;
import io.ticketsafe.bench.Measurement;
import io.ticketsafe.bench.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * All rounds of one contender and shape together. Times are per request.
 *
 * @param perSecond requests, in all rounds together
 * @param ofFloor median over the rounds of its speed as a share of floor A's in the same round; NaN without floor A
 * @param allocatedBytes by the contender's own processes
 * @param cpuUs processor time of the contender's own processes, in microseconds
 * @param p50ByPart median latency of each tenth of the sale, or of the whole
 */
record Summary(
        Entrant entrant,
        Shape shape,
        double perSecond,
        double ofFloor,
        double p50Ms,
        double p99Ms,
        double p999Ms,
        double cpuUs,
        double redisCpuUs,
        double loadCpuUs,
        double allocatedBytes,
        Map<Integer, Long> statuses,
        double[] p50ByPart,
        double[] p99ByPart) {

    static Summary of(Entrant entrant, Shape shape, List<Measurement> all) {
        List<Measurement> own = all.stream()
                .filter(one -> one.entrant() == entrant && one.shape() == shape)
                .toList();
        double answers = sum(own, one -> one.load().answers());
        Map<Integer, Long> statuses = new TreeMap<>();
        own.forEach(one -> one.load().statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum)));
        Histogram[] parts = new Histogram[own.get(0).load().latencies().length];
        Arrays.setAll(
                parts,
                part -> merged(
                        own.stream().map(one -> one.load().latencies()[part]).toList()));
        Histogram whole = merged(Arrays.asList(parts));
        return new Summary(
                entrant,
                shape,
                answers * 1e9 / sum(own, one -> one.load().nanos()),
                ofFloor(own, all),
                ms(whole, 50),
                ms(whole, 99),
                ms(whole, 99.9),
                sum(own, one -> one.usage().cpuNanos()) / answers / 1e3,
                sum(own, one -> one.redisCpuNanos()) / answers / 1e3,
                sum(own, one -> one.load().cpuNanos()) / answers / 1e3,
                sum(own, one -> one.usage().allocatedBytes()) / answers,
                statuses,
                Arrays.stream(parts).mapToDouble(part -> ms(part, 50)).toArray(),
                Arrays.stream(parts).mapToDouble(part -> ms(part, 99)).toArray());
    }

    private static double ofFloor(List<Measurement> own, List<Measurement> all) {
        double[] shares = own.stream()
                .flatMap(one -> all.stream()
                        .filter(other -> other.entrant() == Entrant.FLOOR
                                && other.shape() == one.shape()
                                && other.round() == one.round())
                        .map(floor -> one.requestsPerSecond() / floor.requestsPerSecond()))
                .mapToDouble(share -> share)
                .sorted()
                .toArray();
        if (shares.length == 0) {
            return Double.NaN;
        }
        int middle = shares.length / 2;
        return shares.length % 2 == 1 ? shares[middle] : (shares[middle - 1] + shares[middle]) / 2;
    }

    private static Histogram merged(List<Histogram> parts) {
        Histogram whole = new Histogram(parts.get(0));
        parts.forEach(whole::add);
        return whole;
    }

    private static double ms(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    private static double sum(List<Measurement> all, java.util.function.ToLongFunction<Measurement> value) {
        return all.stream().mapToLong(value).sum();
    }
}
