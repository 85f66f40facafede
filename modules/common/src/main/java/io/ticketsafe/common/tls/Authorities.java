package io.ticketsafe.common.tls;

import io.ticketsafe.common.config.ConfigException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whose certificates are believed.
 *
 * @param pem as it stands in its file; absent for those that the JDK trusts
 */
public record Authorities(Buffer pem, List<X509Certificate> certificates) {
    public Authorities {
        certificates = List.copyOf(certificates);
    }

    /**
     * Blocking.
     *
     * @param setting such as {@code redis.tls.ca}
     * @param file PEM, of which one certificate at least must be valid now; absent: those that the JDK trusts
     * @throws ConfigException with one line that names the file and what is wrong with it
     */
    public static Authorities read(String setting, Path file) {
        if (file == null) {
            return new Authorities(null, List.of());
        }
        Buffer pem = Pem.bytes(setting, file);
        List<X509Certificate> certificates = Pem.certificates(setting, file, pem);
        Date now = Date.from(Instant.now());
        if (certificates.stream()
                .allMatch(certificate -> certificate.getNotAfter().before(now))) {
            Pem.requireValid(setting, file, certificates.get(0));
        }
        return new Authorities(pem, certificates);
    }

    public TrustOptions options() {
        return pem == null ? TrustOptions.wrap(managers()[0]) : new PemTrustOptions().addCertValue(pem);
    }

    public TrustManager[] managers() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(pem == null ? null : store());
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK cannot keep certificates to trust", e);
        }
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        return store;
    }
}
