package io.ticketsafe.common.redis;

import static io.ticketsafe.common.redis.RedisAssertions.assertUnavailable;
import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.dev.RedisFleet;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SentinelIT {
    private static final Script APPEND = Script.of("return redis.call('RPUSH', KEYS[1], ARGV[1])");

    private RedisFleet fleet;
    private Vertx vertx;
    private RedisStore store;

    @BeforeEach
    void open() {
        fleet = RedisFleet.withSentinels(1);
        vertx = Vertx.vertx();
        store = RedisStore.open(vertx, fleet.url(), 2, 1_000);
        RedisFleet.eventually(
                "Redis is there", () -> await(store.ping().map(true).otherwise(false)));
    }

    @AfterEach
    void close() {
        await(store.close());
        await(vertx.close());
        fleet.close();
    }

    @Test
    void whatIsWrittenGoesToTheMaster() {
        // When
        await(store.run(APPEND, 1, "list", "a"));
        // Then
        assertThat(fleet.call(0, "LRANGE", "list", "0", "-1")).isEqualTo("a");
        assertThat(store.trouble()).isEmpty();
    }

    @Test
    void afterAFailoverItGoesOnAtTheReplica() {
        // Given
        await(store.run(APPEND, 1, "list", "a"));
        RedisFleet.eventually(
                "the replica has it", () -> fleet.call(1, "LLEN", "list").equals("1"));
        long losses = store.losses();
        // When
        fleet.server(0).kill();
        // Then
        assertUnavailable(() -> await(store.run(APPEND, 1, "list", "lost")));
        RedisFleet.eventually(
                "it is written elsewhere",
                () -> await(store.run(APPEND, 1, "list", "b").map(true).otherwise(false)));
        assertThat(fleet.call(1, "LRANGE", "list", "0", "-1")).isEqualTo("a\nb");
        assertThat(store.losses()).isGreaterThan(losses);
    }

    @Test
    void theMasterOfBeforeIsLeftAloneWhenItIsBack() {
        // Given
        await(store.ping());
        fleet.server(0).kill();
        RedisFleet.eventually(
                "another one is master", () -> await(store.ping().map(true).otherwise(false)));
        // When
        fleet.server(0).start();
        // Then
        for (int i = 0; i < 50; i++) {
            await(store.run(APPEND, 1, "after", "x"));
        }
        assertThat(fleet.call(1, "LLEN", "after")).isEqualTo("50");
        RedisFleet.eventually("the first one follows", () -> !fleet.isMaster(0));
    }

    @Test
    void aSwitchThatWasAskedForIsFollowedAlsoByWhoOnlyReads() {
        // Given
        await(store.send(Request.cmd(Command.SET).arg("k").arg("v")));
        RedisFleet.eventually(
                "the replica has it", () -> fleet.call(1, "GET", "k").equals("v"));
        // When
        fleet.failOver();
        // Then
        RedisFleet.eventually("it is read from the new master", () -> {
            fleet.call(1, "CONFIG", "RESETSTAT");
            boolean read = await(
                    store.send(Request.cmd(Command.GET).arg("k")).map(true).otherwise(false));
            return read && fleet.call(1, "INFO", "commandstats").contains("cmdstat_get:") && fleet.isMaster(1);
        });
    }

    @Test
    void withoutSentinelsNothingIsToBeHadAndTheReasonIsKnown() {
        // Given
        RedisStore other = RedisStore.open(vertx, "redis+sentinel://127.0.0.1:1,127.0.0.1:2/tickets", 1, 10);
        // When, then
        assertUnavailable(() -> await(other.ping()));
        assertThat(other.trouble())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("no sentinel says where the master tickets is"));
        await(other.close());
    }

    @Test
    void aNameThatTheSentinelsDoNotKnowIsSaid() {
        // Given
        RedisStore other = RedisStore.open(vertx, fleet.url().replace("/tickets", "/concerts"), 1, 10);
        // When, then
        assertUnavailable(() -> await(other.ping()));
        assertThat(other.trouble())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("the sentinels know no master of the name concerts"));
        await(other.close());
    }
}
