package io.ticketsafe.events.venue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.events.input.Texts;
import io.ticketsafe.events.input.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a seat map and brings it into the one form in which it is stored and answered. */
final class SeatMap {
    static final int MOST_SECTIONS = 500;
    static final int MOST_PLACES = 100_000;
    static final int MOST_SEATS_IN_ROW = 1_000;
    /** No hyphen: it separates the parts of a seat's label. */
    static final Pattern SECTION_CODE = Pattern.compile("[A-Za-z0-9_]{1,20}");

    static final Pattern PLACE_NAME = Pattern.compile("[A-Za-z0-9_.]{1,10}");
    static final String SECTION_CODE_RULE = "A section's code has 1 to 20 letters A-Z a-z, digits or _.";
    static final String PLACE_NAME_RULE =
            "A row's or seat's name has 1 to 10 letters A-Z a-z, digits, _ or full stops.";
    static final double FURTHEST = 1_000_000;

    private final Violations violations;
    private int places;

    private SeatMap(Violations violations) {
        this.violations = violations;
    }

    /**
     * Seats as a number where they are named 1 to n, else as names; accessible seats in seat order; capacities filled. The result
     * means something only while there are no violations.
     */
    static List<Section> canonical(List<Section> sections, Violations violations) {
        if (sections == null || sections.isEmpty() || sections.size() > MOST_SECTIONS) {
            violations.add("/sections", "A venue has 1 to " + MOST_SECTIONS + " sections.");
            return List.of();
        }
        return new SeatMap(violations).all(sections);
    }

    static int capacity(List<Section> canonical) {
        return canonical.stream().mapToInt(Section::capacity).sum();
    }

    private List<Section> all(List<Section> sections) {
        List<Section> canonical = new ArrayList<>(sections.size());
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < sections.size() && !violations.isFull(); i++) {
            String at = "/sections/" + i;
            Section section = sections.get(i);
            if (section == null || section.code() == null) {
                violations.add(at + "/code", "This member is required.");
                continue;
            }
            if (!SECTION_CODE.matcher(section.code()).matches()) {
                violations.add(at + "/code", SECTION_CODE_RULE);
            } else if (!codes.add(section.code())) {
                violations.add(at + "/code", "Another section has this code already.");
            }
            canonical.add(section(at, section));
        }
        return canonical;
    }

    private Section section(String at, Section section) {
        String name = section.name() == null ? section.code() : section.name();
        Texts.name(violations, at + "/name", name);
        if (section.kind() == null) {
            violations.add(at + "/kind", "This member is required.");
            return section;
        }
        return section.kind() == SectionKind.STANDING ? standing(at, name, section) : seated(at, name, section);
    }

    private Section standing(String at, String name, Section section) {
        if (section.rows() != null && !section.rows().isEmpty()) {
            violations.add(at + "/rows", "A standing section has no rows.");
        }
        Integer capacity = section.capacity();
        if (capacity == null || capacity < 1 || capacity > MOST_PLACES) {
            violations.add(at + "/capacity", "A standing section holds 1 to " + MOST_PLACES + " people.");
            return section;
        }
        count(capacity);
        return new Section(section.code(), name, SectionKind.STANDING, null, capacity);
    }

    private Section seated(String at, String name, Section section) {
        if (section.rows() == null || section.rows().isEmpty()) {
            violations.add(at + "/rows", "A seated section needs at least one row.");
            return section;
        }
        List<Row> rows = new ArrayList<>(section.rows().size());
        Set<String> labels = new HashSet<>();
        int seats = 0;
        for (int i = 0; i < section.rows().size() && !violations.isFull() && places <= MOST_PLACES; i++) {
            Row row = row(at + "/rows/" + i, section.rows().get(i), labels);
            if (row != null) {
                rows.add(row);
                int count = SeatNames.count(row.seats());
                seats += count;
                count(count);
            }
        }
        if (section.capacity() != null && section.capacity() != seats && violations.isEmpty()) {
            violations.add(at + "/capacity", "This section has " + seats + " seats; leave its capacity out.");
        }
        return new Section(section.code(), name, SectionKind.SEATED, rows, seats);
    }

    private void count(int more) {
        boolean fitted = places <= MOST_PLACES;
        places += more;
        if (fitted && places > MOST_PLACES) {
            violations.add("/sections", "A venue has at most " + MOST_PLACES + " places.");
        }
    }

    /** Null when its seats cannot be told. */
    private Row row(String at, Row row, Set<String> labels) {
        if (row == null || row.label() == null) {
            violations.add(at + "/label", "This member is required.");
            return null;
        }
        if (!PLACE_NAME.matcher(row.label()).matches()) {
            violations.add(at + "/label", PLACE_NAME_RULE);
        } else if (!labels.add(row.label())) {
            violations.add(at + "/label", "Another row of this section has this label already.");
        }
        List<String> names = names(at + "/seats", row.seats());
        if (names == null) {
            return null;
        }
        List<String> accessible = accessible(at + "/accessible", row.accessible(), names);
        checkPositions(at + "/positions", row.positions(), names.size());
        List<List<Double>> positions =
                row.positions() == null || row.positions().isEmpty() ? null : row.positions();
        return new Row(row.label(), SeatNames.canonical(names), accessible, positions);
    }

    /** Null when they are none. */
    private List<String> names(String at, JsonNode seats) {
        boolean counted = seats != null && seats.isIntegralNumber() && seats.canConvertToInt();
        int size = counted ? seats.intValue() : seats != null && seats.isArray() ? seats.size() : 0;
        if (size < 1 || size > MOST_SEATS_IN_ROW) {
            violations.add(
                    at, "The seats are a number or a list of names; a row has 1 to " + MOST_SEATS_IN_ROW + " of them.");
            return null;
        }
        if (counted) {
            return SeatNames.of(seats);
        }
        return areNames(at, seats) ? SeatNames.of(seats) : null;
    }

    private boolean areNames(String at, JsonNode seats) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < seats.size(); i++) {
            String name = seats.get(i).textValue();
            if (name == null || !PLACE_NAME.matcher(name).matches()) {
                violations.add(at + "/" + i, PLACE_NAME_RULE);
                return false;
            }
            if (!seen.add(name)) {
                violations.add(at + "/" + i, "Another seat of this row has this name already.");
                return false;
            }
        }
        return true;
    }

    private List<String> accessible(String at, List<String> accessible, List<String> names) {
        if (accessible == null || accessible.isEmpty()) {
            return null;
        }
        Set<String> known = new HashSet<>(names);
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < accessible.size() && !violations.isFull(); i++) {
            if (!known.contains(accessible.get(i))) {
                violations.add(at + "/" + i, "This row has no seat of that name.");
            } else if (!chosen.add(accessible.get(i))) {
                violations.add(at + "/" + i, "This seat is listed already.");
            }
        }
        return names.stream().filter(chosen::contains).toList();
    }

    private void checkPositions(String at, List<List<Double>> positions, int seats) {
        if (positions == null || positions.isEmpty()) {
            return;
        }
        if (positions.size() != seats) {
            violations.add(at, "There must be a position for each of the " + seats + " seats, or none at all.");
            return;
        }
        for (int i = 0; i < seats && !violations.isFull(); i++) {
            List<Double> position = positions.get(i);
            if (position == null || position.size() != 2 || !position.stream().allMatch(SeatMap::isOnPlan)) {
                violations.add(at + "/" + i, "A position is [x, y], each between -1000000 and 1000000.");
            }
        }
    }

    static boolean isOnPlan(Double coordinate) {
        return coordinate != null && Math.abs(coordinate) <= FURTHEST;
    }
}
