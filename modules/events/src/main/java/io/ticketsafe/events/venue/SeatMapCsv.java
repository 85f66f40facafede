package io.ticketsafe.events.venue;

import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.events.input.Violations;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a seat map from CSV (RFC 4180): header {@code section,row,seat,accessible,x,y} in any order, the last three
 * optional; a line is a seat, sections, rows and seats in the order of the lines. A standing section is one line
 * without row, whose {@code seat} is the capacity. A byte order mark and, as spreadsheets in much of the world write it,
 * semicolons with decimal commas are understood. Every error names its line.
 */
final class SeatMapCsv {
    static final int LONGEST = 8_000_000;
    private static final String POINTER = "/csv";
    private static final Set<String> REQUIRED = Set.of("section", "row", "seat");
    private static final Set<String> COLUMNS = Set.of("section", "row", "seat", "accessible", "x", "y");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Violations violations;
    private final Map<String, CsvSection> sections = new LinkedHashMap<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private boolean decimalComma;
    private int places;
    private long line;

    private SeatMapCsv(Violations violations) {
        this.violations = violations;
    }

    /** The sections, not yet canonical; they mean something only while there are no violations. */
    static List<Section> read(String csv, Violations violations) {
        if (csv == null || csv.isBlank()) {
            violations.add(POINTER, "This member is required.");
            return List.of();
        }
        if (csv.length() > LONGEST) {
            violations.add(POINTER, "A seat map has at most " + LONGEST + " characters.");
            return List.of();
        }
        return new SeatMapCsv(violations).parse(csv.charAt(0) == BYTE_ORDER_MARK ? csv.substring(1) : csv);
    }

    private List<Section> parse(String csv) {
        String header = csv.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
        decimalComma = header.indexOf(';') >= 0 && header.indexOf(',') < 0;
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(decimalComma ? ';' : ',')
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(csv), format)) {
            Iterator<CSVRecord> records = parser.iterator();
            line = 1;
            if (!records.hasNext() || !readHeader(records.next(), parser)) {
                return List.of();
            }
            while (records.hasNext() && !violations.isFull()) {
                CSVRecord record = records.next();
                line = parser.getCurrentLineNumber();
                readLine(record);
                if (places > SeatMap.MOST_PLACES) {
                    refuse("a venue has at most " + SeatMap.MOST_PLACES + " places.");
                    break;
                }
            }
        } catch (IOException | UncheckedIOException malformed) {
            line++;
            refuse("a quoted field does not end, or something stands behind its closing quote.");
        }
        if (sections.isEmpty() && violations.isEmpty()) {
            refuse("there is no seat below the header.");
        }
        return sections.values().stream()
                .map(section -> section.toSection(this::refuseAt))
                .toList();
    }

    private boolean readHeader(CSVRecord header, CSVParser parser) {
        line = parser.getCurrentLineNumber();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).toLowerCase(Locale.ROOT);
            if (!COLUMNS.contains(name)) {
                refuse("the header knows the columns section, row, seat, accessible, x and y only.");
                return false;
            }
            if (columns.put(name, i) != null) {
                refuse("the column " + name + " stands in the header twice.");
                return false;
            }
        }
        if (!columns.keySet().containsAll(REQUIRED)) {
            refuse("the header needs the columns section, row and seat.");
            return false;
        }
        if (columns.containsKey("x") != columns.containsKey("y")) {
            refuse("the columns x and y go together.");
            return false;
        }
        return true;
    }

    private void readLine(CSVRecord record) {
        if (record.size() != columns.size()) {
            refuse("this line has " + record.size() + " fields, the header has " + columns.size() + ".");
            return;
        }
        String code = field(record, "section");
        if (!SeatMap.SECTION_CODE.matcher(code).matches()) {
            refuse(SeatMap.SECTION_CODE_RULE);
            return;
        }
        CsvSection section = sections.get(code);
        if (section == null) {
            if (sections.size() == SeatMap.MOST_SECTIONS) {
                refuse("a venue has at most " + SeatMap.MOST_SECTIONS + " sections.");
                return;
            }
            section = new CsvSection(code);
            sections.put(code, section);
        }
        String row = field(record, "row");
        if (row.isEmpty()) {
            readStanding(record, section);
        } else {
            readSeat(record, section, row);
        }
    }

    private void readStanding(CSVRecord record, CsvSection section) {
        int capacity = wholeNumber(field(record, "seat"));
        if (capacity < 1 || capacity > SeatMap.MOST_PLACES) {
            refuse("without a row, seat is the number of standing places, 1 to " + SeatMap.MOST_PLACES + ".");
        } else if (!field(record, "accessible").isEmpty()
                || !field(record, "x").isEmpty()
                || !field(record, "y").isEmpty()) {
            refuse("a standing section has neither accessible seats nor positions.");
        } else if (!section.isNew()) {
            refuse("a standing section is one line, and has no seats.");
        } else {
            section.standing(capacity);
            places += capacity;
        }
    }

    private void readSeat(CSVRecord record, CsvSection section, String row) {
        String seat = field(record, "seat");
        if (!SeatMap.PLACE_NAME.matcher(row).matches()
                || !SeatMap.PLACE_NAME.matcher(seat).matches()) {
            refuse(SeatMap.PLACE_NAME_RULE);
            return;
        }
        if (section.isStanding()) {
            refuse("a standing section is one line, and has no seats.");
            return;
        }
        Boolean accessible = yesOrNo(field(record, "accessible"));
        if (accessible == null) {
            refuse("accessible is true, false, yes, no, 1, 0 or empty.");
            return;
        }
        String x = field(record, "x");
        String y = field(record, "y");
        List<Double> position = x.isEmpty() && y.isEmpty() ? null : List.of(coordinate(x), coordinate(y));
        if (position != null && !position.stream().allMatch(SeatMap::isOnPlan)) {
            refuse("x and y are numbers between -1000000 and 1000000, or both empty.");
            return;
        }
        String refusal = section.seat(line, row, seat, accessible, position);
        if (refusal != null) {
            refuse(refusal);
        }
        places++;
    }

    private String field(CSVRecord record, String column) {
        Integer index = columns.get(column);
        return index == null ? "" : record.get(index);
    }

    private double coordinate(String text) {
        try {
            return Double.parseDouble(decimalComma ? text.replace(',', '.') : text);
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    private static int wholeNumber(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static Boolean yesOrNo(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0", "" -> false;
            default -> null;
        };
    }

    private void refuse(String detail) {
        refuseAt(line, detail);
    }

    private void refuseAt(long where, String detail) {
        violations.add(POINTER, "line " + where + ": " + detail);
    }
}
