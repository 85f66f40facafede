package io.ticketsafe.perf.stage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A hall of as many places as asked for: stalls with half of them, a balcony with a fifth, boxes with a tenth, and a standing floor with the
 * rest.
 */
public record Hall(List<Section> sections) {
    public static final String STALLS = "PLATEIA";
    public static final String BALCONY = "BALCAO";
    public static final String BOXES = "CAMAROTE";
    public static final String FLOOR = "PISTA";

    /** @param rows seats of each row, front first; empty for a standing section */
    public record Section(String code, String name, List<Integer> rows, int capacity) {
        boolean seated() {
            return !rows.isEmpty();
        }
    }

    public static Hall of(int places) {
        int stalls = places / 2;
        int balcony = places / 5;
        int boxes = places / 10;
        int floor = places - stalls - balcony - boxes;
        return new Hall(List.of(
                seated(STALLS, "Plateia", stalls, (int) Math.max(10, Math.min(60, Math.sqrt(stalls)))),
                seated(BALCONY, "Balcão", balcony, (int) Math.max(8, Math.min(40, Math.sqrt(balcony)))),
                seated(BOXES, "Camarotes", boxes, 6),
                new Section(FLOOR, "Pista", List.of(), floor)));
    }

    private static Section seated(String code, String name, int seats, int perRow) {
        List<Integer> rows = new ArrayList<>();
        // A section may have 1,000 rows.
        int length = Math.max(perRow, (seats + 999) / 1000);
        for (int left = seats; left > 0; left -= length) {
            rows.add(Math.min(length, left));
        }
        return new Section(code, name, rows, seats);
    }

    public int capacity() {
        return sections.stream().mapToInt(Section::capacity).sum();
    }

    public Section section(String code) {
        return sections.stream()
                .filter(section -> section.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    /** Neighbours in one row, somewhere in the first rows of the stalls. */
    public List<String> neighbours(int rowsFromFront, double where, double inRow, int wanted) {
        List<Integer> rows = section(STALLS).rows();
        int row = (int) (where * Math.min(rowsFromFront, rows.size()));
        int seats = rows.get(row);
        int quantity = Math.min(wanted, seats);
        int first = (int) (inRow * (seats - quantity + 1));
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= quantity; i++) {
            labels.add(label(STALLS, row, first + i));
        }
        return labels;
    }

    static String label(String section, int row, int seat) {
        return section + "-" + rowName(row) + "-" + seat;
    }

    /** A to Z, then AA and so on. */
    static String rowName(int row) {
        return (row >= 26 ? rowName(row / 26 - 1) : "") + (char) ('A' + row % 26);
    }

    ObjectNode toJson(String organizationId) {
        ObjectNode venue = Api.JSON
                .createObjectNode()
                .put("organizationId", organizationId)
                .put("name", "Teatro da Carga")
                .put("city", "Campinas")
                .put("timezone", "America/Sao_Paulo");
        ArrayNode list = venue.putArray("sections");
        for (Section section : sections) {
            ObjectNode json = list.addObject().put("code", section.code()).put("name", section.name());
            if (section.seated()) {
                ArrayNode rows = json.put("kind", "seated").putArray("rows");
                for (int i = 0; i < section.rows().size(); i++) {
                    rows.addObject()
                            .put("label", rowName(i))
                            .put("seats", section.rows().get(i));
                }
            } else {
                json.put("kind", "standing").put("capacity", section.capacity());
            }
        }
        return venue;
    }
}
