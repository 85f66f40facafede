package io.ticketsafe.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a request until it is answered with anything but 5xx: the same one, under the same idempotency key, as the guide tells clients
 * to. Blocking; one for each thread.
 */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BEFORE_REPEAT = Duration.ofMillis(100);
    private static final int MOST_REPEATS = 50;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final Sightings sightings;

    Client(String url, Sightings sightings) {
        this.url = url;
        this.sightings = sightings;
    }

    /** @param body MissingNode when there is none */
    record Answer(int status, JsonNode body) {
        boolean isFine() {
            return status / 100 == 2;
        }

        String text(String member) {
            return body.path(member).asText();
        }
    }

    Answer get(String path, String token) {
        return send("GET", path, null, token);
    }

    Answer post(String path, String body, String token) {
        return send("POST", path, body, token);
    }

    private Answer send(String method, String path, String body, String token) {
        String key = UUID.randomUUID().toString();
        String what = method
                + ' '
                + path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}").replaceAll("\\?.*", "");
        for (int repeat = 0; repeat <= MOST_REPEATS; repeat++) {
            long sent = System.nanoTime();
            try {
                Answer answer = exchange(method, path, body, token, key);
                if (answer.status() < 500) {
                    sightings.answered(System.nanoTime() - sent);
                    return answer;
                }
                sightings.failed(what + ": " + answer.status() + ' ' + answer.text("detail"));
            } catch (IOException lost) {
                sightings.failed(what + ": " + lost.getClass().getSimpleName());
            }
            LockSupport.parkNanos(BEFORE_REPEAT.toNanos());
        }
        throw new IllegalStateException(what + " never got through");
    }

    private Answer exchange(String method, String path, String body, String token, String key) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
