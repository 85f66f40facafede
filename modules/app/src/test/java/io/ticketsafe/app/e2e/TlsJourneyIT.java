package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.pg.Migrations;
import io.ticketsafe.common.testing.SecurePostgres;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.common.testing.TestCa;
import io.ticketsafe.common.testing.TestCa.Issued;
import io.ticketsafe.common.testing.TlsTunnel;
import io.ticketsafe.common.tls.Authorities;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job in the production profile, which was allowed nothing without TLS: HTTPS, two processes with mutual TLS between them,
 * stores that take nobody without TLS and a certificate of our own. PostgreSQL does it itself; Redis and MongoDB stand behind a
 * tunnel, for those that are embedded have no TLS.
 */
class TlsJourneyIT {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<TicketSafeProcess> processes = new ArrayList<>();
    private TestCa ca;
    private SecurePostgres postgres;

    @BeforeEach
    void secureStores() throws IOException {
        ca = new TestCa(folder, "ca");
        postgres = new SecurePostgres(vertx, ca);
    }

    @AfterEach
    void stopAll() throws IOException {
        processes.forEach(TicketSafeProcess::close);
        postgres.close();
        ServiceHarness.await(vertx.close());
    }

    @Test
    void theMainJobRunsThroughWithTlsEverywhere() throws Exception {
        // Given
        Map<String, String> settings = settings();
        Path file = Files.writeString(folder.resolve("ticketsafe.yaml"), "profile: production\n");
        start(settings, file, "users,payments");
        processes.get(0).awaitReady();
        start(settings, file, "events,tickets,reports,gateway");
        String baseUrl = processes.get(1).awaitReady();
        ApiClient anonymous = ApiClient.anonymous(baseUrl, trusting(ca));
        // When
        new Journey(anonymous).walk();
        // Then
        assertThat(baseUrl).startsWith("https://");
        assertThat(anonymous.get("/v1/events").expect(200).header("Strict-Transport-Security"))
                .isNotEmpty();
        assertThatThrownBy(() ->
                        ApiClient.anonymous(baseUrl.replace("https", "http")).get("/v1/events"))
                .isNotNull();
        assertThatThrownBy(() -> Migrations.migrate(postgres.plainUrl(), "users"))
                .hasMessageContaining("refuses user, password or certificate");
        assertThat(processes).allSatisfy(process -> assertThat(process.stop()).isZero());
    }

    private void start(Map<String, String> settings, Path file, String roles) {
        processes.add(TicketSafeProcess.start(
                Path.of("target", "e2e-tls-" + roles + ".log"),
                Installation.environment(settings),
                "run",
                "--config",
                file.toString(),
                "--roles",
                roles));
    }

    private Map<String, String> settings() {
        TestStores stores = TestStores.shared();
        Map<String, String> settings = new HashMap<>(Installation.on(
                        postgres.url(),
                        "rediss://localhost:" + tunnel(stores.stores().redis().port(), "redis"),
                        "mongodb://localhost:" + tunnel(stores.stores().mongo().port(), "mongo") + "/?tls=true")
                .settings());
        settings.put("profile", "production");
        settings.put("mongo.database", stores.newMongoDatabase());
        settings.put("payments.sandbox.inProduction", "true");
        settings.put("payments.sandbox.webhookSecret", "a-webhook-secret-of-this-test");
        settings.put("http.plain", "false");
        settings.put("http.tls.port", settings.remove("http.port"));
        put(settings, "http", ca.issue("http", "localhost", "127.0.0.1"));
        TestCa own = new TestCa(folder, "cluster-ca");
        put(settings, "cluster", own.issue("process"));
        settings.put("cluster.tls.ca", own.file().toString());
        settings.put("cluster.name", "tls-" + ProcessHandle.current().pid());
        settings.put("cluster.port", String.valueOf(Installation.freePort()));
        settings.put("cluster.members", "127.0.0.1:" + settings.get("cluster.port"));
        for (String store : List.of("postgres", "redis", "mongo")) {
            put(settings, store, ca.issue(store + "-client"));
            settings.put(store + ".tls.ca", ca.file().toString());
        }
        return settings;
    }

    private static void put(Map<String, String> settings, String group, Issued own) {
        settings.put(group + ".tls.certificate", own.certificate().toString());
        settings.put(group + ".tls.key", own.key().toString());
    }

    private int tunnel(int port, String name) {
        Issued own = ca.issue(name, "localhost");
        return ServiceHarness.await(new TlsTunnel(
                        vertx,
                        port,
                        new NetServerOptions()
                                .setClientAuth(ClientAuth.REQUIRED)
                                .setTrustOptions(new PemTrustOptions()
                                        .addCertPath(ca.file().toString()))
                                .setKeyCertOptions(new PemKeyCertOptions()
                                        .addCertPath(own.certificate().toString())
                                        .addKeyPath(own.key().toString())))
                .open());
    }

    private static SSLContext trusting(TestCa ca) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, Authorities.read("ca", ca.file()).managers(), new SecureRandom());
        return context;
    }
}
