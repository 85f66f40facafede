package io.ticketsafe.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate of one's own making for {@code localhost}, made once per data folder by the JDK's keytool. No browser
 * trusts it, which is as it should be.
 */
final class DevCertificate {
    private static final String PASSWORD = "changeit";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int VALID_DAYS = 365;
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private DevCertificate() {}

    /** PEM file, of the certificate alone. */
    static Path certificateIn(Path folder) {
        return folder.resolve("tls").resolve("certificate.pem");
    }

    /** PEM file, readable by its owner only. */
    static Path keyIn(Path folder) {
        return folder.resolve("tls").resolve("key.pem");
    }

    /** Makes a pair where there is none, or where it is about to end. */
    static void ensureIn(Path folder) {
        try {
            if (!isUsable(folder)) {
                make(folder);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate for HTTPS cannot be made in " + folder, e);
        }
    }

    private static boolean isUsable(Path folder) throws IOException {
        if (!Files.exists(certificateIn(folder)) || !Files.exists(keyIn(folder))) {
            return false;
        }
        Instant made = Files.getLastModifiedTime(certificateIn(folder)).toInstant();
        return made.plus(Duration.ofDays(VALID_DAYS)).minus(RENEW_BEFORE).isAfter(Instant.now());
    }

    private static void make(Path folder) throws IOException, GeneralSecurityException {
        Path tls = Files.createDirectories(keyIn(folder).getParent());
        Path store = tls.resolve("keystore.p12");
        Files.deleteIfExists(store);
        keytool(store);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        byte[] key = keys.getKey("dev", PASSWORD.toCharArray()).getEncoded();
        Files.deleteIfExists(keyIn(folder));
        Files.createFile(
                keyIn(folder), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keyIn(folder), pem("PRIVATE KEY", key), StandardCharsets.US_ASCII);
        byte[] certificate = keys.getCertificate("dev").getEncoded();
        Files.writeString(certificateIn(folder), pem("CERTIFICATE", certificate), StandardCharsets.US_ASCII);
        Files.delete(store);
    }

    private static void keytool(Path store) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "dev",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1,ip:::1",
                        "-validity",
                        String.valueOf(VALID_DAYS),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!keytool.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IOException("keytool failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }
}
