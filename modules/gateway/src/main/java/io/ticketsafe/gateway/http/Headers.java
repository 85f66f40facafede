package io.ticketsafe.gateway.http;

import io.vertx.core.http.HttpHeaders;

/** Names and values of HTTP headers, encoded once. */
public final class Headers {
    public static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    public static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    public static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("RateLimit");
    public static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    public static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
    public static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");
    public static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("Idempotency-Key");
    public static final CharSequence LINK = HttpHeaders.createOptimized("Link");
    public static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    public static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    public static final CharSequence STRICT_TRANSPORT = HttpHeaders.createOptimized("Strict-Transport-Security");
    public static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");
    public static final CharSequence SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    public static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    public static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    public static final CharSequence PRIVATE_NO_CACHE = HttpHeaders.createOptimized("private, no-cache");
    public static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    public static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");
    public static final CharSequence CSV = HttpHeaders.createOptimized("text/csv; charset=utf-8; header=present");
    public static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    public static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");

    private Headers() {}
}
