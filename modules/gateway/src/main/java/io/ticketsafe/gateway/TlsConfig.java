package io.ticketsafe.gateway;

import io.ticketsafe.common.config.Limits;
import java.nio.file.Path;

/**
 * HTTPS (HTTP/2 and HTTP/1.1 by ALPN); off without a certificate.
 *
 * @param port 0 takes any free one; default 8443
 * @param certificate PEM file with the certificate and its chain
 * @param key PEM file with the private key
 */
public record TlsConfig(Integer port, Path certificate, Path key) {
    public TlsConfig {
        port = Limits.port("port", port, 8443);
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    (key == null ? "key" : "certificate") + " must be set where the other half of the pair is");
        }
    }

    public static TlsConfig off() {
        return new TlsConfig(null, null, null);
    }

    public boolean isOn() {
        return certificate != null;
    }
}
