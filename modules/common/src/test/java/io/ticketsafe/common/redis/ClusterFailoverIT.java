package io.ticketsafe.common.redis;

import static io.ticketsafe.common.redis.RedisAssertions.assertUnavailable;
import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.dev.RedisFleet;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterFailoverIT {
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(6);

    private final String key = "ts:{" + UUID.randomUUID() + "}:k";
    private RedisFleet fleet;
    private Vertx vertx;
    private RedisStore store;

    @BeforeEach
    void open() {
        fleet = RedisFleet.cluster(3, true);
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
    void theReplicaOfANodeThatIsGoneTakesItsEvents() {
        // Given
        await(store.send(Request.cmd(Command.SET).arg(key).arg("a")));
        int owner = fleet.ownerOf(key);
        RedisFleet.eventually(
                "the replica has it", () -> fleet.call(owner + 3, "DBSIZE").equals("1"));
        // When
        fleet.server(owner).kill();
        // Then
        assertUnavailable(() -> await(store.send(Request.cmd(Command.GET).arg(key))));
        RedisFleet.eventually(
                "it is there again",
                () -> await(
                        store.send(Request.cmd(Command.GET).arg(key)).map(true).otherwise(false)));
        assertThat(await(store.send(Request.cmd(Command.GET).arg(key))).toString())
                .isEqualTo("a");
        assertThat(fleet.ownerOf(key)).isEqualTo(owner + 3);
        // And the first one, once it is back, is not asked
        fleet.server(owner).start();
        RedisFleet.eventually("it has become a replica", () -> !fleet.isMaster(owner));
        assertThat(await(store.send(Request.cmd(Command.SET).arg(key).arg("b"))).toString())
                .isEqualTo("OK");
    }

    @Test
    void aHandOverIsHardlyNoticed() {
        // Given
        await(store.send(Request.cmd(Command.SET).arg(key).arg("a")));
        int owner = fleet.ownerOf(key);
        RedisFleet.eventually(
                "the replica has it", () -> fleet.call(owner + 3, "DBSIZE").equals("1"));
        // When
        handOver(owner);
        // Then
        RedisFleet.eventually(
                "it is written",
                () -> await(store.send(Request.cmd(Command.SET).arg(key).arg("b"))
                        .map(true)
                        .otherwise(false)));
        assertThat(fleet.call(owner + 3, "GET", key)).isEqualTo("b");
    }

    /** A hand-over that the other nodes do not agree to in time is given up, so it is asked for anew. */
    private void handOver(int owner) {
        long[] askedAt = {System.nanoTime() - 2 * ASK_AGAIN_NANOS};
        RedisFleet.eventually("the roles are swapped", () -> {
            boolean isMaster = fleet.isMaster(owner + 3);
            if (!isMaster && System.nanoTime() - askedAt[0] > ASK_AGAIN_NANOS) {
                fleet.call(owner + 3, "CLUSTER", "FAILOVER");
                askedAt[0] = System.nanoTime();
            }
            return isMaster && !fleet.isMaster(owner);
        });
    }
}
