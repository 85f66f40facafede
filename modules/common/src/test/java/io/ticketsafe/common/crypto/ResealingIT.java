package io.ticketsafe.common.crypto;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResealingIT {
    private static final String MASTER = "a master key of more than 32 characters";
    private static final SealedColumn COLUMN =
            new SealedColumn("resealing", "thing", "id", "uuid", "box", id -> "thing " + id);
    private static final Keyring OLD = Keyring.generate(MASTER);
    private static final Keyring NEW = OLD.withNew(MASTER).promoted(MASTER);

    private static ServiceHarness harness;
    private static Database database;

    @BeforeAll
    static void start() {
        harness = ServiceHarness.start("resealing");
        database = harness.context().stores().postgres("resealing");
        await(database.query("CREATE TABLE thing (id uuid PRIMARY KEY, box bytea)"));
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @BeforeEach
    void nothing() {
        await(database.query("DELETE FROM thing"));
    }

    /** More than a batch, by every key that there ever was, and nothing at all. */
    @Test
    void everyValueIsSealedByThePrimaryKeyInTheEnd() {
        // Given
        for (int i = 0; i < 450; i++) {
            SecretBox by = new SecretBox(MASTER, i % 3 == 0 ? OLD : i % 3 == 1 ? NEW : Keyring.ofMasterKey(MASTER));
            insert(by, i % 10 == 0 ? null : "value " + i);
        }
        // When
        Resealing.Outcome outcome = reseal();
        Resealing.Outcome again = reseal();
        // Then
        assertThat(outcome.sealed()).isPositive();
        assertThat(outcome.left()).isZero();
        assertThat(again).isEqualTo(new Resealing.Outcome(0, 0));
        SecretBox retired = new SecretBox(MASTER, NEW.withoutOlder(MASTER));
        await(database.query("SELECT id, box FROM thing WHERE box IS NOT NULL")).forEach(row -> {
            byte[] box = row.getBuffer("box").getBytes();
            assertThat(box).startsWith(NEW.primary().prefix());
            assertThat(new String(retired.open(box, "thing " + row.getUUID("id")), UTF_8))
                    .startsWith("value ");
        });
    }

    @Test
    void whatNoKeyOpensStaysAndIsCounted() {
        // Given
        insert(new SecretBox(MASTER, Keyring.generate(MASTER)), "lost");
        insert(new SecretBox(MASTER, OLD), "value");
        // When
        Resealing.Outcome outcome = reseal();
        // Then
        assertThat(outcome).isEqualTo(new Resealing.Outcome(1, 1));
    }

    private static void insert(SecretBox by, String value) {
        UUID id = UUID.randomUUID();
        Buffer box = value == null ? null : Buffer.buffer(by.seal(value.getBytes(UTF_8), "thing " + id));
        await(database.query("INSERT INTO thing (id, box) VALUES ($1, $2)", id, box));
    }

    private static Resealing.Outcome reseal() {
        return await(new Resealing(database, new SecretBox(MASTER, NEW), COLUMN).run());
    }
}
