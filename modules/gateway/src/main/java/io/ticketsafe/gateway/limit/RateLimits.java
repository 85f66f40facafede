package io.ticketsafe.gateway.limit;

import io.ticketsafe.gateway.RateLimitConfig;
import java.util.UUID;

/** Which quota a request counts against: that of its route, else that of its caller. One object per process. */
public final class RateLimits {
    private final RateLimiter anonymous;
    private final RateLimiter user;
    private final RateLimiter credentials;
    private final RateLimiter holds;
    private final RateLimiter checkIns;
    private final RateLimiter webhooks;

    public RateLimits(RateLimitConfig config) {
        anonymous = limiter("anonymous", config.anonymousPerMinute());
        user = limiter("user", config.userPerMinute());
        credentials = limiter("credentials", config.credentialsPerMinute());
        holds = limiter("holds", config.holdsPerMinute());
        checkIns = limiter("check-ins", config.checkInsPerMinute());
        webhooks = limiter("webhooks", config.webhooksPerMinute());
    }

    private static RateLimiter limiter(String name, int perMinute) {
        return new RateLimiter(Quota.of(name, perMinute), System::nanoTime);
    }

    /**
     * @param routeLimit name of the route's own limit, or null
     * @param userId null for a caller without a token
     */
    public Allowance take(String routeLimit, UUID userId, String address) {
        if (routeLimit == null) {
            return userId == null ? anonymous.take(address) : user.take(userId);
        }
        return switch (routeLimit) {
            case "credentials" -> credentials.take(address);
            case "webhooks" -> webhooks.take(address);
            case "holds" -> holds.take(userId == null ? address : userId);
            case "check-ins" -> checkIns.take(userId == null ? address : userId);
            default -> throw new IllegalStateException("no such limit: " + routeLimit);
        };
    }
}
