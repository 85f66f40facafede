package io.ticketsafe.common.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.ConfigException;
import io.ticketsafe.common.testing.TestCa;
import io.ticketsafe.common.testing.TestCa.Issued;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with files is said in one line, before anything uses them. */
class TlsFilesTest {
    @TempDir
    Path folder;

    private TestCa ca;
    private Issued good;

    @BeforeEach
    void issue() {
        ca = new TestCa(folder, "ca");
        good = ca.issue("good", "localhost");
    }

    @Test
    void aGoodPairIsRead() {
        // When
        Identity identity = Identity.read("http.tls", good.certificate(), good.key());
        // Then
        assertThat(identity.chain()).hasSize(1);
        assertThat(identity.expiresAt()).isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
        assertThat(identity.isSameAs(Identity.read("http.tls", good.certificate(), good.key())))
                .isTrue();
        assertThat(identity.toString()).contains("CN=good").doesNotContain("PRIVATE");
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        Path absent = folder.resolve("absent.pem");
        assertRefused(absent, good.key(), "http.tls.certificate: " + absent + " is not there");
        assertRefused(good.certificate(), absent, "http.tls.key: " + absent + " is not there");
        assertRefused(folder, good.key(), "http.tls.certificate: " + folder + " cannot be read");
    }

    @Test
    void otherThingsThanPemAreNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "certificate");
        Path broken = Files.writeString(
                folder.resolve("broken"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertRefused(text, good.key(), "http.tls.certificate: " + text + " holds no certificate in PEM");
        assertRefused(broken, good.key(), broken + " holds a certificate that cannot be read");
        assertRefused(
                good.certificate(),
                text,
                "http.tls.key: " + text + " holds no private key in PEM that can be read without a password");
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() throws IOException, GeneralSecurityException {
        // Given
        Path other = ca.issue("other").key();
        Path rsa = Files.writeString(
                folder.resolve("rsa"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(KeyPairGenerator.getInstance("RSA")
                                        .generateKeyPair()
                                        .getPrivate()
                                        .getEncoded())
                        + "\n-----END PRIVATE KEY-----\n",
                StandardCharsets.US_ASCII);
        // When / Then
        String refusal = " is not the key of the certificate in " + good.certificate();
        assertRefused(good.certificate(), other, "http.tls.key: " + other + refusal);
        assertRefused(good.certificate(), rsa, "http.tls.key: " + rsa);
    }

    @Test
    void whatHasExpiredIsRefused() {
        // Given
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        Issued expired = ca.issue("expired", yesterday);
        // When / Then
        assertRefused(expired.certificate(), expired.key(), expired.certificate() + " has expired at ");
        assertThatThrownBy(() -> Authorities.read("redis.tls.ca", expired.certificate()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("redis.tls.ca: " + expired.certificate() + " has expired at ");
    }

    @Test
    void authoritiesAreOfAFileOrOfTheJdk() {
        assertThatCode(() -> Authorities.read("redis.tls.ca", ca.file())).doesNotThrowAnyException();
        assertThatCode(() -> Authorities.read("redis.tls.ca", null)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Authorities.read("redis.tls.ca", good.key()))
                .hasMessage("redis.tls.ca: " + good.key() + " holds no certificate in PEM");
    }

    private static void assertRefused(Path certificate, Path key, String message) {
        assertThatThrownBy(() -> Identity.read("http.tls", certificate, key))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
