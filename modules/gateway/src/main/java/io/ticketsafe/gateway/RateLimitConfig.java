package io.ticketsafe.gateway;

import io.ticketsafe.common.config.Limits;

/**
 * Requests per caller and minute, in one process. A caller is a signed-in user or, without a token, a client address.
 *
 * @param enabled default true
 * @param anonymousPerMinute per address; default 300
 * @param userPerMinute per user; default 1200
 * @param credentialsPerMinute logins, registrations and token requests per address; default 30
 * @param holdsPerMinute holds per user; default 120
 * @param checkInsPerMinute scans per gate user; default 1200
 * @param webhooksPerMinute messages of payment providers per address; default 6000
 */
public record RateLimitConfig(
        Boolean enabled,
        Integer anonymousPerMinute,
        Integer userPerMinute,
        Integer credentialsPerMinute,
        Integer holdsPerMinute,
        Integer checkInsPerMinute,
        Integer webhooksPerMinute) {
    private static final int MOST = 100_000_000;

    public RateLimitConfig {
        enabled = Limits.orDefault(enabled, true);
        anonymousPerMinute = Limits.within("anonymousPerMinute", anonymousPerMinute, 300, 1, MOST);
        userPerMinute = Limits.within("userPerMinute", userPerMinute, 1200, 1, MOST);
        credentialsPerMinute = Limits.within("credentialsPerMinute", credentialsPerMinute, 30, 1, MOST);
        holdsPerMinute = Limits.within("holdsPerMinute", holdsPerMinute, 120, 1, MOST);
        checkInsPerMinute = Limits.within("checkInsPerMinute", checkInsPerMinute, 1200, 1, MOST);
        webhooksPerMinute = Limits.within("webhooksPerMinute", webhooksPerMinute, 6000, 1, MOST);
    }

    public static RateLimitConfig defaults() {
        return new RateLimitConfig(null, null, null, null, null, null, null);
    }
}
