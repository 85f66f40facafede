package io.ticketsafe.common.config;

import java.nio.file.Path;

/**
 * How a server is spoken to by TLS; whether it is, says its URL.
 *
 * @param ca PEM file with the certificates to trust; absent: those that the JDK trusts
 * @param certificate PEM file with a certificate of our own and its chain, for servers that ask for one
 * @param key its private key
 * @param verifyHost whether the certificate must be for the host that was asked
 */
public record ClientTls(Path ca, Path certificate, Path key, Boolean verifyHost) {
    public ClientTls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("certificate and key belong together");
        }
        verifyHost = Limits.orDefault(verifyHost, true);
    }

    public static ClientTls defaults() {
        return new ClientTls(null, null, null, null);
    }
}
