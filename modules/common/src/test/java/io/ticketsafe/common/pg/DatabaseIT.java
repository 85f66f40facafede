package io.ticketsafe.common.pg;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection, through a network that may go silent. */
class DatabaseIT {
    private static final Deadlines SHORT =
            new Deadlines(Duration.ofMillis(500), Duration.ofMillis(800), Duration.ofMillis(1_500));

    private Vertx vertx;
    private SilentProxy network;
    private Database database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        network = new SilentProxy(vertx, TestStores.shared().newDatabase());
        database = Database.open(vertx, await(network.open()), "public", 1, SHORT);
        await(database.query("CREATE TABLE note (text text)"));
    }

    @AfterEach
    void close() {
        await(database.close());
        await(vertx.close());
    }

    @Test
    void whatGetsNoAnswerFailsAndTheNextUsesAnotherConnection() {
        // Given
        int before = backend();
        network.setSilent(true);
        // When
        Future<?> unanswered = database.query("SELECT 1");
        Future<?> behind = database.query("SELECT 1");
        // Then
        assertUnavailable(unanswered);
        assertUnavailable(behind);
        network.setSilent(false);
        assertThat(worksAgain()).isTrue();
        assertThat(backend()).isNotEqualTo(before);
    }

    @Test
    void aTransactionWithoutAnswersFailsToo() {
        // Given
        await(database.ping());
        network.setSilent(true);
        // When
        Future<?> unanswered = insertAndThen(Future.succeededFuture());
        // Then
        assertUnavailable(unanswered);
        network.setSilent(false);
        assertThat(worksAgain()).isTrue();
        assertThat(notes()).isZero();
    }

    @Test
    void aTransactionThatDoesNotEndIsRolledBackAndItsConnectionNeverUsedAgain() {
        // Given
        int before = backend();
        Promise<Void> end = Promise.promise();
        // When
        Future<?> endless = insertAndThen(end.future());
        // Then
        assertUnavailable(endless);
        assertThat(worksAgain()).isTrue();
        end.complete();
        assertThat(notes()).isZero();
        assertThat(backend()).isNotEqualTo(before);
    }

    @Test
    void aConnectionToWhatBecameAReplicaIsGivenUp() {
        // Given
        int before = backend();
        await(database.query("SET default_transaction_read_only = on"));
        // When
        Future<?> refused = insertAndThen(Future.succeededFuture());
        // Then
        assertUnavailable(refused);
        await(insertAndThen(Future.succeededFuture()));
        assertThat(backend()).isNotEqualTo(before);
    }

    private Future<?> insertAndThen(Future<Void> rest) {
        return database.inTransaction(transaction ->
                Database.query(transaction, "INSERT INTO note VALUES ('x')").compose(inserted -> rest));
    }

    private int backend() {
        return number("SELECT pg_backend_pid()");
    }

    private int notes() {
        return number("SELECT count(*)::int FROM note");
    }

    private int number(String sql) {
        return await(database.query(sql)).iterator().next().getInteger(0);
    }

    private boolean worksAgain() {
        for (int i = 0; i < 20; i++) {
            if (await(database.ping().map(true).otherwise(false))) {
                return true;
            }
        }
        return false;
    }

    private static void assertUnavailable(Future<?> call) {
        assertThatThrownBy(() -> await(call))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
    }
}
