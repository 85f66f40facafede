package io.ticketsafe.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An organiser with an event on sale: section A of 5 rows of 10 seats, and 50 standing places in section GA. */
record Stage(ApiClient organizer, ApiClient gate, String organizationId, String eventId, String title) {
    static final int CAPACITY = 100;
    static final int SEAT_PRICE = 12_500;
    static final int STANDING_PRICE = 5_000;

    static Stage open(ApiClient anonymous) {
        ApiClient organizer = anonymous.register("organizer");
        ApiClient gate = anonymous.register("gate");
        String organization = id(organizer.post("/v1/organizations", """
                {"name": "End to End", "kind": "organizer"}
                """));
        organizer
                .post("/v1/organizations/" + organization + "/members", """
                        {"email": "%s", "role": "gate"}
                        """.formatted(gate.email()))
                .expect(201);
        String title = "Journey " + organization.substring(organization.length() - 12);
        String event = id(organizer.post("/v1/events", event(organization, venue(organizer, organization), title)));
        JsonNode published = organizer
                .post("/v1/events/" + event + "/publish", "{}")
                .expect(200)
                .json();
        if (!published.get("status").asText().equals("published")) {
            throw new AssertionError(published);
        }
        return new Stage(organizer, gate, organization, event, title);
    }

    private static String venue(ApiClient organizer, String organization) {
        return id(organizer.post("/v1/venues", """
                {"organizationId": "%s", "name": "Hall", "city": "Recife", "timezone": "America/Recife", "sections": [
                  {"code": "A", "name": "Stalls", "kind": "seated", "rows": [
                    {"label": "1", "seats": 10}, {"label": "2", "seats": 10}, {"label": "3", "seats": 10},
                    {"label": "4", "seats": 10}, {"label": "5", "seats": 10, "accessible": ["1", "10"]}]},
                  {"code": "GA", "name": "Floor", "kind": "standing", "capacity": 50}]}
                """.formatted(organization)));
    }

    private static String event(String organization, String venue, String title) {
        Instant startsAt = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        return """
                {"organizationId": "%s", "venueId": "%s", "title": "%s", "description": "An evening.",
                 "startsAt": "%s", "endsAt": "%s",
                 "ticketTypes": [
                   {"code": "seat", "name": "Seat", "price": {"amountMinor": %d, "currency": "BRL"}, "sections": ["A"]},
                   {"code": "floor", "name": "Floor", "price": {"amountMinor": %d, "currency": "BRL"}, "sections": ["GA"]}],
                 "sale": {"maxPerOrder": 10, "holdMinutes": 10}}
                """.formatted(
                organization, venue, title, startsAt, startsAt.plus(3, ChronoUnit.HOURS), SEAT_PRICE, STANDING_PRICE);
    }

    private static String id(ApiClient.Answer created) {
        return created.expect(201).json().get("id").asText();
    }
}
