package io.ticketsafe.gateway.limit;

/**
 * Whether one request may pass, and what its caller has left.
 *
 * @param remaining requests that may follow at once
 * @param resetSeconds until the quota is whole again
 * @param retryAfterSeconds until the next request may pass; 0 when this one may
 */
public record Allowance(Quota quota, boolean granted, long remaining, long resetSeconds, long retryAfterSeconds) {
    /** Value of the header {@code RateLimit} (draft-ietf-httpapi-ratelimit-headers-10). */
    public String header() {
        return '"' + quota.name() + "\";r=" + remaining + ";t=" + resetSeconds;
    }
}
