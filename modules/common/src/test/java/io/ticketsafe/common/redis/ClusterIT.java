package io.ticketsafe.common.redis;

import static io.ticketsafe.common.redis.RedisAssertions.assertUnavailable;
import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.dev.RedisFleet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterIT {
    private static final Script APPEND =
            Script.of("redis.call('SET', KEYS[2], ARGV[1]) return redis.call('RPUSH', KEYS[1], ARGV[1])");

    private static RedisFleet fleet;
    private final String event = "ts:{" + UUID.randomUUID() + "}:";
    private Vertx vertx;
    private RedisStore store;

    @BeforeAll
    static void start() {
        fleet = RedisFleet.cluster(3, false);
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        store = RedisStore.open(vertx, fleet.url(), 2, 10_000);
        RedisFleet.eventually(
                "Redis is there", () -> await(store.ping().map(true).otherwise(false)));
    }

    @AfterEach
    void close() {
        await(store.close());
        await(vertx.close());
    }

    @Test
    void everyEventIsOnTheNodeOfItsSlot() {
        // Given
        List<String> events = Stream.generate(() -> "ts:{" + UUID.randomUUID() + "}:")
                .limit(60)
                .toList();
        // When
        events.forEach(each -> await(append(each, "a")));
        // Then
        for (int node = 0; node < 3; node++) {
            assertThat(Integer.parseInt(fleet.call(node, "DBSIZE"))).isPositive();
        }
        events.forEach(each -> assertThat(await(read(each))).isEqualTo("a"));
        await(store.ping());
        assertThat(store.trouble()).isEmpty();
    }

    @Test
    void scriptsAreLoadedWhereTheyAreMissing() {
        // Given
        await(append(event, "a"));
        IntStream.range(0, 3).forEach(node -> fleet.call(node, "SCRIPT", "FLUSH"));
        // When
        await(append(event, "b"));
        // Then
        assertThat(await(read(event))).isEqualTo("b");
    }

    @Test
    void aSlotThatHasMovedIsFound() {
        // Given
        await(append(event, "a"));
        int from = fleet.ownerOf(event);
        int to = (from + 1) % 3;
        // When
        fleet.move(event, from, to);
        // Then
        await(append(event, "b"));
        assertThat(fleet.call(to, "LRANGE", event + "list", "0", "-1")).isEqualTo("a\nb");
        assertThat(await(store.batch(List.of(
                        Request.cmd(Command.GET).arg(event + "last"),
                        Request.cmd(Command.LLEN).arg(event + "list")))))
                .extracting(Response::toString)
                .containsExactly("b", "2");
    }

    @Test
    void whileASlotIsOnItsWayOldAndNewKeysAreFound() {
        // Given
        await(append(event, "a"));
        int from = fleet.ownerOf(event);
        int to = (from + 1) % 3;
        fleet.beginMove(event, from, to);
        // When
        Response old = await(store.send(Request.cmd(Command.GET).arg(event + "last")));
        await(store.send(Request.cmd(Command.SET).arg(event + "new").arg("n")));
        Response fresh = await(store.send(Request.cmd(Command.GET).arg(event + "new")));
        await(store.run(Script.of("return redis.call('SET', KEYS[1], 's')"), 1, event + "other"));
        // Then
        assertThat(old.toString()).isEqualTo("a");
        assertThat(fresh.toString()).isEqualTo("n");
        fleet.endMove(event, from, to);
        assertThat(fleet.call(to, "GET", event + "new")).isEqualTo("n");
        assertThat(fleet.call(to, "GET", event + "other")).isEqualTo("s");
        await(append(event, "b"));
        assertThat(await(read(event))).isEqualTo("b");
    }

    @Test
    void whatNeedsKeysOfBothSidesWaitsForTheMove() {
        // Given
        await(append(event, "a"));
        int from = fleet.ownerOf(event);
        int to = (from + 1) % 3;
        fleet.beginMove(event, from, to);
        fleet.migrate(event + "list", from, to);
        // When
        Future<Response> waiting = append(event, "b");
        Future<Response> refused = waiting;
        await(vertx.timer(100));
        boolean early = refused.isComplete();
        fleet.endMove(event, from, to);
        // Then
        assertThat(early).isFalse();
        await(waiting);
        assertThat(fleet.call(to, "LRANGE", event + "list", "0", "-1")).isEqualTo("a\nb");
    }

    @Test
    void scriptsGoOnWhileTheirSlotMovesAndTheScriptsAreFlushed() {
        // Given
        int from = fleet.ownerOf(event);
        int to = (from + 1) % 3;
        // When
        List<Future<Response>> answers = IntStream.range(0, 2_000)
                .mapToObj(i -> {
                    if (i == 500) {
                        IntStream.range(0, 3).forEach(node -> fleet.call(node, "SCRIPT", "FLUSH"));
                    }
                    if (i == 1_000) {
                        fleet.move(event, from, to);
                    }
                    return append(event, "x");
                })
                .toList();
        // Then
        answers.forEach(answer -> await(answer));
        assertThat(fleet.call(to, "LLEN", event + "list")).isEqualTo("2000");
    }

    @Test
    void keysOfDifferentSlotsAreTheCallersBug() {
        assertThatThrownBy(() -> await(store.run(APPEND, 2, "a", "b", "x")))
                .hasRootCauseMessage("CROSSSLOT Keys in request don't hash to the same slot");
    }

    @Test
    void nodesThatAreNotOfAClusterAreRefused() {
        // Given
        RedisStore other = RedisStore.open(vertx, "redis://127.0.0.1:" + fleet.port(0), 1, 10);
        // When, then
        assertUnavailable(() -> await(other.ping()));
        assertThat(other.trouble())
                .hasValueSatisfying(reason ->
                        assertThat(reason).endsWith("is in mode cluster, and the URL is for mode standalone"));
        await(other.close());
    }

    private Future<Response> append(String prefix, String value) {
        return store.run(APPEND, 2, prefix + "list", prefix + "last", value);
    }

    private Future<String> read(String prefix) {
        return store.send(Request.cmd(Command.GET).arg(prefix + "last")).map(Response::toString);
    }
}
