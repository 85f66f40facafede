package io.ticketsafe.app.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A published event of its own for each test: section A with three rows of ten seats, B with two rows of five, of which the seats 1 and 2
 * of row 2 are accessible, and 20 standing places in GA. A and B are sold in full and half, GA in floor.
 */
public record Hall(ApiClient organizer, String organizationId, String id) {
    public static final long FULL = 10_000;
    public static final long HALF = 5_000;
    static final long FLOOR = 3_000;

    private static ApiClient promoter;
    private static String promotersOrganization;
    private static String venue;
    private static String largeVenue;

    /** With caps that are not in the way. */
    public static Hall open() {
        return open("\"maxPerOrder\": 60, \"holdMinutes\": 5");
    }

    /** @param sale members of the event's sale rules */
    public static synchronized Hall open(String sale) {
        register();
        return publish(venue, """
            {"code": "full", "name": "Full", "price": {"amountMinor": 10000, "currency": "BRL"}, "sections": ["A", "B"]},
            {"code": "half", "name": "Half", "price": {"amountMinor": 5000, "currency": "BRL"}, "sections": ["A", "B"]},
            {"code": "floor", "name": "Floor", "price": {"amountMinor": 3000, "currency": "BRL"}, "sections": ["GA"]}
            """, sale);
    }

    /** Where everything is sold in another currency. */
    public static synchronized Hall openIn(String currency) {
        register();
        return publish(
                venue,
                "{\"code\": \"full\", \"name\": \"Full\", \"price\": {\"amountMinor\": 10000, \"currency\": \"%s\"}}"
                        .formatted(currency),
                "\"maxPerOrder\": 60");
    }

    /** Sections A and B with ten rows of 30 seats each. */
    static synchronized Hall openLarge() {
        register();
        return publish(
                largeVenue,
                "{\"code\": \"full\", \"name\": \"Full\", \"price\": {\"amountMinor\": 10000, \"currency\": \"BRL\"}}",
                "\"maxPerOrder\": 60");
    }

    private static void register() {
        if (promoter == null) {
            promoter = Server.anonymous().register("promoter");
            promotersOrganization = id(promoter.post("/v1/organizations", """
                {"name": "Inventory", "kind": "organizer"}
                """));
            venue = id(promoter.post("/v1/venues", venue()));
            largeVenue = id(promoter.post("/v1/venues", largeVenue()));
        }
    }

    private static Hall publish(String venue, String ticketTypes, String sale) {
        Instant startsAt = Instant.now().plus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String event = id(promoter.post("/v1/events", """
            {"organizationId": "%s", "venueId": "%s", "title": "A night", "startsAt": "%s", "endsAt": "%s",
             "ticketTypes": [%s],
             "sale": {%s}}
            """.formatted(
                promotersOrganization, venue, startsAt, startsAt.plus(3, ChronoUnit.HOURS), ticketTypes, sale)));
        promoter.post("/v1/events/" + event + "/publish", "{}").expect(200);
        return new Hall(promoter, promotersOrganization, event);
    }

    private static String venue() {
        return """
            {"organizationId": "%s", "name": "Hall", "city": "Recife", "timezone": "America/Recife", "sections": [
              {"code": "A", "name": "Stalls", "kind": "seated",
               "rows": [{"label": "1", "seats": 10}, {"label": "2", "seats": 10}, {"label": "3", "seats": 10}]},
              {"code": "B", "name": "Balcony", "kind": "seated",
               "rows": [{"label": "1", "seats": 5}, {"label": "2", "seats": 5, "accessible": ["1", "2"]}]},
              {"code": "GA", "name": "Floor", "kind": "standing", "capacity": 20}]}
            """.formatted(promotersOrganization);
    }

    private static String largeVenue() {
        String rows = IntStream.rangeClosed(1, 10)
                .mapToObj("{\"label\": \"%d\", \"seats\": 30}"::formatted)
                .collect(Collectors.joining(","));
        return """
            {"organizationId": "%s", "name": "Large hall", "city": "Recife", "timezone": "America/Recife", "sections": [
              {"code": "A", "name": "Stalls", "kind": "seated", "rows": [%s]},
              {"code": "B", "name": "Balcony", "kind": "seated", "rows": [%s]}]}
            """.formatted(promotersOrganization, rows, rows);
    }

    public static String id(Answer created) {
        return created.expect(201).json().get("id").asText();
    }

    public String path(String rest) {
        return "/v1/events/" + id + rest;
    }

    Answer ask(ApiClient buyer, String body) {
        return buyer.post(path("/holds"), body);
    }

    CompletableFuture<Answer> askLater(ApiClient buyer, String body) {
        return buyer.postLater(path("/holds"), body);
    }

    public JsonNode hold(ApiClient buyer, String body) {
        return ask(buyer, body).expect(201).json();
    }

    public static Answer order(ApiClient buyer, JsonNode hold) {
        return buyer.post("/v1/orders", "{\"holdId\": \"" + hold.get("id").asText() + "\"}", Server.key());
    }

    static void pay(ApiClient buyer, JsonNode order) {
        String path = "/v1/orders/" + order.get("id").asText() + "/payments";
        buyer.post(path, "{\"method\": {\"type\": \"card\", \"token\": \"tok_approve\"}}", Server.key())
                .expect(201);
    }

    /** The letters of a section as they are now, rows separated by spaces. */
    public String letters(String section) {
        JsonNode rows = look("/seats?section=" + section).get("rows");
        return String.join(
                " ",
                StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.get("seats").asText())
                        .toList());
    }

    /** One number of a section. */
    int count(String section, String state) {
        return StreamSupport.stream(look("/availability").get("sections").spliterator(), false)
                .filter(one -> one.get("code").asText().equals(section))
                .findFirst()
                .orElseThrow()
                .get(state)
                .asInt();
    }

    private JsonNode look(String rest) {
        return Server.anonymous().get(path(rest)).expect(200).json();
    }
}
