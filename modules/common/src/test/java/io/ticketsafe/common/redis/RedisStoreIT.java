package io.ticketsafe.common.redis;

import static io.ticketsafe.common.redis.RedisAssertions.assertUnavailable;
import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.dev.TestStores;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisStoreIT {
    private static final Script ECHO = Script.of("return {KEYS[1], ARGV[1], tonumber(ARGV[2])}");

    private final String key = "test:" + UUID.randomUUID();
    private Vertx vertx;
    private RedisStore store;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        store = RedisStore.open(vertx, TestStores.shared().redisUrl(), 2, 1_000);
    }

    @AfterEach
    void close() {
        TestStores.shared().stores().redis().start();
        await(store.close());
        await(vertx.close());
    }

    @Test
    void answersComeToTheirCommands() {
        // When
        List<Future<Response>> answers = IntStream.range(0, 500)
                .mapToObj(i -> store.run(ECHO, 1, key, "a" + i, i))
                .toList();
        // Then
        for (int i = 0; i < answers.size(); i++) {
            Response answer = await(answers.get(i));
            assertThat(answer.get(1).toString()).isEqualTo("a" + i);
            assertThat(answer.get(2).toInteger()).isEqualTo(i);
        }
    }

    @Test
    void aScriptThatRedisForgotIsSentAgain() {
        // Given
        await(store.run(ECHO, List.of(key), List.of("x", "1")));
        await(store.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));
        // When
        Response answer = await(store.run(ECHO, List.of(key), List.of("y", "2")));
        // Then
        assertThat(answer.get(1).toString()).isEqualTo("y");
    }

    @Test
    void whatRedisAnswersIsNotUnavailable() {
        // Given
        Request wrong = Request.cmd(Command.HGET).arg(key).arg("f");
        await(store.send(Request.cmd(Command.SET).arg(key).arg("text")));
        // When, then
        assertThatThrownBy(() -> await(store.send(wrong)))
                .hasRootCauseMessage("WRONGTYPE Operation against a key" + " holding the wrong kind of value");
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnce() {
        // Given
        RedisStore narrow = RedisStore.open(vertx, TestStores.shared().redisUrl(), 1, 10);
        // When
        List<Future<Response>> answers = IntStream.range(0, 50)
                .mapToObj(i -> narrow.run(ECHO, 1, key, "a", i))
                .toList();
        // Then
        await(Future.join(answers).otherwiseEmpty());
        assertThat(answers).filteredOn(Future::succeeded).hasSizeGreaterThanOrEqualTo(10);
        assertThat(answers)
                .filteredOn(Future::failed)
                .isNotEmpty()
                .allSatisfy(answer -> assertUnavailable(() -> await(answer)));
        await(narrow.close());
    }

    @Test
    void itFailsFastWhileRedisIsDownAndGoesOnAfterwards() {
        // Given
        await(store.ping());
        TestStores.shared().stores().redis().kill();
        // When, then
        for (int i = 0; i < 20; i++) {
            assertUnavailable(() -> await(store.ping()));
        }
        TestStores.shared().stores().redis().start();
        assertThat(pingUntilItWorks()).isTrue();
    }

    @Test
    void aSilentRedisIsGivenUp() {
        // Given
        await(store.ping());
        // When
        Future<Response> silence =
                store.send(Request.cmd(Command.DEBUG).arg("SLEEP").arg("4"));
        Future<Void> behind = store.ping();
        // Then
        assertUnavailable(() -> await(silence));
        assertUnavailable(() -> await(behind));
        assertThat(pingUntilItWorks()).isTrue();
    }

    @Test
    void aSilentRedisIsGivenUpAlsoWhenTheVerticleIsGoneThatOpenedTheStore() {
        // Given
        AtomicReference<RedisStore> opened = new AtomicReference<>();
        String opener = await(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                opened.set(RedisStore.open(vertx, TestStores.shared().redisUrl(), 1, 50));
                return opened.get().ping();
            }
        }));
        await(vertx.undeploy(opener));
        // When
        Future<Response> silence =
                opened.get().send(Request.cmd(Command.BLPOP).arg(key).arg(0));
        // Then
        assertUnavailable(() -> await(silence));
        await(opened.get().close());
    }

    @Test
    void aSilentRedisIsGivenUpAlsoWhileMoreIsAskedThanMayWait() {
        // Given
        RedisStore narrow = RedisStore.open(vertx, TestStores.shared().redisUrl(), 1, 50);
        await(narrow.ping());
        Future<Response> silence =
                narrow.send(Request.cmd(Command.DEBUG).arg("SLEEP").arg("5"));
        // When
        long load = vertx.setPeriodic(10, timer -> IntStream.range(0, 20).forEach(i -> narrow.ping()));
        // Then
        assertUnavailable(() -> await(silence));
        vertx.cancelTimer(load);
        await(narrow.close());
    }

    @Test
    void aConnectionToWhatBecameAReplicaIsGivenUp() {
        assertConnectionIsGivenUpBy(Request.cmd(Command.SET).arg(key).arg("x"));
    }

    @Test
    void soItIsWhenAScriptWrites() {
        assertConnectionIsGivenUpBy(
                Script.of("return redis.call('SET', KEYS[1], 'x')").byText(1, new Object[] {key}));
    }

    private void assertConnectionIsGivenUpBy(Request write) {
        // Given
        long before = await(store.send(Request.cmd(Command.CLIENT).arg("ID"))).toLong();
        await(store.send(Request.cmd(Command.REPLICAOF).arg("127.0.0.1").arg("1")));
        try {
            // When, then
            assertUnavailable(() -> await(store.send(write)));
            assertUnavailable(() -> await(store.ping()));
        } finally {
            TestStores.shared().stores().redis().call("REPLICAOF", "NO", "ONE");
        }
        assertThat(pingUntilItWorks()).isTrue();
        assertThat(await(store.send(Request.cmd(Command.CLIENT).arg("ID"))).toLong())
                .isNotEqualTo(before);
        await(store.send(write));
    }

    private boolean pingUntilItWorks() {
        for (int i = 0; i < 100; i++) {
            Future<Void> pause = Future.future(p -> vertx.setTimer(100, timer -> p.complete()));
            if (await(pause.compose(v -> store.ping()).map(true).otherwise(false))) {
                return true;
            }
        }
        return false;
    }
}
