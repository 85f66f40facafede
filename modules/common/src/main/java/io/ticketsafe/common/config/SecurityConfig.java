package io.ticketsafe.common.config;

/**
 * Secrets that all processes of one installation share.
 *
 * @param masterKey encrypts what must not lie readable in a store, such as private signing keys
 * @param serviceSecret signs the tokens with which services call each other
 */
public record SecurityConfig(Secret masterKey, Secret serviceSecret) {
    private static final int MIN_LENGTH = 32;

    public SecurityConfig {
        requireLong("masterKey", masterKey);
        requireLong("serviceSecret", serviceSecret);
    }

    private static void requireLong(String name, Secret secret) {
        if (Limits.required(name, secret).value().length() < MIN_LENGTH) {
            throw new IllegalArgumentException(name + " must have at least " + MIN_LENGTH + " characters");
        }
    }
}
