package io.ticketsafe.bench.order;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ticketsafe.bench.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Medians of the rounds, as a table and as JSON. */
public record OrderReport(
        Path java, String javaOptions, int buyers, boolean fsync, Score score, List<Result> ours, List<Result> floors) {
    private static final double MS = 1e6;

    /** Answers the table. */
    public String write(Path folder) throws IOException {
        Files.createDirectories(folder);
        String name = fsync ? "orders-fsync" : "orders";
        String table = table();
        Files.writeString(folder.resolve(name + ".md"), table);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve(name + ".json").toFile(), json());
        return table;
    }

    private String table() {
        StringBuilder text = new StringBuilder("# Orders, from the hold to the ticket\n\n");
        machine()
                .forEach((key, value) ->
                        text.append("- ").append(key).append(": ").append(value).append('\n'));
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
        text.append(String.format(
                Locale.ROOT,
                "| TicketSafe, one process | %,.0f | %.2f | %.1f | %.1f | %.1f | %.2f |%n",
                perSecond(ours),
                share(),
                quantile(ours, Result::orders, 50),
                quantile(ours, Result::orders, 99),
                median(ours, OrderReport::rowsPerOrder),
                median(ours, OrderReport::cpuMsPerOrder)));
        for (String step : ours.get(0).steps().keySet()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| … %s | | | %.1f | %.1f | | |%n",
                    step,
                    quantile(ours, result -> result.steps().get(step), 50),
                    quantile(ours, result -> result.steps().get(step), 99)));
        }
        return text.toString();
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(machine());
        json.put("floorOrdersPerSecond", floors.stream().map(Result::perSecond).toList());
        json.put("ordersPerSecond", ours.stream().map(Result::perSecond).toList());
        json.put("share", share());
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
