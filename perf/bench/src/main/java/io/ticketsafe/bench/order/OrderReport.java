package io.ticketsafe.bench.order;

import io.ticketsafe.bench.report.Machine;
import io.ticketsafe.bench.report.Pages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Medians of the rounds, as a table and as JSON.
 *
 * @param earlier of another build; empty where there was none
 */
public record OrderReport(
        Path java,
        String javaOptions,
        int buyers,
        boolean fsync,
        Score score,
        List<Result> ours,
        List<Result> floors,
        List<Result> earlier) {
    private static final double MS = 1e6;

    /** Answers the table. */
    public String write(Path folder) throws IOException {
        return Pages.write(folder, fsync ? "orders-fsync" : "orders", table(), json());
    }

    private String table() {
        StringBuilder text = Pages.begin("Orders, from the hold to the ticket", machine());
        text.append(
                String.format(
                        Locale.ROOT,
                        "%n| | orders/s | share | p50 ms | p99 ms | rows/order | CPU ms/order |%n|---|---|---|---|---|---|---|%n"));
        text.append(String.format(
                Locale.ROOT,
                "| its commits alone: %d transactions, %d statements | %,.0f | 1.00 | %.1f | %.1f | %.1f | |%n",
                score.movements().size(),
                score.statements(),
                perSecond(floors),
                quantile(floors, Result::orders, 50),
                quantile(floors, Result::orders, 99),
                median(floors, OrderReport::rowsPerOrder)));
        line(text, "TicketSafe, one process", ours, String.format(Locale.ROOT, "%.2f", share()));
        for (String step : ours.get(0).steps().keySet()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| … %s | | | %.1f | %.1f | | |%n",
                    step,
                    quantile(ours, result -> result.steps().get(step), 50),
                    quantile(ours, result -> result.steps().get(step), 99)));
        }
        if (!earlier.isEmpty()) {
            line(text, "the build before, measured in turns", earlier, "");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String who, List<Result> results, String share) {
        text.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %s | %.1f | %.1f | %.1f | %.2f |%n",
                who,
                perSecond(results),
                share,
                quantile(results, Result::orders, 50),
                quantile(results, Result::orders, 99),
                median(results, OrderReport::rowsPerOrder),
                median(results, OrderReport::cpuMsPerOrder)));
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(machine());
        json.put("floorOrdersPerSecond", floors.stream().map(Result::perSecond).toList());
        json.put("ordersPerSecond", ours.stream().map(Result::perSecond).toList());
        json.put("share", share());
        if (!earlier.isEmpty()) {
            json.put(
                    "earlierOrdersPerSecond",
                    earlier.stream().map(Result::perSecond).toList());
        }
        json.put("p50Ms", quantile(ours, Result::orders, 50));
        json.put("p99Ms", quantile(ours, Result::orders, 99));
        return json;
    }

    private Map<String, String> machine() {
        Map<String, String> facts = Machine.describe(java, javaOptions);
        facts.put("PostgreSQL", fsync ? "fsync on" : "fsync off");
        facts.put("at once", buyers + " buyers, or clients");
        facts.put("rounds", String.valueOf(ours.size()));
        return facts;
    }

    /** The median of the rounds' shares, each of two measurements that followed each other. */
    private double share() {
        double[] shares = new double[ours.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = ours.get(i).perSecond() / floors.get(i).perSecond();
        }
        Arrays.sort(shares);
        return shares[shares.length / 2];
    }

    private static double perSecond(List<Result> results) {
        return median(results, Result::perSecond);
    }

    private static double rowsPerOrder(Result result) {
        return (double) result.rows() / result.orders().getTotalCount();
    }

    private static double cpuMsPerOrder(Result result) {
        return result.cpuNanos() / MS / result.orders().getTotalCount();
    }

    private static double quantile(List<Result> results, Function<Result, Histogram> of, double percent) {
        return median(results, result -> of.apply(result).getValueAtPercentile(percent) / MS);
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
        double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
