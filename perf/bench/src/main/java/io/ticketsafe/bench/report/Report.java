package io.ticketsafe.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ticketsafe.bench.Entrant;
import io.ticketsafe.bench.Measurement;
import io.ticketsafe.bench.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a run as a table, a chart, and JSON. */
public final class Report {
    private final Run run;
    private final List<Summary> summaries = new ArrayList<>();
    private final Map<String, String> machine;
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /**
     * @param name of the files, before their endings
     * @param java the program that ran the servers
     */
    public record Run(
            String name,
            Path java,
            String javaOptions,
            String redisVersion,
            int connections,
            int rounds,
            int seconds,
            double redisBytesPerSeat,
            double redisBytesPerHold) {}

    public Report(Run run, List<Measurement> measured) {
        this.run = run;
        this.machine = Machine.describe(run.java(), run.javaOptions(), run.redisVersion());
        for (Shape shape : Shape.values()) {
            for (Entrant entrant : Entrant.values()) {
                if (measured.stream().anyMatch(one -> one.shape() == shape && one.entrant() == entrant)) {
                    summaries.add(Summary.of(entrant, shape, measured));
                }
            }
        }
    }

    /** Writes all three, and returns the table. */
    public String write(Path folder) {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("at", at.toString());
        all.put("machine", machine);
        all.put("connections", run.connections());
        all.put("rounds", run.rounds());
        all.put("secondsPerRound", run.seconds());
        all.put("redisBytesPerSeat", run.redisBytesPerSeat());
        all.put("redisBytesPerHold", run.redisBytesPerHold());
        all.put("results", summaries);
        String table = table();
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(run.name() + ".json"), json.writeValueAsBytes(all));
            Files.writeString(folder.resolve(run.name() + ".md"), table);
            Files.writeString(folder.resolve(run.name() + ".svg"), Chart.of(summaries, machine.get("servers' JDK")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private String table() {
        StringBuilder text = new StringBuilder("# Holds per second\n\n");
        text.append("Measured at ")
                .append(at)
                .append(" with ")
                .append(run.connections())
                .append(" connections, in ");
        text.append(run.rounds())
                .append(" interleaved rounds of ")
                .append(run.seconds())
                .append(" s.\n\n");
        machine.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        line(
                text,
                "- Redis memory: %.1f bytes per free seat, %.0f bytes per hold of two seats",
                run.redisBytesPerSeat(),
                run.redisBytesPerHold());
        for (Shape shape : Shape.values()) {
            List<Summary> own =
                    summaries.stream().filter(one -> one.shape() == shape).toList();
            if (!own.isEmpty()) {
                section(text, shape, own);
            }
        }
        return text.toString();
    }

    private static void section(StringBuilder text, Shape shape, List<Summary> summaries) {
        text.append("\n## ").append(shape.title()).append("\n\n");
        text.append("| | req/s | of floor A | p50 ms | p99 ms | p99.9 ms | CPU µs/req | Redis CPU µs/req |"
                + " load CPU µs/req | allocated B/req | answers |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n");
        for (Summary one : summaries) {
            line(
                    text,
                    "| %s | %,.0f | %s | %.2f | %.2f | %.2f | %s | %.1f | %.1f | %s | %s |",
                    one.entrant().title(),
                    one.perSecond(),
                    orNone("%.2f", one.ofFloor()),
                    one.p50Ms(),
                    one.p99Ms(),
                    one.p999Ms(),
                    orNone("%.1f", one.cpuUs()),
                    one.redisCpuUs(),
                    one.loadCpuUs(),
                    orNone("%,.0f", one.allocatedBytes()),
                    one.statuses());
        }
        if (shape.parts() > 1) {
            text.append("\nMedian latency by tenth of the sale, from empty until sold out, ms:\n\n");
            for (Summary one : summaries) {
                StringBuilder tenths = new StringBuilder();
                for (double p50 : one.p50ByPart()) {
                    tenths.append(String.format(Locale.ROOT, " %.2f", p50));
                }
                line(text, "- %s:%s", one.entrant().title(), tenths);
            }
        }
    }

    private static String orNone(String format, double value) {
        return value > 0 ? String.format(Locale.ROOT, format, value) : "–";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
