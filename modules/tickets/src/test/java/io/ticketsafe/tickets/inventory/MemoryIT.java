package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.testing.ServiceHarness;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much memory an inventory takes, by what Redis says of its keys. */
class MemoryIT {
    private static final int ROWS = 600;
    private static final int SEATS = 50;

    private static ServiceHarness harness;

    @BeforeAll
    static void open() {
        harness = ServiceHarness.start("tickets");
    }

    @AfterAll
    static void close() {
        harness.close();
    }

    @Test
    void aFreeSeatTakesLessThanEightBytes() {
        // Given
        BareHall hall = hall();
        // When
        long bytes = usage(hall, "meta") + usage(hall, "sec:A");
        // Then
        assertThat(bytes).isLessThan(8L * ROWS * SEATS);
    }

    /**
     * Of two seats, with an idempotency key, each by another buyer. Beside the holds there are the tables of three hashes: so many that they
     * are nearly full, and so many that they have just grown and are half empty.
     */
    @ParameterizedTest
    @ValueSource(ints = {8_000, 13_000})
    void aHoldTakesAtMost300Bytes(int holds) {
        // Given
        BareHall hall = hall();
        List<Future<Response>> answers = new ArrayList<>();
        // When
        for (int i = 0; i < holds; i++) {
            int first = i / (SEATS / 2) * (SEATS + 1) + i % (SEATS / 2) * 2;
            answers.add(hall.seats(Ids.next(), "A", first, first + 1));
            if (answers.size() == 50) {
                await(Future.all(answers));
                answers.clear();
            }
        }
        // Then
        long bytes = usage(hall, "holds") + usage(hall, "expiry") + usage(hall, "buyers");
        System.out.printf(
                "%d holds take %.1f bytes each: holds %.1f, expiry %.1f, buyers %.1f%n",
                holds,
                (double) bytes / holds,
                (double) usage(hall, "holds") / holds,
                (double) usage(hall, "expiry") / holds,
                (double) usage(hall, "buyers") / holds);
        assertThat(bytes / holds).isBetween(100L, 300L);
    }

    private static BareHall hall() {
        String rows = String.join("|", Collections.nCopies(ROWS, "f".repeat(SEATS)));
        return new BareHall(harness.context().stores().redis(), Map.of("A", rows));
    }

    private static long usage(BareHall hall, String key) {
        return hall.send(Command.MEMORY, "USAGE", hall.prefix() + key, "SAMPLES", "0")
                .toLong();
    }
}
