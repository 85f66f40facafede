package io.ticketsafe.common.config;

import java.util.List;

/**
 * Secrets that all processes of one installation share, and what may do without TLS.
 *
 * @param masterKey seals what must not lie readable in a store, such as private signing keys, unless keys are set; tells customers apart
 * @param serviceSecret signs the tokens with which services call each other
 * @param keys seal instead of the master key, and can be rotated
 * @param plainText what may do without TLS in the production profile; default nothing
 */
public record SecurityConfig(Secret masterKey, Secret serviceSecret, KeysConfig keys, List<PlainText> plainText) {
    private static final int MIN_LENGTH = 32;

    public SecurityConfig {
        requireLong("masterKey", masterKey);
        requireLong("serviceSecret", serviceSecret);
        keys = Limits.orDefault(keys, KeysConfig.none());
        plainText = List.copyOf(Limits.orDefault(plainText, List.of()));
    }

    public SecurityConfig(Secret masterKey, Secret serviceSecret) {
        this(masterKey, serviceSecret, null, null);
    }

    private static void requireLong(String name, Secret secret) {
        if (Limits.required(name, secret).value().length() < MIN_LENGTH) {
            throw new IllegalArgumentException(name + " must have at least " + MIN_LENGTH + " characters");
        }
    }
}
