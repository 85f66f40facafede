package io.ticketsafe.common.pg;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.dev.PostgresPair;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real servers, one of which follows the other. */
class ReplicaIT {
    private static final int MOST_TRIES = 600;
    private static final String WHERE = "SELECT pg_is_in_recovery() AS late";

    private Vertx vertx;
    private PostgresPair servers;
    private Database database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        servers = PostgresPair.start();
        PostgresConfig config = new PostgresConfig(servers.url(), null, 2, servers.url(), Duration.ofSeconds(1));
        database = Database.open(vertx, config, "public");
        eventually(() ->
                database.query("CREATE TABLE IF NOT EXISTS note (text text)").map(true));
    }

    @AfterEach
    void close() {
        await(database.close());
        await(vertx.close());
        servers.close();
    }

    @Test
    void onlyWhatMayBeLateIsReadFromTheReplicaAndOnlyWhileItIsNear() {
        // Given
        eventually(() -> readsLate(true));
        assertThat(await(readsInTime())).isTrue();
        // When
        servers.holdUpReplica();
        await(database.query("INSERT INTO note VALUES ('written')"));
        // Then
        eventually(() -> Future.succeededFuture(database.replicaLag().isEmpty()));
        eventually(() -> readsLate(false));
        servers.releaseReplica();
        eventually(() -> readsLate(true));
        // And when
        servers.replica().kill();
        // Then
        for (int i = 0; i < 20; i++) {
            assertThat(await(readsLate(false))).isTrue();
        }
    }

    @Test
    void aPromotedReplicaIsFoundByWhoWrites() {
        // Given
        await(database.query("INSERT INTO note VALUES ('before')"));
        eventually(() -> database.queryLate("SELECT FROM note").map(rows -> rows.size() == 1));
        eventually(() -> readsLate(true));
        // When
        servers.primary().kill();
        servers.promoteReplica();
        // Then
        eventually(() -> database.query("INSERT INTO note VALUES ('after')").map(true));
        assertThat(await(database.queryLate("SELECT FROM note"))).hasSizeGreaterThanOrEqualTo(2);
        // And the one of before comes back and takes writes too
        servers.primary().start();
        assertThat(await(database.query("SELECT FROM note WHERE text = 'after'")))
                .isNotEmpty();
        try (Another another = new Another()) {
            assertThat(await(another.database.query("SELECT FROM note WHERE text = 'after'")))
                    .isNotEmpty();
        }
    }

    /** Of a process that starts now. */
    private final class Another implements AutoCloseable {
        private final Database database = Database.open(vertx, servers.url(), "public", 1);

        @Override
        public void close() {
            await(database.close());
        }
    }

    private Future<Boolean> readsLate(boolean late) {
        return database.queryLate(WHERE).map(rows -> isLate(rows) == late);
    }

    private Future<Boolean> readsInTime() {
        return database.query(WHERE).map(rows -> !isLate(rows));
    }

    private static boolean isLate(RowSet<Row> rows) {
        return rows.iterator().next().getBoolean("late");
    }

    private void eventually(Supplier<Future<Boolean>> condition) {
        for (int i = 0; i < MOST_TRIES; i++) {
            if (await(condition.get().otherwise(false))) {
                return;
            }
            Promise<Void> pause = Promise.promise();
            vertx.setTimer(50, id -> pause.complete());
            await(pause.future());
        }
        throw new AssertionError("it never happened");
    }
}
