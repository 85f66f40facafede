package io.ticketsafe.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A hall with sections S1, S2, … of the same size, rows 1, 2, … and seats 1, 2, … in them; seats have indices from 0 on in this order.
 * Where a seat stands in its section's text in Redis is known from its index, so that the floors need no sheet.
 */
public record Hall(int sections, int rows, int rowSeats) {
    /** 50,000 seats. */
    public static final Hall LARGE = new Hall(20, 50, 50);

    /** 500 seats, in rows of the same length. */
    public static final Hall SMALL = new Hall(2, 5, 50);

    public static final String TICKET_TYPE = "full";
    public static final int PRICE_MINOR = 10_000;
    public static final String CURRENCY = "BRL";

    /** How a hold remembers what its places cost. */
    public static final String OFFER = TICKET_TYPE + ':' + PRICE_MINOR + CURRENCY + ":0";

    public int capacity() {
        return sections * rows * rowSeats;
    }

    public int sectionOf(int seat) {
        return seat / (rows * rowSeats) + 1;
    }

    /** In the text of its section, where a separator follows each row but the last. */
    public int positionOf(int seat) {
        int within = seat % (rows * rowSeats);
        return within + within / rowSeats;
    }

    public String labelOf(int seat) {
        int within = seat % (rows * rowSeats);
        return label(sectionOf(seat), within / rowSeats, within % rowSeats);
    }

    public String labelAt(String section, int position) {
        return section + '-' + (position / (rowSeats + 1) + 1) + '-' + (position % (rowSeats + 1) + 1);
    }

    /** Body of a request for these seats, or for the two best available when there are none. */
    public String body(int... seats) {
        if (seats.length == 0) {
            return "{\"best\":{\"quantity\":2}}";
        }
        StringBuilder body = new StringBuilder("{\"seats\":[");
        for (int i = 0; i < seats.length; i++) {
            body.append(i == 0 ? "\"" : ",\"").append(labelOf(seats[i])).append('"');
        }
        return body.append("]}").toString();
    }

    /** Body of the request that makes such a venue. */
    String venue(ObjectMapper json, String organization) {
        ObjectNode venue = json.createObjectNode()
                .put("organizationId", organization)
                .put("name", "Bench hall")
                .put("city", "Campinas")
                .put("timezone", "America/Sao_Paulo");
        ArrayNode all = venue.putArray("sections");
        for (int number = 1; number <= sections; number++) {
            ObjectNode section = all.addObject()
                    .put("code", "S" + number)
                    .put("name", "Section " + number)
                    .put("kind", "seated");
            ArrayNode sectionRows = section.putArray("rows");
            for (int row = 1; row <= rows; row++) {
                sectionRows.addObject().put("label", String.valueOf(row)).put("seats", rowSeats);
            }
        }
        return venue.toString();
    }

    private static String label(int section, int row, int seat) {
        return "S" + section + '-' + (row + 1) + '-' + (seat + 1);
    }
}
