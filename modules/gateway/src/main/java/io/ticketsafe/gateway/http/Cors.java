package io.ticketsafe.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;

/** Cross-origin requests of browsers (Fetch standard); tokens travel in a header, so credentials are never allowed. */
final class Cors {
    private static final CharSequence EXPOSED = HttpHeaders.createOptimized(
            "ETag, Location, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Content-Disposition");
    private static final CharSequence ALLOWED_HEADERS = HttpHeaders.createOptimized(
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Accept-Language, X-Request-Id, traceparent");
    private static final CharSequence ONE_HOUR = HttpHeaders.createOptimized("3600");

    private final Set<String> origins;

    Cors(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Adds what a browser asks about, when its origin may read the answer. */
    void apply(HttpServerRequest request, MultiMap headers) {
        if (origins.isEmpty()) {
            return;
        }
        headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = request.headers().get(HttpHeaders.ORIGIN);
        if (origin == null || !(origins.contains("*") || origins.contains(origin))) {
            return;
        }
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.contains("*") ? "*" : origin);
        headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if (request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, PATCH, DELETE");
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
            headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, ONE_HOUR);
        }
    }
}
