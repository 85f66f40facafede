package io.ticketsafe.perf.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/** Requests before and after the load, outside of its figures. Blocking. */
public final class Api {
    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI url;

    public Api(URI url) {
        this.url = url;
    }

    /**
     * @param token null for nobody
     * @throws Refused for every answer but 2xx
     */
    public JsonNode get(String token, String path) {
        return send(token, path, HttpRequest.newBuilder().GET());
    }

    public JsonNode post(String token, String path, Object body) {
        return send(
                token,
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    public JsonNode delete(String token, String path) {
        return send(token, path, HttpRequest.newBuilder().DELETE());
    }

    private JsonNode send(String token, String path, HttpRequest.Builder request) {
        request.uri(URI.create(url + path)).timeout(PATIENCE).header("Accept", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() == 429) {
                throw new Refused(
                        429,
                        Limits.explain(
                                answer.headers().firstValue("RateLimit-Policy").orElse("")));
            }
            if (answer.statusCode() / 100 != 2) {
                throw new Refused(answer.statusCode(), path + " answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new Refused(0, "no answer from " + url + path + ": " + e + "; is the server running?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(0, "interrupted");
        }
    }

    /** Not the answer that was wanted; its message is for people. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        /** 0 for no answer at all. */
        public int status() {
            return status;
        }
    }
}
