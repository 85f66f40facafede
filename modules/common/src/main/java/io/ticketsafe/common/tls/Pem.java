package io.ticketsafe.common.tls;

import io.ticketsafe.common.config.ConfigException;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files in PEM. Blocking; a {@link ConfigException} names setting and file. */
final class Pem {
    private static final long MOST_BYTES = 4 << 20;
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[\\sA-Za-z0-9+/=]+-----END CERTIFICATE-----");

    private Pem() {}

    static Buffer bytes(String setting, Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw refusal(setting, file, "is larger than 4 MiB");
            }
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw refusal(setting, file, "is not there");
        } catch (AccessDeniedException e) {
            throw refusal(setting, file, "may not be read by this user");
        } catch (IOException e) {
            throw refusal(setting, file, "cannot be read");
        }
    }

    /** At least one. */
    static List<X509Certificate> certificates(String setting, Path file, Buffer pem) {
        List<X509Certificate> found = new ArrayList<>();
        Matcher block = CERTIFICATE.matcher(pem.toString(StandardCharsets.ISO_8859_1));
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                byte[] text = block.group().getBytes(StandardCharsets.US_ASCII);
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(text)));
            }
        } catch (CertificateException e) {
            throw refusal(setting, file, "holds a certificate that cannot be read");
        }
        if (found.isEmpty()) {
            throw refusal(setting, file, "holds no certificate in PEM");
        }
        return List.copyOf(found);
    }

    static void requireValid(String setting, Path file, X509Certificate certificate) {
        Instant now = Instant.now();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw refusal(
                    setting, file, "has expired at " + certificate.getNotAfter().toInstant());
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw refusal(
                    setting,
                    file,
                    "is not valid before " + certificate.getNotBefore().toInstant());
        }
    }

    static ConfigException refusal(String setting, Path file, String what) {
        return new ConfigException(setting + ": " + file + " " + what);
    }
}
