package io.ticketsafe.app.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code /health/live}, {@code /health/ready}, {@code /health/started} and {@code /metrics}, on a port of their own. */
public final class ManagementServer {
    private static final String JSON = "application/json";
    private static final long CLOSE_TIMEOUT_MS = 500;

    private final Vertx vertx;
    private final HealthChecks health;
    private final StartUp startUp;
    private final PrometheusMeterRegistry meters;
    private final Predicate<String> isDispensable;
    private HttpServer server;

    /** @param isDispensable by the id of a check: whether the process is of use while that fails */
    public ManagementServer(
            Vertx vertx,
            HealthChecks health,
            StartUp startUp,
            PrometheusMeterRegistry meters,
            Predicate<String> isDispensable) {
        this.vertx = vertx;
        this.health = health;
        this.startUp = startUp;
        this.meters = meters;
        this.isDispensable = isDispensable;
    }

    /** @param port 0 for a free one */
    public Future<Integer> start(String host, int port) {
        server = vertx.createHttpServer(new HttpServerOptions().setTracingPolicy(TracingPolicy.IGNORE))
                .requestHandler(this::answer);
        return server.listen(port, host).map(HttpServer::actualPort);
    }

    public Future<Void> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** What {@code /health/ready} answers: UP only when started and all is there that the process cannot do without. */
    public Future<JsonObject> readiness() {
        return health.checkStatus().map(this::readiness);
    }

    public static boolean isUp(JsonObject readiness) {
        return "UP".equals(readiness.getString("status"));
    }

    /** What fails, and why as far as it is known, in one line. */
    public static String reasons(JsonObject readiness) {
        return readiness.getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .filter(check -> !isUp(check))
                .map(check -> check.getString("id") + ": " + reason(check))
                .collect(Collectors.joining("; "));
    }

    private static String reason(JsonObject check) {
        JsonObject data = check.getJsonObject("data", new JsonObject());
        return data.getString("reason", data.isEmpty() ? "no answer in time" : data.encode());
    }

    private void answer(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            request.response()
                    .setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .end();
            return;
        }
        switch (request.path()) {
            case "/health/live" ->
                end(request, 200, JSON, new JsonObject().put("status", "UP").encode());
            case "/health/started" -> answerStatus(request, startUp.toJson());
            case "/health/ready" ->
                readiness()
                        .onSuccess(body -> answerStatus(request, body))
                        .onFailure(
                                failure -> end(request, 503, JSON, down(failure).encode()));
            case "/metrics" ->
                vertx.executeBlocking(meters::scrape, false)
                        .onSuccess(text -> end(request, 200, "text/plain; version=0.0.4; charset=utf-8", text))
                        .onFailure(
                                failure -> end(request, 503, JSON, down(failure).encode()));
            default ->
                end(
                        request,
                        404,
                        JSON,
                        new JsonObject().put("status", "NOT_FOUND").encode());
        }
    }

    private JsonObject readiness(CheckResult watched) {
        JsonArray checks = new JsonArray().add(startUp.toJson().put("id", "start"));
        JsonArray failing = new JsonArray();
        JsonArray degraded = new JsonArray();
        if (!startUp.isDone()) {
            failing.add("start");
        }
        for (CheckResult check : watched.getChecks()) {
            checks.add(check.toJson());
            if (!check.getUp()) {
                (isDispensable.test(check.getId()) ? degraded : failing).add(check.getId());
            }
        }
        JsonObject body = new JsonObject().put("status", failing.isEmpty() ? "UP" : "DOWN");
        if (!failing.isEmpty()) {
            body.put("failing", failing);
        }
        if (!degraded.isEmpty()) {
            body.put("degraded", degraded);
        }
        return body.put("checks", checks);
    }

    private static JsonObject down(Throwable failure) {
        return new JsonObject().put("status", "DOWN").put("cause", failure.getMessage());
    }

    private static void answerStatus(HttpServerRequest request, JsonObject body) {
        end(request, isUp(body) ? 200 : 503, JSON, body.encode());
    }

    private static void end(HttpServerRequest request, int status, String type, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
