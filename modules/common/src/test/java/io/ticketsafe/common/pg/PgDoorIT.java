package io.ticketsafe.common.pg;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.ClientTls;
import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.common.testing.SecurePostgres;
import io.ticketsafe.common.testing.TestCa;
import io.ticketsafe.common.testing.TestCa.Issued;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log-in and TLS: what is right works, what is wrong is said in one line, by the pools and by migrations alike. */
class PgDoorIT {
    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static TestCa ca;
    private static ClientTls ours;
    private static SecurePostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        ca = new TestCa(folder, "ca");
        Issued own = ca.issue("client");
        ours = new ClientTls(ca.file(), own.certificate(), own.key(), true);
        postgres = new SecurePostgres(vertx, ca);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
        await(vertx.close());
    }

    @Test
    void whoseCertificateAndHostAreRightIsLetIn() {
        assertWorks(new PostgresConfig(postgres.url(), ours, null));
        assertWorks(new PostgresConfig(otherHost(postgres.url()).replace("full", "ca"), ours, null));
        assertWorks(PostgresConfig.of(postgres.guardedUrl("right") + "?sslmode=require"));
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaid() {
        ClientTls other = new ClientTls(new TestCa(folder, "other").file(), null, null, null);
        assertTrouble(new PostgresConfig(postgres.url(), other, null), "has a certificate that is not trusted");
        assertTrouble(PostgresConfig.of(postgres.url()), "has a certificate that is not trusted");
        assertTrouble(
                new PostgresConfig(postgres.guardedUrl("right") + "?sslmode=require", other, null),
                "has a certificate that is not trusted");
    }

    @Test
    void aCertificateForAnotherHostIsSaid() {
        assertTrouble(new PostgresConfig(otherHost(postgres.url()), ours, null), "for another host");
    }

    @Test
    void oursThatIsMissingIsSaid() {
        ClientTls none = new ClientTls(ca.file(), null, null, null);
        assertTrouble(new PostgresConfig(postgres.url(), none, null), "refuses user, password or certificate");
        assertTrouble(PostgresConfig.of(postgres.plainUrl()), "refuses user, password or certificate");
    }

    @Test
    void aWrongPasswordOrDatabaseIsSaid() {
        assertTrouble(
                PostgresConfig.of(postgres.guardedUrl("wrong")),
                "refuses user, password or certificate (password authentication failed for user \"guarded\")");
        assertTrouble(
                PostgresConfig.of(postgres.guardedUrl("right") + "_absent"),
                "has no such database (database \"postgres_absent\" does not exist)");
    }

    @Test
    void nobodyThereIsSaid() {
        assertTrouble(
                PostgresConfig.of("postgresql://u:p@127.0.0.1:1/d"),
                "PostgreSQL at 127.0.0.1:1 cannot be connected to");
        assertTrouble(
                PostgresConfig.of("postgresql://u:p@no-such-host.invalid/d"),
                "PostgreSQL at no-such-host.invalid:5432 is a name that cannot be resolved");
    }

    @Test
    void whatSaysNothingOrHasNoTlsIsSaid() {
        NetServer silent = vertx.createNetServer().connectHandler(socket -> {});
        int port = await(silent.listen(0, "127.0.0.1")).actualPort();
        assertPoolTrouble(PostgresConfig.of("postgresql://u:p@127.0.0.1:" + port + "/d"), "does not answer in time");
        NetServer plain =
                vertx.createNetServer().connectHandler(socket -> socket.handler(question -> socket.write("N")));
        int plainPort = await(plain.listen(0, "127.0.0.1")).actualPort();
        assertTrouble(
                PostgresConfig.of("postgresql://u:p@127.0.0.1:" + plainPort + "/d?sslmode=verify-full"),
                "does not speak TLS");
    }

    private static String otherHost(String url) {
        return url.replace("localhost", "127.0.0.1");
    }

    private static void assertWorks(PostgresConfig config) {
        Database database = Database.open(vertx, config, "public");
        await(database.ping());
        await(database.close());
    }

    private static void assertTrouble(PostgresConfig config, String reason) {
        assertPoolTrouble(config, reason);
        assertThatThrownBy(() -> Migrations.migrate(config, "public"))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .startsWith("PostgreSQL at ")
                        .contains(reason)
                        .doesNotContain("\n"));
    }

    private static void assertPoolTrouble(PostgresConfig config, String reason) {
        Database database = Database.open(vertx, config, "public");
        assertThatThrownBy(() -> await(database.ping()))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .startsWith("PostgreSQL at ")
                        .contains(reason)
                        .doesNotContain("\n"));
        await(database.close());
    }
}
