package io.ticketsafe.app.guarantee;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis loses everything, again and again, while a crowd buys. */
class LossOfRedisIT {
    private static final int ROWS = 12;
    private static final int SEATS = 20;
    private static final int STANDING = 150;
    private static final int BUYERS = 30;
    private static final int FLUSHES = 5;
    private static final int SOLD_BETWEEN_FLUSHES = 50;
    private static final int PLACES = ROWS * SEATS + STANDING;

    private Box box;
    private Books books;

    @BeforeEach
    void open() {
        box = Box.open();
        books = new Books(box);
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void nothingIsSoldTwiceAndTheSaleGoesOnUntilAllIsSold() {
        // Given
        UUID event = box.publish(ROWS, SEATS, STANDING);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        // When
        List<Future<Void>> crowd = IntStream.range(0, BUYERS)
                .mapToObj(i -> buyOn(event, new Random(random.nextLong()), 60))
                .toList();
        for (int flush = 1; flush <= FLUSHES; flush++) {
            awaitSold(event, flush * SOLD_BETWEEN_FLUSHES);
            await(box.harness().context().stores().redis().send(Request.cmd(Command.FLUSHALL)));
            books.assertNothingSoldTwice(event);
        }
        long afterTheLastFlush = books.livingTickets(event);
        await(Future.all(crowd));
        sellTheRest(event);
        // Then
        assertThat(afterTheLastFlush)
                .as("sold when Redis lost everything for the last time")
                .isLessThan(PLACES);
        assertThat(books.livingTickets(event)).isEqualTo(PLACES);
        books.assertNothingSoldTwice(event);
        books.assertMoneyMatchesTickets(event);
        box.eventually(() -> books.inventoryAgrees(event), "Redis agrees with PostgreSQL");
    }

    private void awaitSold(UUID event, long tickets) {
        box.eventually(() -> books.livingTickets(event) >= tickets, tickets + " tickets are sold");
    }

    private Future<Void> buyOn(UUID event, Random random, int times) {
        return times == 0
                ? Future.succeededFuture()
                : box.buy(UUID.randomUUID(), wish(event, random)).compose(bought -> buyOn(event, random, times - 1));
    }

    private static HoldSeats wish(UUID event, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new HoldSeats(event, List.of(anySeat(random)), null, null, null);
            case 1 -> new HoldSeats(event, null, new BestChoice(1 + random.nextInt(3), null, null, null), null, null);
            default -> new HoldSeats(event, null, null, List.of(new StandingChoice(Box.STANDING, 1, null)), null);
        };
    }

    private static SeatChoice anySeat(Random random) {
        return new SeatChoice("A-" + (1 + random.nextInt(ROWS)) + "-" + (1 + random.nextInt(SEATS)));
    }

    /** One after another, so that what is left at the end is what nobody can buy. */
    private void sellTheRest(UUID event) {
        box.eventually(
                () -> {
                    await(box.buy(
                            UUID.randomUUID(),
                            new HoldSeats(event, null, new BestChoice(1, null, null, null), null, null)));
                    await(box.buy(
                            UUID.randomUUID(),
                            new HoldSeats(
                                    event, null, null, List.of(new StandingChoice(Box.STANDING, 1, null)), null)));
                    return books.livingTickets(event) == PLACES;
                },
                "everything is sold");
    }
}
