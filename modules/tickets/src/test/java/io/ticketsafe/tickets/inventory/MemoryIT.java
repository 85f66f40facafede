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

/** How much memory an inventory takes, by what Redis says of its keys. */
class MemoryIT {
    private static final int ROWS = 400;
    private static final int SEATS = 50;
    private static final int HOLDS = 5_000;

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

    /** Of two seats, by as many buyers. Most of it is the hold itself. */
    @Test
    void aHoldTakesLittle() {
        // Given
        BareHall hall = hall();
        List<Future<Response>> answers = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        // When
        for (int i = 0; i < HOLDS; i++) {
            var id = Ids.next();
            ids.add(id.toString());
            int first = i / (SEATS / 2) * (SEATS + 1) + i % (SEATS / 2) * 2;
            answers.add(hall.seats(id, "A", first, first + 1));
            if (answers.size() == 50) {
                await(Future.all(answers));
                answers.clear();
            }
        }
        // Then
        long bytes = usage(hall, "expiry") + usage(hall, "buyers");
        for (String id : ids.subList(0, 100)) {
            bytes += usage(hall, "hold:" + id) * HOLDS / 100;
        }
        assertThat(bytes / HOLDS).isBetween(100L, 560L);
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
