package io.ticketsafe.app.guarantee;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many buyers at once, for less than they all want. */
class CrowdIT {
    private static Box box;
    private static Books books;

    @BeforeAll
    static void open() {
        box = Box.open();
        books = new Books(box);
    }

    @AfterAll
    static void close() {
        box.close();
    }

    @Test
    void ofAHundredBuyersOfOneSeatExactlyOneGetsIt() {
        // Given
        UUID event = box.publish(1, 1, 1);
        // When
        List<Payment> payments = all(100, buyer -> box.buy(buyer, seat(event, "A-1-1")));
        // Then
        assertThat(payments).filteredOn(Objects::nonNull).hasSize(1);
        assertThat(books.orders(event)).isEqualTo(1);
        assertBooks(event);
    }

    @Test
    void ofTwoHundredBuyersOfAHundredStandingPlacesExactlyAHundredGetOne() {
        // Given
        UUID event = box.publish(1, 1, 100);
        // When
        List<Payment> payments = all(200, buyer -> box.buy(buyer, standing(event)));
        // Then
        assertThat(payments).filteredOn(Objects::nonNull).hasSize(100);
        assertThat(books.livingTickets(event)).isEqualTo(100);
        assertBooks(event);
    }

    @Test
    void twoHoldersOfOneSeatAfterALossOfRedisBecomeOneOrderAndOneRefusal() {
        // Given
        UUID event = box.publish(1, 1, 1);
        UUID early = UUID.randomUUID();
        UUID late = UUID.randomUUID();
        Hold first = await(box.hold(early, seat(event, "A-1-1")));
        Order order = await(box.order(early, first.id()));
        await(box.harness().context().stores().redis().send(Request.cmd(Command.FLUSHALL)));
        // When
        Payment second = await(box.buy(late, seat(event, "A-1-1")));
        // Then
        assertThat(second).isNull();
        assertThat(await(box.pay(early, order.id()))).isNotNull();
        assertThat(books.livingTickets(event)).isEqualTo(1);
        assertBooks(event);
    }

    private static void assertBooks(UUID event) {
        books.assertNothingSoldTwice(event);
        books.assertMoneyMatchesTickets(event);
        box.eventually(() -> books.inventoryAgrees(event), "Redis agrees with PostgreSQL");
    }

    private static List<Payment> all(int buyers, java.util.function.Function<UUID, Future<Payment>> buy) {
        List<Future<Payment>> attempts = IntStream.range(0, buyers)
                .mapToObj(i -> buy.apply(UUID.randomUUID()))
                .toList();
        await(Future.all(attempts));
        return attempts.stream().map(Future::result).toList();
    }

    private static HoldSeats seat(UUID event, String label) {
        return new HoldSeats(event, List.of(new SeatChoice(label)), null, null, null);
    }

    private static HoldSeats standing(UUID event) {
        return new HoldSeats(event, null, null, List.of(new StandingChoice(Box.STANDING, 1, null)), null);
    }
}
