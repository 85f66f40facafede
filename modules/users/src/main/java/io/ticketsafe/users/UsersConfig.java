package io.ticketsafe.users;

import java.time.Duration;

/**
 * Settings of the users service; whatever is null takes its default.
 *
 * @param issuer {@code iss} of every token; the same in all processes of one installation. Default {@code ticketsafe}
 * @param accessTokenTtl how long an access token lives, 1 s to 24 h. Default 15 min
 * @param refreshTokenTtl how long a refresh token may lie unused, up to 365 days. Default 30 days
 * @param signingKeyDays age at which a signing key is replaced, 1 to 365. Default 30
 * @param passwordMemoryKib Argon2id memory, 19456 (OWASP's least) to 1048576. Default 19456
 * @param passwordIterations Argon2id passes, 2 to 16. Default 2
 * @param passwordThreads how many passwords are hashed at once, 1 to 256. Default: the number of cores
 * @param passwordQueue how many may wait to be hashed before RATE_LIMITED, 0 to 10000. Default 64
 * @param loginFailures failed log-ins of one address before RATE_LIMITED, 1 to 1000. Default 10
 * @param loginWindow how long a failed log-in counts, 1 s to 24 h. Default 15 min
 */
public record UsersConfig(
        String issuer,
        Duration accessTokenTtl,
        Duration refreshTokenTtl,
        Integer signingKeyDays,
        Integer passwordMemoryKib,
        Integer passwordIterations,
        Integer passwordThreads,
        Integer passwordQueue,
        Integer loginFailures,
        Duration loginWindow) {

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Duration ONE_DAY = Duration.ofDays(1);

    public UsersConfig {
        issuer = issuer == null ? "ticketsafe" : issuer;
        accessTokenTtl = accessTokenTtl == null ? Duration.ofMinutes(15) : accessTokenTtl;
        refreshTokenTtl = refreshTokenTtl == null ? Duration.ofDays(30) : refreshTokenTtl;
        signingKeyDays = signingKeyDays == null ? 30 : signingKeyDays;
        passwordMemoryKib = passwordMemoryKib == null ? 19_456 : passwordMemoryKib;
        passwordIterations = passwordIterations == null ? 2 : passwordIterations;
        passwordThreads = passwordThreads == null ? Runtime.getRuntime().availableProcessors() : passwordThreads;
        passwordQueue = passwordQueue == null ? 64 : passwordQueue;
        loginFailures = loginFailures == null ? 10 : loginFailures;
        loginWindow = loginWindow == null ? Duration.ofMinutes(15) : loginWindow;

        if (issuer.isBlank() || issuer.length() > 200) {
            throw new IllegalArgumentException("issuer must be a text of 1 to 200 characters");
        }
        requireBetween("accessTokenTtl", accessTokenTtl, ONE_SECOND, ONE_DAY);
        requireBetween("refreshTokenTtl", refreshTokenTtl, accessTokenTtl, Duration.ofDays(365));
        requireBetween("signingKeyDays", signingKeyDays, 1, 365);
        requireBetween("passwordMemoryKib", passwordMemoryKib, 19_456, 1_048_576);
        requireBetween("passwordIterations", passwordIterations, 2, 16);
        requireBetween("passwordThreads", passwordThreads, 1, 256);
        requireBetween("passwordQueue", passwordQueue, 0, 10_000);
        requireBetween("loginFailures", loginFailures, 1, 1_000);
        requireBetween("loginWindow", loginWindow, ONE_SECOND, ONE_DAY);
    }

    public static UsersConfig defaults() {
        return new UsersConfig(null, null, null, null, null, null, null, null, null, null);
    }

    private static <T extends Comparable<T>> void requireBetween(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s must be between %s and %s".formatted(name, least, most));
        }
    }
}
