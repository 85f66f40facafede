package io.ticketsafe.common.config;

import java.time.Duration;

/**
 * @param masterKey encrypts what must not lie readable in a store, such as private signing keys; the same in all processes
 * @param serviceSecret signs the tokens with which services call each other; the same in all processes
 * @param issuer who issues access tokens, their {@code iss}
 * @param leeway by how much clocks of two machines may differ
 */
public record SecurityConfig(
        Secret masterKey,
        Secret serviceSecret,
        String issuer,
        Duration accessTokenTtl,
        Duration refreshTokenTtl,
        Duration leeway) {
    private static final int MIN_SECRET_LENGTH = 32;

    public SecurityConfig {
        requireLong("masterKey", masterKey);
        requireLong("serviceSecret", serviceSecret);
        issuer = Limits.orDefault(issuer, "ticketsafe");
        accessTokenTtl = Limits.within(
                "accessTokenTtl", accessTokenTtl, Duration.ofMinutes(15), Duration.ofSeconds(10), Duration.ofHours(24));
        refreshTokenTtl = Limits.within(
                "refreshTokenTtl", refreshTokenTtl, Duration.ofDays(30), Duration.ofMinutes(1), Duration.ofDays(400));
        leeway = Limits.within("leeway", leeway, Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(5));
    }

    private static void requireLong(String name, Secret secret) {
        if (Limits.required(name, secret).value().length() < MIN_SECRET_LENGTH) {
            throw new IllegalArgumentException(name + " must have at least " + MIN_SECRET_LENGTH + " characters");
        }
    }
}
