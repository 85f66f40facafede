package io.ticketsafe.common.redis;

import static io.ticketsafe.common.redis.RedisAssertions.assertUnavailable;
import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.config.ClientTls;
import io.ticketsafe.common.config.RedisConfig;
import io.ticketsafe.common.config.Secret;
import io.ticketsafe.common.testing.TestCa;
import io.ticketsafe.common.testing.TestCa.Issued;
import io.ticketsafe.common.testing.TlsTunnel;
import io.ticketsafe.dev.RedisFleet;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log-in and TLS: what is right works, what is wrong is said in one line. */
class RedisDoorIT {
    private static final Script ECHO = Script.of("return ARGV[1]");
    private static final ClientTls NO_FILES = new ClientTls(null, null, null, null);

    @TempDir
    static Path folder;

    private static TestCa ca;
    private static RedisFleet redis;
    private Vertx vertx;
    private int tlsPort;

    @BeforeAll
    static void start() {
        ca = new TestCa(folder, "ca");
        redis = RedisFleet.alone();
        redis.call(0, "ACL", "SETUSER", "shop", "on", ">right:p@ss", "~ts:*", "+@all");
        redis.call(0, "ACL", "SETUSER", "reader", "on", ">reader", "~*", "-@all", "+hello", "+ping");
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        tlsPort = tunnel(ca.issue("localhost", "localhost"));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void aUserOfTheUrlIsLoggedIn() {
        assertWorks(RedisConfig.of("redis://shop:right%3Ap%40ss@127.0.0.1:" + redis.port(0) + "/1"));
    }

    @Test
    void soIsOneOfTheConfiguration() {
        assertWorks(new RedisConfig(plain(), "shop", new Secret("right:p@ss"), null, null, null, null, null));
    }

    @Test
    void aWrongPasswordIsSaid() {
        assertTrouble(
                new RedisConfig(plain(), "shop", new Secret("wrong"), null, null, null, null, null),
                "refuses user or password (WRONGPASS invalid username-password pair or user is disabled.)");
    }

    @Test
    void aMissingRightIsSaid() {
        // Given
        RedisStore store = RedisStore.open(
                vertx, new RedisConfig(plain(), "reader", new Secret("reader"), null, null, null, null, null));
        // When, then
        await(store.ping());
        assertUnavailable(() -> await(store.run(ECHO, 1, "ts:1", "x")));
        assertThat(store.trouble())
                .hasValueSatisfying(reason -> assertThat(reason).contains("NOPERM"));
        await(store.close());
    }

    @Test
    void aMissingPasswordIsSaid() {
        // Given
        RedisFleet guarded = RedisFleet.alone();
        guarded.call(0, "CONFIG", "SET", "requirepass", "secret");
        // When, then
        assertTrouble(RedisConfig.of("redis://127.0.0.1:" + guarded.port(0)), "asks for a password (NOAUTH");
        assertWorks(RedisConfig.of("redis://:secret@127.0.0.1:" + guarded.port(0)));
        guarded.close();
    }

    @Test
    void tlsWithTheRightCa() {
        assertWorks(secure("localhost", ca.file().toString(), true));
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaid() {
        assertTrouble(secure("localhost", null, true), "has a certificate that is not trusted; redis.tls.ca");
    }

    @Test
    void aCertificateForAnotherHostIsSaidUnlessThatIsWanted() {
        assertTrouble(secure("127.0.0.1", ca.file().toString(), true), "has a certificate for another host");
        assertWorks(secure("127.0.0.1", ca.file().toString(), false));
    }

    @Test
    void aFileOfCertificatesThatIsNotThereIsSaid() {
        assertTrouble(secure("localhost", "/no/such/file.pem", true), "/no/such/file.pem");
    }

    @Test
    void aCertificateThatHasExpiredIsSaid() {
        tlsPort = tunnel(ca.issue("expired", Instant.now().minusSeconds(60), "localhost"));
        assertTrouble(secure("localhost", ca.file().toString(), true), "has a certificate that has expired");
    }

    @Test
    void aServerWithoutTlsIsSaid() {
        assertTrouble(
                RedisConfig.of("rediss://127.0.0.1:" + redis.port(0)),
                "perhaps it is no Redis, or the URL is wrong about TLS");
    }

    @Test
    void aServerWithTlsIsSaid() {
        assertTrouble(
                RedisConfig.of("redis://127.0.0.1:" + tlsPort),
                "perhaps it is no Redis, or the URL is wrong about TLS");
    }

    @Test
    void whatIsNoRedisIsSaid() {
        assertTroubleWith(socket -> socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"), "does not answer like a Redis");
        assertTroubleWith(socket -> socket.write("+OK\r\n"), "does not answer like a Redis");
        assertTroubleWith(socket -> socket.close(), "closed the connection; perhaps it is no Redis");
    }

    @Test
    void whatSaysNothingIsGivenUp() {
        assertTroubleWith(socket -> {}, "does not answer in time");
        assertTrouble(silently("rediss://127.0.0.1:"), "");
    }

    @Test
    void nobodyThere() {
        assertTrouble(RedisConfig.of("redis://127.0.0.1:1"), "127.0.0.1:1 cannot be connected to");
        assertTrouble(RedisConfig.of("redis://no-such-host.invalid"), "is a name that cannot be resolved");
    }

    private static String plain() {
        return "redis://127.0.0.1:" + redis.port(0);
    }

    private int tunnel(Issued server) {
        NetServerOptions tls = new NetServerOptions()
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(server.certificate().toString())
                        .addKeyPath(server.key().toString()));
        return await(new TlsTunnel(vertx, redis.port(0), tls).open());
    }

    private RedisConfig secure(String host, String ca, boolean verifyHost) {
        ClientTls tls = ca == null ? NO_FILES : new ClientTls(Path.of(ca), null, null, verifyHost);
        return new RedisConfig("rediss://" + host + ":" + tlsPort, null, null, null, null, tls, null, null);
    }

    private RedisConfig silently(String scheme) {
        NetServer silent = vertx.createNetServer().connectHandler(socket -> {});
        return RedisConfig.of(scheme + await(silent.listen(0, "127.0.0.1")).actualPort());
    }

    private void assertTroubleWith(Consumer<NetSocket> answer, String reason) {
        NetServer other = vertx.createNetServer().connectHandler(answer::accept);
        assertTrouble(
                RedisConfig.of("redis://127.0.0.1:"
                        + await(other.listen(0, "127.0.0.1")).actualPort()),
                reason);
    }

    private void assertTrouble(RedisConfig config, String reason) {
        // Given
        RedisStore store = RedisStore.open(vertx, config);
        // When, then
        assertUnavailable(() -> await(store.ping()));
        assertThat(store.trouble())
                .hasValueSatisfying(said -> assertThat(said).contains(reason).doesNotContain("\n"));
        await(store.close());
    }

    private void assertWorks(RedisConfig config) {
        // Given
        RedisStore store = RedisStore.open(vertx, config);
        // When, then
        assertThat(await(store.run(ECHO, 1, "ts:1", "x")).toString()).isEqualTo("x");
        assertThat(store.trouble()).isEmpty();
        await(store.close());
    }
}
