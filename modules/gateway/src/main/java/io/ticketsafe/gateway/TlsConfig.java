package io.ticketsafe.gateway;

import io.ticketsafe.common.config.Limits;
import io.ticketsafe.common.tls.Identity;
import java.nio.file.Path;
import java.time.Duration;

/**
 * HTTPS (HTTP/2 and HTTP/1.1 by ALPN); off without a certificate.
 *
 * @param port 0 takes any free one; default 8443
 * @param certificate PEM file with the certificate and its chain
 * @param key PEM file with the private key
 * @param refresh how often the files are read again, more or less a quarter; default 10s
 */
public record TlsConfig(Integer port, Path certificate, Path key, Duration refresh) {
    public TlsConfig {
        port = Limits.port("port", port, 8443);
        refresh =
                Limits.within("refresh", refresh, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofHours(1));
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    (key == null ? "key" : "certificate") + " must be set where the other half of the pair is");
        }
    }

    public static TlsConfig off() {
        return new TlsConfig(null, null, null, null);
    }

    public boolean isOn() {
        return certificate != null;
    }

    /** Blocking; what is wrong with the files is a {@link io.ticketsafe.common.config.ConfigException}. */
    public Identity identity() {
        return Identity.read("http.tls", certificate, key);
    }
}
