package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** A client that knows nothing but the REST API; blocking, for test threads. One per user. */
public final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String PASSWORD = "correct horse battery";

    private final HttpClient http;
    private final String baseUrl;
    private final String email;
    private final String token;
    private final String traceparent;

    private ApiClient(HttpClient http, String baseUrl, String email, String token, String traceparent) {
        this.traceparent = traceparent;
        this.http = http;
        this.baseUrl = baseUrl;
        this.email = email;
        this.token = token;
    }

    /** Somebody without an account. */
    public static ApiClient anonymous(String baseUrl) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
        return new ApiClient(http, baseUrl, null, null, null);
    }

    /** The same by TLS, and by HTTP/2. */
    public static ApiClient anonymous(String baseUrl, SSLContext tls) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(tls)
                .connectTimeout(PATIENCE)
                .build();
        return new ApiClient(http, baseUrl, null, null, null);
    }

    public record Answer(int status, HttpHeaders headers, byte[] body) {
        public Answer expect(int expected) {
            assertThat(status).as(() -> text()).isEqualTo(expected);
            return this;
        }

        /** A refusal in the form of RFC 9457. */
        public JsonNode refused(int expected, String code) {
            JsonNode problem = expect(expected).json();
            assertThat(contentType()).startsWith("application/problem+json");
            assertThat(problem.path("code").asText()).as(() -> text()).isEqualTo(code);
            assertThat(problem.path("status").asInt()).isEqualTo(expected);
            assertThat(problem.path("detail").asText()).isNotBlank();
            return problem;
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String contentType() {
            return header("Content-Type");
        }

        /** Empty when it is not there. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** A new account, logged in. */
    public ApiClient register(String name) {
        String address = name + "-" + UUID.randomUUID() + "@e2e.test";
        post("/v1/users", """
                {"email": "%s", "password": "%s", "name": "%s"}
                """.formatted(address, PASSWORD, name)).expect(201);
        return logIn(address);
    }

    /** With an account that this client made. */
    public ApiClient logIn(String address) {
        return logIn(address, PASSWORD);
    }

    public ApiClient logIn(String address, String password) {
        JsonNode session = post("/v1/sessions", """
                {"email": "%s", "password": "%s"}
                """.formatted(address, password))
                .expect(201)
                .json();
        return new ApiClient(http, baseUrl, address, session.get("accessToken").asText(), null);
    }

    /** The same user, whose requests belong to this trace (W3C trace context). */
    ApiClient within(String parent) {
        return new ApiClient(http, baseUrl, email, token, parent);
    }

    public String email() {
        return email;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    public Answer post(String path, String json) {
        return send(request(path).POST(BodyPublishers.ofString(json)));
    }

    public Answer post(String path, String json, String idempotencyKey) {
        return send(request(path).header("Idempotency-Key", idempotencyKey).POST(BodyPublishers.ofString(json)));
    }

    public Answer postWith(String path, String json, String header, String value) {
        return send(request(path).header(header, value).POST(BodyPublishers.ofString(json)));
    }

    public Answer put(String path, String json) {
        return send(request(path).PUT(BodyPublishers.ofString(json)));
    }

    public Answer putIfMatch(String path, String json, String tag) {
        return send(request(path).header("If-Match", tag).PUT(BodyPublishers.ofString(json)));
    }

    public Answer patch(String path, String json) {
        return send(request(path).method("PATCH", BodyPublishers.ofString(json)));
    }

    public Answer patchIfMatch(String path, String json, String tag) {
        return send(request(path).header("If-Match", tag).method("PATCH", BodyPublishers.ofString(json)));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer getUnless(String path, String tag) {
        return send(request(path).header("If-None-Match", tag).GET());
    }

    /** Does not wait for the answer. */
    public CompletableFuture<Answer> postLater(String path, String json) {
        return http.sendAsync(request(path).POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofByteArray())
                .thenApply(ApiClient::answer);
    }

    /** Does not wait for the answer. */
    public CompletableFuture<Answer> postLater(String path, String json, String idempotencyKey) {
        HttpRequest request = request(path)
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(json))
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(ApiClient::answer);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json");
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return answer(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }
}
