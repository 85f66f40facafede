package io.ticketsafe.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** The organiser: makes halls and puts events in them on sale, over the API. Blocking. */
final class Box {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "bench-password-" + UUID.randomUUID();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;
    private final String organization;

    Box(String url) {
        this.url = url;
        String email = "organizer-" + UUID.randomUUID() + "@bench.test";
        post(null, "/v1/users", """
                {"email": "%s", "password": "%s", "name": "Organizer"}""".formatted(email, PASSWORD));
        this.token = post(null, "/v1/sessions", """
                {"email": "%s", "password": "%s"}""".formatted(email, PASSWORD))
                .get("accessToken")
                .asText();
        this.organization = post(token, "/v1/organizations", """
                {"name": "Bench", "kind": "organizer"}""").get("id").asText();
    }

    /** Of the organiser. */
    String token() {
        return token;
    }

    /** Ids of so many events in halls of this kind, each on sale. */
    List<String> sell(Hall hall, int events) {
        String venue = post(token, "/v1/venues", hall.venue(JSON, organization))
                .get("id")
                .asText();
        Instant startsAt = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        List<String> ids = new ArrayList<>();
        for (int number = 1; number <= events; number++) {
            String event = """
                    {"organizationId": "%s", "venueId": "%s", "title": "Show %d", "startsAt": "%s", "endsAt": "%s",
                     "ticketTypes": [{"code": "%s", "name": "Full", "price": {"amountMinor": %d, "currency": "%s"}}],
                     "sale": {"maxPerOrder": 10, "holdMinutes": 60}}""".formatted(
                            organization,
                            venue,
                            number,
                            startsAt,
                            startsAt.plus(3, ChronoUnit.HOURS),
                            Hall.TICKET_TYPE,
                            Hall.PRICE_MINOR,
                            Hall.CURRENCY);
            String id = post(token, "/v1/events", event).get("id").asText();
            post(token, "/v1/events/" + id + "/publish", "{}");
            ids.add(id);
        }
        return ids;
    }

    private JsonNode post(String bearer, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
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
