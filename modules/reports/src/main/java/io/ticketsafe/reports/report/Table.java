package io.ticketsafe.reports.report;

import io.ticketsafe.contract.reports.ReportOperations.Report;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Rows by key, in the order of their keys, and totals. */
final class Table {
    private static final Comparator<List<String>> KEY_BY_KEY = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int difference = left.get(i).compareTo(right.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    };

    private final List<String> by;
    private final List<String> columns;
    private final Map<List<String>, Map<String, Object>> rows = new TreeMap<>(KEY_BY_KEY);
    private final Map<String, Object> totals = new LinkedHashMap<>();

    Table(List<String> by, List<String> figures) {
        this.by = by;
        this.columns = new ArrayList<>(by);
        this.columns.addAll(figures);
    }

    /** The row with this key, made where there is none. */
    Map<String, Object> row(List<String> key) {
        return rows.computeIfAbsent(key, values -> {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < by.size(); i++) {
                row.put(by.get(i), values.get(i));
            }
            return row;
        });
    }

    Map<String, Object> totals() {
        return totals;
    }

    /** @param currency of every amount; null where rows name their own, or where nothing is known of it */
    Report toReport(UUID eventId, UUID organizationId, String currency) {
        return new Report(
                eventId,
                organizationId,
                currency,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                by,
                List.copyOf(columns),
                List.copyOf(rows.values()),
                totals);
    }
}
