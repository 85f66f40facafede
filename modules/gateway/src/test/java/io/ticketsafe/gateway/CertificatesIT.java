package io.ticketsafe.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.ConfigException;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.common.testing.TestCa;
import io.ticketsafe.common.testing.TestCa.Issued;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate for HTTPS is exchanged while requests are served. */
class CertificatesIT {
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final long PAUSE_MS = 50;

    @TempDir
    Path folder;

    private TestCa ca;

    @BeforeEach
    void makeAuthority() {
        ca = new TestCa(folder, "ca");
    }

    @Test
    void aNewOneIsShownAndAnUnsoundOneIsNot() throws IOException {
        // Given
        Issued first = ca.issue("first", "localhost");
        Issued next = ca.issue("next", Instant.now().plus(Duration.ofHours(1)), "localhost");
        try (GatewayHarness gateway =
                new GatewayHarness(Configs.tls(new TlsConfig(0, first.certificate(), first.key(), OFTEN)))) {
            assertThat(ServiceHarness.await(shown(gateway))).isEqualTo("HTTP_2 CN=first");
            assertThat(expiry(gateway)).isGreaterThan(Duration.ofHours(2).toSeconds());
            // When
            Files.copy(next.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
            // Then
            ServiceHarness.await(until(gateway, () -> Future.succeededFuture(unusable(gateway) > 0)));
            assertThat(ServiceHarness.await(shown(gateway))).isEqualTo("HTTP_2 CN=first");
            // When
            Files.copy(next.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
            // Then
            ServiceHarness.await(until(gateway, () -> shown(gateway).map("HTTP_2 CN=next"::equals)));
            ServiceHarness.await(until(
                    gateway,
                    () -> Future.succeededFuture(
                            expiry(gateway) <= Duration.ofHours(1).toSeconds())));
        }
    }

    @Test
    void anExpiredOneIsRefusedAtStart() {
        // Given
        Issued expired = ca.issue("expired", Instant.now().minusSeconds(1), "localhost");
        TlsConfig tls = new TlsConfig(0, expired.certificate(), expired.key(), OFTEN);
        // When
        assertThatThrownBy(() -> new GatewayHarness(Configs.tls(tls)))
                // Then
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("http.tls.certificate: " + expired.certificate() + " has expired at ");
    }

    /** By a connection of its own: version and subject. */
    private Future<String> shown(GatewayHarness gateway) {
        HttpClientAgent client = gateway.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setTrustOptions(
                                new PemTrustOptions().addCertPath(ca.file().toString())));
        return client.request(HttpMethod.GET, gateway.gateway().tlsPort(), "localhost", "/v1/events")
                .compose(request -> request.send()
                        .map(response -> response.version() + " "
                                + ((X509Certificate) peer(request.connection())).getSubjectX500Principal()))
                .eventually(client::close);
    }

    private static Object peer(HttpConnection connection) {
        try {
            return connection.peerCertificates().get(0);
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double unusable(GatewayHarness gateway) {
        return gateway.context()
                .meters()
                .get("ticketsafe.tls.certificate.unusable")
                .counter()
                .count();
    }

    private static double expiry(GatewayHarness gateway) {
        return gateway.context()
                .meters()
                .get("ticketsafe.tls.certificate.expiry")
                .tag("use", "http")
                .gauge()
                .value();
    }

    private static Future<Void> until(GatewayHarness gateway, Supplier<Future<Boolean>> question) {
        return question.get().compose(right -> {
            if (right) {
                return Future.succeededFuture();
            }
            Promise<Void> later = Promise.promise();
            gateway.vertx().setTimer(PAUSE_MS, due -> until(gateway, question).onComplete(later));
            return later.future();
        });
    }
}
