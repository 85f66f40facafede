package io.ticketsafe.perf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a run needs before its buyers come: an organiser with an event of its own on sale, and accounts that are logged in. Blocking.
 *
 * @param capacity seats of the event, a multiple of 50
 * @param buyers access tokens
 */
record Stage(String eventId, int capacity, String organizer, List<String> buyers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final int SEATS_PER_ROW = 50;
    private static final int ROWS_PER_SECTION = 20;
    private static final String PASSWORD = "perf-password-" + UUID.randomUUID();

    static Stage build(Settings settings) {
        String organizer = logIn(settings, "organizer");
        String organization =
                post(settings, organizer, "/v1/organizations", """
                {"name": "Load", "kind": "organizer"}""").get("id").asText();
        ObjectNode venue = venue(organization, settings.seats());
        int capacity = settings.seats() / SEATS_PER_ROW * SEATS_PER_ROW;
        String venueId = post(settings, organizer, "/v1/venues", venue.toString())
                .get("id")
                .asText();
        Instant startsAt = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String event = """
                {"organizationId": "%s", "venueId": "%s", "title": "On sale", "startsAt": "%s", "endsAt": "%s",
                 "ticketTypes": [{"code": "full", "name": "Full", "price": {"amountMinor": 10000, "currency": "BRL"}}],
                 "sale": {"maxPerOrder": 10, "holdMinutes": 10}}""".formatted(organization, venueId, startsAt, startsAt.plus(3, ChronoUnit.HOURS));
        String eventId =
                post(settings, organizer, "/v1/events", event).get("id").asText();
        post(settings, organizer, "/v1/events/" + eventId + "/publish", "{}");
        List<String> buyers = new ArrayList<>();
        for (int i = 0; i < settings.accounts(); i++) {
            buyers.add(logIn(settings, "buyer" + i));
        }
        return new Stage(eventId, capacity, organizer, List.copyOf(buyers));
    }

    private static ObjectNode venue(String organization, int seats) {
        ObjectNode venue = JSON.createObjectNode()
                .put("organizationId", organization)
                .put("name", "Load arena")
                .put("city", "Campinas")
                .put("timezone", "America/Sao_Paulo");
        var sections = venue.putArray("sections");
        ObjectNode section = null;
        for (int row = 0; row < seats / SEATS_PER_ROW; row++) {
            if (row % ROWS_PER_SECTION == 0) {
                String code = "S" + (row / ROWS_PER_SECTION + 1);
                section = sections.addObject()
                        .put("code", code)
                        .put("name", "Section " + code)
                        .put("kind", "seated");
                section.putArray("rows");
            }
            section.withArray("rows")
                    .addObject()
                    .put("label", String.valueOf(row % ROWS_PER_SECTION + 1))
                    .put("seats", SEATS_PER_ROW);
        }
        return venue;
    }

    private static String logIn(Settings settings, String who) {
        String email = who + "-" + UUID.randomUUID() + "@perf.test";
        post(settings, null, "/v1/users", """
                {"email": "%s", "password": "%s", "name": "%s"}""".formatted(email, PASSWORD, who));
        return post(settings, null, "/v1/sessions", """
                {"email": "%s", "password": "%s"}""".formatted(email, PASSWORD))
                .get("accessToken")
                .asText();
    }

    private static JsonNode post(Settings settings, String token, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
