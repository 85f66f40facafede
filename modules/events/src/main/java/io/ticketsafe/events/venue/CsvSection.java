package io.ticketsafe.events.venue;

import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A section that grows line by line. */
final class CsvSection {
    private final String code;
    private final Map<String, RowLines> rows = new LinkedHashMap<>();
    private Integer standing;

    CsvSection(String code) {
        this.code = code;
    }

    boolean isNew() {
        return standing == null && rows.isEmpty();
    }

    boolean isStanding() {
        return standing != null;
    }

    void standing(int capacity) {
        standing = capacity;
    }

    /** @return why the seat cannot be, or null */
    String seat(long line, String rowLabel, String name, boolean accessible, List<Double> position) {
        RowLines row = rows.computeIfAbsent(rowLabel, label -> new RowLines());
        if (row.names.size() == SeatMap.MOST_SEATS_IN_ROW) {
            return "a row has at most " + SeatMap.MOST_SEATS_IN_ROW + " seats.";
        }
        if (!row.names.add(name)) {
            return "this seat stands in the file already.";
        }
        if (accessible) {
            row.accessible.add(name);
        }
        if (position != null) {
            row.positions.add(position);
        } else if (row.lineWithoutPosition == 0) {
            row.lineWithoutPosition = line;
        }
        return null;
    }

    Section toSection(Refusal refusal) {
        if (standing != null) {
            return new Section(code, code, SectionKind.STANDING, null, standing);
        }
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach((label, row) -> {
            if (row.lineWithoutPosition != 0 && !row.positions.isEmpty()) {
                refusal.at(row.lineWithoutPosition, "other seats of this row have a position, this one has none.");
            }
            list.add(new Row(
                    label, SeatNames.canonical(List.copyOf(row.names)), List.copyOf(row.accessible), row.positions));
        });
        return new Section(code, code, SectionKind.SEATED, list, null);
    }

    /** Takes what is wrong with a line. */
    @FunctionalInterface
    interface Refusal {
        void at(long line, String detail);
    }

    private static final class RowLines {
        private final Set<String> names = new LinkedHashSet<>();
        private final List<String> accessible = new ArrayList<>();
        private final List<List<Double>> positions = new ArrayList<>();
        private long lineWithoutPosition;
    }
}
