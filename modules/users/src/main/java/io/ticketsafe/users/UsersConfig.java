package io.ticketsafe.users;

import io.ticketsafe.common.config.Limits;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Settings of the users service; whatever is null takes its default.
 *
 * @param issuer {@code iss} of every token; the same in all processes of one installation. Default {@code ticketsafe}
 * @param accessTokenTtl how long an access token lives, 1 s to 24 h. Default 15 min
 * @param refreshTokenTtl how long a refresh token may lie unused, 1 s to 400 days. Default 30 days
 * @param signingKeyDays age at which a signing key is replaced, 1 to 365. Default 30
 * @param passwordMemoryKib Argon2id memory, 19456 (OWASP's least) to 1048576. Default 19456
 * @param passwordIterations Argon2id passes, 2 to 16. Default 2
 * @param passwordThreads how many passwords are hashed at once, 1 to 256. Default: the number of cores
 * @param passwordQueue how many may wait to be hashed before RATE_LIMITED, 0 to 16384. Default 64 per thread
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
    /** So many hashes take about half of the time that a log-in may take, on slow cores. */
    private static final int WAITING_PER_THREAD = 64;

    private static final Pattern ISSUER = Pattern.compile("\\S(.{0,198}\\S)?");

    public UsersConfig {
        issuer = Limits.matching("issuer", issuer, "ticketsafe", ISSUER, "a text of 1 to 200 characters");
        accessTokenTtl = Limits.within("accessTokenTtl", accessTokenTtl, Duration.ofMinutes(15), ONE_SECOND, ONE_DAY);
        refreshTokenTtl = Limits.within(
                "refreshTokenTtl", refreshTokenTtl, Duration.ofDays(30), ONE_SECOND, Duration.ofDays(400));
        signingKeyDays = Limits.within("signingKeyDays", signingKeyDays, 30, 1, 365);
        passwordMemoryKib = Limits.within("passwordMemoryKib", passwordMemoryKib, 19_456, 19_456, 1_048_576);
        passwordIterations = Limits.within("passwordIterations", passwordIterations, 2, 2, 16);
        passwordThreads = Limits.within(
                "passwordThreads",
                passwordThreads,
                Math.min(256, Runtime.getRuntime().availableProcessors()),
                1,
                256);
        passwordQueue = Limits.within(
                "passwordQueue", passwordQueue, WAITING_PER_THREAD * passwordThreads, 0, 256 * WAITING_PER_THREAD);
        loginFailures = Limits.within("loginFailures", loginFailures, 10, 1, 1_000);
        loginWindow = Limits.within("loginWindow", loginWindow, Duration.ofMinutes(15), ONE_SECOND, ONE_DAY);
    }

    public static UsersConfig defaults() {
        return new UsersConfig(null, null, null, null, null, null, null, null, null, null);
    }
}
