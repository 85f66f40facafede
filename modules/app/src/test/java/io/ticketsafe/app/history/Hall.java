package io.ticketsafe.app.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/** An event on sale in a hall that is too small: section A of seats, and standing places in section GA. */
record Hall(String eventId) {
    static final int ROWS = 6;
    static final int SEATS = 10;
    static final int STANDING = 30;
    static final int PER_BUYER = 8;

    static Hall open(ApiClient anonymous) {
        ApiClient organizer = anonymous.register("organizer");
        String organization = id(organizer.post("/v1/organizations", """
                {"name": "History", "kind": "organizer"}
                """));
        StringBuilder rows = new StringBuilder();
        for (int row = 1; row <= ROWS; row++) {
            rows.append(row == 1 ? "" : ", ").append("{\"label\": \"%d\", \"seats\": %d}".formatted(row, SEATS));
        }
        String venue = id(organizer.post("/v1/venues", """
                {"organizationId": "%s", "name": "Hall", "city": "Recife", "timezone": "America/Recife", "sections": [
                  {"code": "A", "name": "Stalls", "kind": "seated", "rows": [%s]},
                  {"code": "GA", "name": "Floor", "kind": "standing", "capacity": %d}]}
                """.formatted(organization, rows, STANDING)));
        Instant startsAt = Instant.now().plus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String event = id(organizer.post("/v1/events", """
                {"organizationId": "%s", "venueId": "%s", "title": "History", "startsAt": "%s", "endsAt": "%s",
                 "ticketTypes": [{"code": "full", "name": "Full", "price": {"amountMinor": 1000, "currency": "BRL"}}],
                 "sale": {"maxPerOrder": 6, "maxPerBuyer": %d, "holdMinutes": 1}}
                """.formatted(
                        organization, venue, startsAt, startsAt.plus(3, ChronoUnit.HOURS), PER_BUYER)));
        JsonNode published = organizer
                .post("/v1/events/" + event + "/publish", "{}")
                .expect(200)
                .json();
        if (!published.get("status").asText().equals("published")) {
            throw new AssertionError(published);
        }
        return new Hall(event);
    }

    static String anySeat(Random random) {
        return "A-" + (1 + random.nextInt(ROWS)) + "-" + (1 + random.nextInt(SEATS));
    }

    private static String id(ApiClient.Answer created) {
        return created.expect(201).json().get("id").asText();
    }
}
