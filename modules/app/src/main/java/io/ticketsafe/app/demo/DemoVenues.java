package io.ticketsafe.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.ticketsafe.contract.events.VenueOperations.CreateVenue;
import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** An arena of 12,000 seats and a theatre with standing places. */
final class DemoVenues {
    static final List<String> FLOOR = codes("F", 4);
    static final List<String> LOWER = codes("L", 12);
    static final List<String> UPPER = codes("U", 12);
    static final List<String> BOXES = codes("B", 4);

    private static final String CITY = "São Paulo";
    static final String TIMEZONE = "America/Sao_Paulo";

    private DemoVenues() {}

    /** Floor 4 x 450, lower tier 12 x 477, upper tier 12 x 371, boxes 4 x 6: 12,000. */
    static CreateVenue arena(UUID organizationId) {
        List<Section> sections = new ArrayList<>();
        FLOOR.forEach(code -> sections.add(seated(code, "Floor " + code, 15, row -> 30)));
        LOWER.forEach(code -> sections.add(seated(code, "Lower tier " + code, 18, row -> 18 + row)));
        UPPER.forEach(code -> sections.add(seated(code, "Upper tier " + code, 14, row -> 20 + row)));
        BOXES.forEach(code -> sections.add(seated(code, "Box " + code, 1, row -> 6)));
        return new CreateVenue(organizationId, "Arena Demo", CITY, TIMEZONE, sections);
    }

    static CreateVenue theatre(UUID organizationId) {
        return new CreateVenue(
                organizationId,
                "Teatro Demo",
                CITY,
                TIMEZONE,
                List.of(
                        new Section("PIT", "Standing", SectionKind.STANDING, null, 300),
                        seated("STALLS", "Stalls", 20, row -> 20 + row / 2),
                        seated("BALCONY", "Balcony", 8, row -> 26 + row)));
    }

    /** Rows A, B, … from the stage; the first and the last two seats of the last row are for people with a disability. */
    private static Section seated(String code, String name, int rows, IntUnaryOperator seatsOfRow) {
        List<Row> all = IntStream.range(0, rows)
                .mapToObj(row -> {
                    int seats = seatsOfRow.applyAsInt(row);
                    List<String> accessible = row == rows - 1
                            ? List.of("1", "2", String.valueOf(seats - 1), String.valueOf(seats))
                            : List.of();
                    JsonNode count = IntNode.valueOf(seats);
                    return new Row(String.valueOf((char) ('A' + row)), count, accessible, null);
                })
                .toList();
        return new Section(code, name, SectionKind.SEATED, all, null);
    }

    private static List<String> codes(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
