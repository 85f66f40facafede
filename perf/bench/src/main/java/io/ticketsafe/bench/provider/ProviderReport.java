package io.ticketsafe.bench.provider;

import io.ticketsafe.bench.provider.Crowd.Outcome;
import io.ticketsafe.bench.provider.Crowd.Rates;
import io.ticketsafe.bench.report.Machine;
import io.ticketsafe.bench.report.Pages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What buyers and visitors met while the provider was well and while it was not, as a table and as JSON. */
public record ProviderReport(
        Path java, String javaOptions, Rates rates, int seconds, boolean spared, List<Round> well, List<Round> unwell) {
    private static final double MS = 1e6;

    /**
     * One measurement.
     *
     * @param most as {@link Pools#most} tells
     */
    public record Round(Outcome outcome, Map<String, Double> most) {}

    /** Answers the table. */
    public String write(Path folder) throws IOException {
        return Pages.write(folder, spared ? "provider" : "provider-without-breaker", table(), json());
    }

    private String table() {
        StringBuilder text = Pages.begin("Holds and reads while the payment provider is unwell", machine());
        text.append("\n| medians of the rounds | provider well | takes 5 s and loses every second answer | times |\n")
                .append("|---|---:|---:|---:|\n");
        line(text, "holds, p50 ms", outcome -> quantile(outcome.holds(), 50));
        line(text, "holds, p99 ms", outcome -> quantile(outcome.holds(), 99));
        line(text, "reads, p50 ms", outcome -> quantile(outcome.reads(), 50));
        line(text, "reads, p99 ms", outcome -> quantile(outcome.reads(), 99));
        text.append("| payers at once, most | %d | %d | |%n".formatted(paying(well), paying(unwell)));
        text.append("\n| in all rounds | provider well | unwell |\n|---|---|---|\n");
        text.append("| payers were told | %s | %s |%n".formatted(told(well), told(unwell)));
        text.append("| holds and reads refused | %d | %d |%n".formatted(refused(well), refused(unwell)));
        Map<String, Double> calm = most(well);
        Map<String, Double> stress = most(unwell);
        stress.forEach((what, value) -> text.append(
                String.format(Locale.ROOT, "| most %s | %.0f | %.0f |%n", what, calm.getOrDefault(what, 0.0), value)));
        return text.toString();
    }

    private void line(StringBuilder text, String what, ToDoubleFunction<Outcome> figure) {
        double before = median(well, figure);
        double after = median(unwell, figure);
        text.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.2f |%n", what, before, after, after / before));
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(machine());
        json.put("well", well.stream().map(ProviderReport::json).toList());
        json.put("unwell", unwell.stream().map(ProviderReport::json).toList());
        json.put("most", Map.of("well", most(well), "unwell", most(unwell)));
        return json;
    }

    private static Map<String, Object> json(Round round) {
        Map<String, Object> json = new LinkedHashMap<>();
        Map.<String, Function<Outcome, Histogram>>of("holds", Outcome::holds, "reads", Outcome::reads)
                .forEach((what, times) -> {
                    json.put(what + "P50Ms", quantile(times.apply(round.outcome()), 50));
                    json.put(what + "P99Ms", quantile(times.apply(round.outcome()), 99));
                    json.put(what, times.apply(round.outcome()).getTotalCount());
                });
        json.put("refused", round.outcome().refused());
        json.put("payments", round.outcome().payments());
        return json;
    }

    private Map<String, String> machine() {
        Map<String, String> facts = Machine.describe(java, javaOptions);
        facts.put(
                "every second",
                "%d holds, %d reads, %d who hold, order and pay"
                        .formatted(rates.holds(), rates.reads(), rates.payments()));
        facts.put("circuit breaker", spared ? "as configured by default" : "switched off");
        facts.put("rounds", "%d of %d s each way, in turns".formatted(well.size(), seconds));
        return facts;
    }

    private static double quantile(Histogram times, double percent) {
        return times.getValueAtPercentile(percent) / MS;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Outcome> figure) {
        double[] sorted =
                rounds.stream().map(Round::outcome).mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static long paying(List<Round> rounds) {
        return rounds.stream()
                .mapToLong(round -> round.outcome().mostPaying())
                .max()
                .orElse(0);
    }

    private static long refused(List<Round> rounds) {
        return rounds.stream().mapToLong(round -> round.outcome().refused()).sum();
    }

    private static Map<String, Long> told(List<Round> rounds) {
        Map<String, Long> all = new TreeMap<>();
        rounds.forEach(round -> round.outcome().payments().forEach((word, count) -> all.merge(word, count, Long::sum)));
        return all;
    }

    private static Map<String, Double> most(List<Round> rounds) {
        Map<String, Double> all = new TreeMap<>();
        rounds.forEach(round -> round.most().forEach((what, value) -> all.merge(what, value, Math::max)));
        return all;
    }
}
