package io.ticketsafe.common.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The keyset of Tink by which values are sealed; with neither file nor value, the master key seals.
 *
 * @param file of the keyset, which {@code ./ticketsafe keys} makes and changes
 * @param keyset the same as a value, which is not read again
 * @param refresh how often the file is read again, more or less a quarter (10 s)
 */
public record KeysConfig(Path file, Secret keyset, Duration refresh) {
    public KeysConfig {
        if (file != null && keyset != null) {
            throw new IllegalArgumentException("keyset must not be set beside file");
        }
        refresh = Limits.within(
                "refresh", refresh, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(10));
    }

    static KeysConfig none() {
        return new KeysConfig(null, null, null);
    }
}
