package io.ticketsafe.gateway.limit;

import java.util.concurrent.TimeUnit;

/**
 * So many requests a minute.
 *
 * @param intervalNanos one request's share of the minute
 * @param policy value of the header {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10)
 */
public record Quota(String name, int perMinute, long intervalNanos, String policy) {
    static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    public static Quota of(String name, int perMinute) {
        return new Quota(
                name,
                perMinute,
                WINDOW_NANOS / perMinute,
                "\"%s\";q=%d;w=%d".formatted(name, perMinute, TimeUnit.NANOSECONDS.toSeconds(WINDOW_NANOS)));
    }
}
