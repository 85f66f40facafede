package io.ticketsafe.app.cluster;

import java.nio.file.Path;

/**
 * Mutual TLS of the event bus; off without files. Whoever has a certificate of this CA is believed to be a process of this
 * installation, at whatever address: it must be a CA that signs nothing else.
 *
 * @param ca PEM file with the CA's certificate
 * @param certificate PEM file with the certificate of this process, for servers and clients
 * @param key its private key
 */
public record ClusterTls(Path ca, Path certificate, Path key) {
    public ClusterTls {
        if ((ca == null) != (certificate == null) || (certificate == null) != (key == null)) {
            throw new IllegalArgumentException("ca, certificate and key belong together");
        }
    }

    public static ClusterTls off() {
        return new ClusterTls(null, null, null);
    }

    public boolean isOn() {
        return ca != null;
    }
}
