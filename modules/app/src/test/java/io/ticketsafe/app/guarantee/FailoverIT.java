package io.ticketsafe.app.guarantee;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.dev.RedisFleet;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The server that has the event dies while a crowd buys, and another one takes its place. */
class FailoverIT {
    private static final int ROWS = 6;
    private static final int SEATS = 20;
    private static final int STANDING = 30;
    private static final int BUYERS = 8;
    private static final int PLACES = ROWS * SEATS + STANDING;

    @Test
    void withSentinelsTheReplicaSellsOn() {
        try (RedisFleet fleet = RedisFleet.withSentinels(1)) {
            sellsOnWithout(fleet, event -> 0);
        }
    }

    @Test
    void inAClusterTheReplicaOfTheEventsNodeSellsOn() {
        try (RedisFleet fleet = RedisFleet.cluster(3, true)) {
            sellsOnWithout(fleet, event -> fleet.ownerOf("ts:{" + event + "}:meta"));
        }
    }

    private interface Victim {
        int of(UUID event);
    }

    private static void sellsOnWithout(RedisFleet fleet, Victim victim) {
        try (Box box = Box.open(fleet.url())) {
            // Given
            Books books = new Books(box);
            UUID event = box.publish(ROWS, SEATS, STANDING);
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Void>> crowd = IntStream.range(0, BUYERS)
                    .mapToObj(i -> buyOn(box, event, over))
                    .toList();
            box.eventually(() -> books.livingTickets(event) >= PLACES / 5, "a fifth is sold");
            // When
            fleet.server(victim.of(event)).kill();
            long atTheKill = books.livingTickets(event);
            // Then
            box.eventually(() -> books.livingTickets(event) > atTheKill + BUYERS, "it is sold on");
            over.set(true);
            await(Future.all(crowd));
            sellTheRest(box, books, event);
            books.assertNothingSoldTwice(event);
            books.assertMoneyMatchesTickets(event);
            box.eventually(() -> books.inventoryAgrees(event), "Redis agrees with PostgreSQL");
        }
    }

    private static Future<Void> buyOn(Box box, UUID event, AtomicBoolean over) {
        return over.get()
                ? Future.succeededFuture()
                : box.buy(UUID.randomUUID(), oneSeat(event))
                        .compose(bought -> box.harness().vertx().timer(bought == null ? 50 : 20))
                        .compose(rested -> buyOn(box, event, over));
    }

    /** All but what those hold, or have ordered, whose answer was lost on the way. */
    private static void sellTheRest(Box box, Books books, UUID event) {
        box.eventually(
                () -> {
                    await(box.buy(UUID.randomUUID(), oneSeat(event)));
                    await(box.buy(
                            UUID.randomUUID(),
                            new HoldSeats(
                                    event, null, null, List.of(new StandingChoice(Box.STANDING, 1, null)), null)));
                    return books.nothingIsFree(event);
                },
                "nothing is free");
    }

    private static HoldSeats oneSeat(UUID event) {
        return new HoldSeats(event, null, new BestChoice(1, null, null, null), null, null);
    }
}
