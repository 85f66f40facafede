package io.ticketsafe.gateway.limit;

import io.ticketsafe.gateway.RateLimitConfig;
import java.util.UUID;
import java.util.function.Supplier;

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
     * @param address of the caller, asked for only where it counts
     */
    public Allowance take(String routeLimit, UUID userId, Supplier<String> address) {
        if (routeLimit == null) {
            return userId == null ? anonymous.take(address.get()) : user.take(userId);
        }
        return switch (routeLimit) {
            case "credentials" -> credentials.take(address.get());
            case "webhooks" -> webhooks.take(address.get());
            case "holds" -> holds.take(userId == null ? address.get() : userId);
            case "check-ins" -> checkIns.take(userId == null ? address.get() : userId);
            default -> throw new IllegalStateException("no such limit: " + routeLimit);
        };
    }
}
