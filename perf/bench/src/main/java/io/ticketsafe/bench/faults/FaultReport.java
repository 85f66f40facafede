package io.ticketsafe.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The table of a run, for people. */
public record FaultReport(List<Row> rows, int orders, List<String> wrong, String settings) {
    private static final int MOST_WRONG = 20;

    /** @param backMs from the fault until the process that took the place is ready */
    public record Row(String role, Sightings.Summary seen, long backMs) {}

    /** @param machine what it was run on */
    public String write(Path folder, Map<String, String> machine) {
        StringBuilder text = new StringBuilder("# Killing one of each role\n\n")
                .append(settings)
                .append(".\n\n");
        machine.forEach((fact, value) ->
                text.append("- ").append(fact).append(": ").append(value).append('\n'));
        text.append('\n')
                .append(
                        "| killed | requests | failed | first failure after | error window | p99 | slowest | back after |\n")
                .append("|---|---:|---:|---:|---:|---:|---:|---:|\n");
        for (Row row : rows) {
            Sightings.Summary seen = row.seen();
            text.append("| %s | %,d | %,d | %s | %,d ms | %,d ms | %,d ms | %,d ms |%n"
                    .formatted(
                            row.role(),
                            seen.requests(),
                            seen.failures(),
                            seen.failures() == 0 ? "" : "%,d ms".formatted(seen.firstMs()),
                            seen.windowMs(),
                            seen.p99Ms(),
                            seen.slowestMs(),
                            row.backMs()));
        }
        text.append("\nOrders that were told to be paid: %,d. Of these lost, or otherwise wrong: %d.%n"
                .formatted(orders, wrong.size()));
        wrong.stream()
                .limit(MOST_WRONG)
                .forEach(what -> text.append("- ").append(what).append('\n'));
        for (Row row : rows) {
            for (Map.Entry<String, Integer> kind : row.seen().kinds().entrySet()) {
                text.append("- %s: %d x %s%n".formatted(row.role(), kind.getValue(), kind.getKey()));
            }
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("faults.md"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public boolean isFine() {
        return wrong.isEmpty();
    }
}
