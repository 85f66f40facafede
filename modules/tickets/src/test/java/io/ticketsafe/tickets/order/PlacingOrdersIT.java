package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldStatus;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.SeatType;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PlacingOrdersIT {
    private static TicketShop shop;
    private final UUID ana = Ids.next();
    private final UUID bruno = Ids.next();

    @BeforeAll
    static void open() {
        shop = TicketShop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void audit() {
        shop.audit();
    }

    @Test
    void anOrderClaimsWhatWasHeld() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5).standing("P", 10));
        Hold hold = shop.hold(ana, event, "A-1-2", "A-1-3");
        // When
        Order order = shop.order(ana, hold);
        // Then
        assertThat(order.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(order.channel()).isEqualTo("direct");
        assertThat(order.items()).extracting(HoldOperations.Item::seat).containsExactly("A-1-2", "A-1-3");
        assertThat(order.total()).isEqualTo(new Money(20_000, "BRL"));
        assertThat(order.refunded()).isEqualTo(Money.zero("BRL"));
        assertThat(order.expiresAt()).isAfterOrEqualTo(hold.expiresAt().minusSeconds(1));
        assertThat(order.tickets()).isEmpty();
        assertThat(shop.get(ana, order.id()))
                .usingRecursiveComparison()
                .ignoringFields("ledger")
                .isEqualTo(order);
        assertThat(shop.letters(event, "A")).isEqualTo("fccff");
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED);
    }

    @Test
    void aRepeatIsTheSameOrder() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        Hold hold = shop.hold(ana, event, "A-1-1");
        Order first = shop.order(ana, hold);
        // When
        Order second = shop.order(ana, hold);
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(shop.count("SELECT count(*) FROM ticket_order WHERE hold_id = $1", hold.id()))
                .isOne();
    }

    @Test
    void aHoldIsOrderedOnce() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        Hold hold = shop.hold(ana, event, "A-1-1");
        shop.order(ana, hold);
        // When
        ServiceFault refusal = refusal(
                () -> shop.ask(OrderOperations.CREATE, TicketShop.orderOf(hold), shop.call(ana, "another key")));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void oneKeyIsForOneHold() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        Hold first = shop.hold(ana, event, "A-1-1");
        Hold second = shop.hold(ana, event, "A-1-3");
        shop.ask(OrderOperations.CREATE, TicketShop.orderOf(first), shop.call(ana, "one key"));
        // When
        ServiceFault refusal =
                refusal(() -> shop.ask(OrderOperations.CREATE, TicketShop.orderOf(second), shop.call(ana, "one key")));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
        assertThat(shop.order(ana, second).status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void simultaneousRepeatsMakeOneOrder() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        Hold hold = shop.hold(ana, event, "A-1-1");
        // When
        List<Future<Order>> answers = IntStream.range(0, 20)
                .mapToObj(i -> shop.askLater(OrderOperations.CREATE, TicketShop.orderOf(hold), shop.call(ana, "same")))
                .toList();
        // Then
        await(Future.join(answers).otherwiseEmpty());
        assertThat(answers.stream()
                        .filter(Future::succeeded)
                        .map(answer -> answer.result().id())
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(Future::failed).map(answer -> ((ServiceFault) answer.cause()).code()))
                .allMatch(code -> code == FaultCode.IDEMPOTENCY_IN_FLIGHT);
    }

    @Test
    void aKeyIsRequired() {
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        Hold hold = shop.hold(ana, event, "A-1-1");
        assertThat(refusal(() -> shop.ask(OrderOperations.CREATE, TicketShop.orderOf(hold), shop.call(ana)))
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
    }

    @Test
    void anothersHoldDoesNotExist() {
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        Hold hold = shop.hold(ana, event, "A-1-1");
        assertThat(refusal(() -> shop.order(bruno, hold)).code()).isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void whatPostgresKnowsToBeOwnedIsNotSoldAgain() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        Hold hold = shop.hold(ana, event, "A-1-1", "A-1-2", "A-1-3");
        UUID rival = Ids.next();
        await(shop.database().query("""
                INSERT INTO seat_claim (event_id, seat, order_id, buyer, state)
                VALUES ($1, 'A-1-1', $2, $2, 'sold'), ($1, 'A-1-3', $2, $2, 'sold')
                """, event, rival));
        // When
        ServiceFault refusal = refusal(() -> shop.order(ana, hold));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.SEATS_TAKEN);
        assertThat(refusal.members().getJsonArray("seats")).isEqualTo(JsonArray.of("A-1-1", "A-1-3"));
        assertThat(shop.count("SELECT count(*) FROM ticket_order WHERE event_id = $1", event))
                .isZero();
        assertThat(shop.ask(HoldOperations.GET, new HoldOperations.GetHold(hold.id()), shop.call(ana))
                        .status())
                .isEqualTo(HoldStatus.RELEASED);
    }

    @Test
    void standingPlacesAreNotOversoldEither() {
        // Given
        UUID event = shop.sell(Sheets.sheet().standing("P", 10));
        Hold hold = shop.holdStanding(ana, event, "P", 4);
        await(shop.database().query("UPDATE standing_stock SET taken = 7 WHERE event_id = $1", event));
        // When
        ServiceFault refusal = refusal(() -> shop.order(ana, hold));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.NOT_ENOUGH_SEATS);
        assertThat(refusal.members().getInteger("left")).isEqualTo(3);
        await(shop.database().query("UPDATE standing_stock SET taken = 0 WHERE event_id = $1", event));
    }

    @Test
    void oneOfAHundredGetsTheSeat() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 1));
        // When
        List<Future<Order>> attempts =
                IntStream.range(0, 100).mapToObj(i -> buyLater(event)).toList();
        // Then
        await(Future.join(attempts).otherwiseEmpty());
        assertThat(attempts).filteredOn(Future::succeeded).hasSize(1);
        assertThat(shop.count("SELECT count(*) FROM seat_claim WHERE event_id = $1", event))
                .isOne();
    }

    private static Future<Order> buyLater(UUID event) {
        UUID buyer = Ids.next();
        return shop.askLater(HoldOperations.HOLD, TicketShop.seats(event, "A-1-1"), shop.call(buyer))
                .compose(hold ->
                        shop.askLater(OrderOperations.CREATE, TicketShop.orderOf(hold), shop.call(buyer, "order")));
    }

    @Test
    void exactlyAsManyStandAsThereIsRoomFor() {
        // Given
        UUID event = shop.sell(Sheets.sheet().standing("P", 30));
        // When
        List<Future<Order>> attempts =
                IntStream.range(0, 60).mapToObj(i -> standLater(event)).toList();
        // Then
        await(Future.join(attempts).otherwiseEmpty());
        assertThat(attempts).filteredOn(Future::succeeded).hasSize(30);
        assertThat(shop.count("SELECT taken::bigint FROM standing_stock WHERE event_id = $1", event))
                .isEqualTo(30);
    }

    private static Future<Order> standLater(UUID event) {
        UUID buyer = Ids.next();
        var standing = List.of(new HoldOperations.StandingChoice("P", 1, null));
        return shop.askLater(
                        HoldOperations.HOLD,
                        new HoldOperations.HoldSeats(event, null, null, standing, null),
                        shop.call(buyer))
                .compose(hold ->
                        shop.askLater(OrderOperations.CREATE, TicketShop.orderOf(hold), shop.call(buyer, "order")));
    }

    @Test
    void theTypeOfASeatIsChosenWithTheOrder() {
        // Given
        UUID event = shop.sell(Sheets.sheet()
                .seated("A", 5)
                .seated("B", 5)
                .type("full", 10_000)
                .type("half", 5_000, "A"));
        Hold hold = shop.hold(ana, event, "A-1-1", "A-1-2");
        // When
        Order order = shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(hold.id(), List.of(new SeatType("A-1-2", "half")), null, null),
                shop.call(ana, "types"));
        // Then
        assertThat(order.items()).extracting(HoldOperations.Item::ticketType).containsExactly("full", "half");
        assertThat(order.total()).isEqualTo(new Money(15_000, "BRL"));
    }

    @Test
    void aTypeThatIsNotSoldForTheSeatIsRefused() {
        // Given
        UUID event = shop.sell(Sheets.sheet()
                .seated("A", 5)
                .seated("B", 5)
                .type("full", 10_000)
                .type("half", 5_000, "A"));
        Hold hold = shop.hold(ana, event, "B-1-1");
        // When
        ServiceFault wrongType = refusal(() -> shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(hold.id(), List.of(new SeatType("B-1-1", "half")), null, null),
                shop.call(ana, "wrong type")));
        ServiceFault wrongSeat = refusal(() -> shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(hold.id(), List.of(new SeatType("A-1-1", "half")), null, null),
                shop.call(ana, "wrong seat")));
        // Then
        assertThat(pointer(wrongType)).isEqualTo("/ticketTypes/0/ticketType");
        assertThat(pointer(wrongSeat)).isEqualTo("/ticketTypes/0/seat");
        assertThat(shop.order(ana, hold).status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void anOrderThatIsRefusedLeavesTheHoldAsItWas() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        shop.ask(
                OrderOperations.CREATE,
                TicketShop.orderOf(shop.hold(ana, event, "A-1-5")),
                shop.call(ana, "used for another"));
        Hold hold = shop.hold(ana, event, "A-1-1");
        // When
        ServiceFault wrongType = refusal(() -> shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(hold.id(), List.of(new SeatType("A-1-1", "none")), null, null),
                shop.call(ana, "none")));
        ServiceFault usedKey = refusal(
                () -> shop.ask(OrderOperations.CREATE, TicketShop.orderOf(hold), shop.call(ana, "used for another")));
        // Then
        assertThat(List.of(wrongType.code(), usedKey.code()))
                .containsExactly(FaultCode.VALIDATION, FaultCode.IDEMPOTENCY_MISMATCH);
        shop.ask(HoldOperations.RELEASE, new HoldOperations.GetHold(hold.id()), shop.call(ana));
        assertThat(shop.letters(event, "A")).isEqualTo("ffffc");
    }

    private static String pointer(ServiceFault refusal) {
        assertThat(refusal.code()).isEqualTo(FaultCode.VALIDATION);
        return refusal.members().getJsonArray("errors").getJsonObject(0).getString("pointer");
    }

    @Test
    void whatCostsNothingIsPaidAtOnce() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5).type("guest", 0));
        // When
        Order order = shop.order(ana, event, "A-1-1", "A-1-2");
        // Then
        assertThat(order.status()).isEqualTo(OrderStatus.PAID);
        assertThat(order.tickets()).hasSize(2);
        assertThat(shop.get(ana, order.id()))
                .usingRecursiveComparison()
                .ignoringFields("ledger")
                .isEqualTo(order);
        assertThat(shop.letters(event, "A")).isEqualTo("ssfff");
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_PAID);
    }

    @Test
    void badRequestsAreTold() {
        ServiceFault refusal = refusal(() -> shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(
                        null,
                        List.of(new SeatType("A-1-1", null), new SeatType("A-1-2", "x"), new SeatType("A-1-2", "y")),
                        null,
                        new Buyer("x".repeat(201), "nobody")),
                shop.call(ana, "bad")));
        assertThat(refusal.members().getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("pointer")))
                .containsExactly("/holdId", "/ticketTypes/0", "/ticketTypes/2/seat", "/buyer/name", "/buyer/email");
    }
}
