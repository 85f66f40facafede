package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static io.ticketsafe.tickets.TicketShop.card;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExpiryIT {
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
        shop.payments().beforeAuthorized = Future::succeededFuture;
        shop.audit();
    }

    @Test
    void whatIsNotPaidInTimeIsFreeAgain() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 3).standing("P", 5).with(Sheets.rules(4, 2)));
        Order seats = shop.order(ana, event, "A-1-1", "A-1-2");
        Order standing = shop.order(bruno, shop.holdStanding(bruno, event, "P", 2));
        // When
        shop.expire(seats.id());
        shop.expire(standing.id());
        // Then
        shop.eventually(() -> shop.letters(event, "A"), "fff");
        assertThat(shop.facts(seats.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_EXPIRED);
        assertThat(shop.count("SELECT taken::bigint FROM standing_stock WHERE event_id = $1", event))
                .isZero();
        assertThat(shop.order(ana, event, "A-1-1", "A-1-2").status()).isEqualTo(OrderStatus.PENDING);
        assertThat(shop.order(bruno, shop.holdStanding(bruno, event, "P", 2)).status())
                .isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void anOrderThatIsBeingPaidDoesNotExpire() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 3));
        Order order = shop.order(ana, event, "A-1-1");
        Promise<Void> bank = Promise.promise();
        shop.payments().beforeAuthorized = bank::future;
        Payment pending =
                shop.ask(OrderOperations.PAY, card(order.id(), "approve"), shop.call(ana, "key " + order.id()));
        shop.lapse(order.id());
        shop.expire(shop.order(bruno, event, "A-1-3").id());
        // When
        OrderStatus meanwhile = shop.status(order.id());
        bank.complete();
        // Then
        assertThat(meanwhile).isEqualTo(OrderStatus.PENDING);
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
        shop.eventually(() -> shop.payments().account(pending.id()).state, AuthorizationState.CAPTURED);
    }

    @Test
    void anOrderThatCannotBeReadHoldsUpNoOther() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 9));
        List<Order> orders = IntStream.rangeClosed(1, 9)
                .mapToObj(seat -> shop.order(Ids.next(), event, "A-1-" + seat))
                .toList();
        shop.spoil(orders.get(0).id());
        double before = shop.counter("ticketsafe.background.rows.failed", "work", "expiry of an order");
        // When
        orders.forEach(order -> shop.lapse(order.id()));
        // Then
        List<Order> others = orders.subList(1, 9);
        shop.eventually(() -> others.stream().allMatch(order -> shop.status(order.id()) == OrderStatus.EXPIRED));
        assertThat(shop.counter("ticketsafe.background.rows.failed", "work", "expiry of an order"))
                .isGreaterThan(before);
    }

    @Test
    void aWholeBatchThatSomebodyIsAtHoldsUpNoOther() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 3));
        Order busy = shop.order(ana, event, "A-1-1");
        Order other = shop.order(bruno, event, "A-1-2");
        await(shop.stop());
        await(shop.database().query("""
                INSERT INTO ticket_order (id, event_id, organization_id, hold_id, buyer_id, counts_for, status, items,
                  total_minor, currency, created_at, expires_at)
                SELECT gen_random_uuid(), event_id, organization_id, gen_random_uuid(), buyer_id, counts_for, status, items,
                  total_minor, currency, created_at, now() - interval '1 hour'
                FROM ticket_order, generate_series(1, 120) WHERE id = $1
                """, busy.id()));
        Promise<Void> locked = Promise.promise();
        Promise<Void> release = Promise.promise();
        String lock = "SELECT 1 FROM ticket_order WHERE event_id = $1 AND id <> $2 FOR UPDATE";
        Future<Void> holding = shop.database()
                .inTransaction(transaction -> Database.query(transaction, lock, event, other.id())
                        .compose(rows -> {
                            locked.complete();
                            return release.future();
                        }));
        await(locked.future());
        shop.restart();
        // When
        shop.lapse(other.id());
        // Then
        shop.eventually(() -> shop.status(other.id()), OrderStatus.EXPIRED);
        release.complete();
        await(holding);
        shop.eventually(
                () -> shop.count("SELECT count(*) FROM ticket_order WHERE event_id = $1 AND status = 'expired'", event)
                        == 121);
    }

    /** A payment that could not be started more than its deadline ago and is asked for again, until the bank is done. */
    private Order payingAgain(UUID event, Promise<Void> bank) {
        Order order = shop.order(ana, event, "A-1-1");
        Call call = shop.call(ana, "again " + order.id());
        shop.payments().down = true;
        FaultCode first = refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call))
                .code();
        assertThat(first).isEqualTo(FaultCode.UNAVAILABLE);
        await(shop.database()
                .query(
                        "UPDATE order_payment SET created_at = now() - interval '5 minutes',"
                                + " updated_at = now() - interval '4 minutes' WHERE order_id = $1",
                        order.id()));
        shop.payments().down = false;
        shop.payments().beforeAuthorized = bank::future;
        shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call);
        return order;
    }

    @Test
    void anOrderWhosePaymentIsRepeatedIsNeitherExpiredNorCanceledMeanwhile() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 3));
        Promise<Void> bank = Promise.promise();
        Order order = payingAgain(event, bank);
        // When
        FaultCode canceled = refuseCancel(ana, order);
        FaultCode rival = refusal(() -> shop.pay(ana, order.id(), "approve")).code();
        shop.lapse(order.id());
        shop.expire(shop.order(bruno, event, "A-1-3").id());
        OrderStatus meanwhile = shop.status(order.id());
        bank.complete();
        // Then
        assertThat(canceled).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(rival).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(meanwhile).isEqualTo(OrderStatus.PENDING);
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
    }

    @Test
    void anOrderWhosePaymentIsRepeatedOutlivesItsSale() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 3));
        Promise<Void> bank = Promise.promise();
        Order order = payingAgain(event, bank);
        Order other = shop.order(bruno, event, "A-1-3");
        // When
        shop.ask(
                SaleOperations.CANCEL,
                new CancelSale(event, "rain"),
                shop.harness().serviceCall());
        shop.eventually(() -> shop.status(other.id()), OrderStatus.CANCELED);
        OrderStatus meanwhile = shop.status(order.id());
        bank.complete();
        // Then
        assertThat(meanwhile).isEqualTo(OrderStatus.PENDING);
        shop.eventually(() -> shop.status(order.id()), OrderStatus.CANCELED);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 0L);
    }

    @Test
    void aBuyerCancelsAndTheSeatsAreFree() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 3));
        Order order = shop.order(ana, event, "A-1-1");
        // When
        Order canceled = shop.ask(OrderOperations.CANCEL, new GetOrder(order.id()), shop.call(ana));
        // Then
        assertThat(canceled.status()).isEqualTo(OrderStatus.CANCELED);
        assertThat(shop.get(ana, order.id()))
                .usingRecursiveComparison()
                .ignoringFields("ledger")
                .isEqualTo(canceled);
        assertThat(shop.letters(event, "A")).isEqualTo("fff");
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_CANCELED);
    }

    @Test
    void aLateRepeatOfTheOrderDoesNotTakeTheSeatsOfACanceledOne() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 3));
        Hold hold = shop.hold(ana, event, "A-1-1");
        Map<String, Buffer> asHeld = shop.remember(event);
        Order order = shop.order(ana, hold);
        shop.ask(OrderOperations.CANCEL, new GetOrder(order.id()), shop.call(ana));
        shop.bringBack(asHeld);
        // When
        Order repeated = shop.order(ana, hold);
        // Then
        assertThat(repeated).isEqualTo(order);
        assertThat(shop.letters(event, "A")).isEqualTo("fff");
    }

    @Test
    void onlyABuyerCancelsAndOnlyWhatIsPending() {
        // Given
        SaleSheet sheet = Sheets.sheet().seated("A", 3).build();
        UUID event = shop.sell(sheet);
        UUID owner = shop.staff(sheet.organizationId(), MemberRole.OWNER);
        Order pending = shop.order(ana, event, "A-1-1");
        Order paid = shop.bought(ana, event, "A-1-2");
        // When
        FaultCode stranger = refuseCancel(bruno, pending);
        FaultCode organizer = refuseCancel(owner, pending);
        FaultCode tooLate = refuseCancel(ana, paid);
        // Then
        assertThat(stranger).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(organizer).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(tooLate).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void whatIsBeingPaidIsNotCanceled() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 3));
        Order order = shop.order(ana, event, "A-1-1");
        Promise<Void> bank = Promise.promise();
        shop.payments().beforeAuthorized = bank::future;
        shop.ask(OrderOperations.PAY, card(order.id(), "approve"), shop.call(ana, "key " + order.id()));
        // When
        FaultCode refused = refuseCancel(ana, order);
        bank.complete();
        // Then
        assertThat(refused).isEqualTo(FaultCode.WRONG_STATE);
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
    }

    private static FaultCode refuseCancel(UUID user, Order order) {
        return refusal(() -> shop.ask(OrderOperations.CANCEL, new GetOrder(order.id()), shop.call(user)))
                .code();
    }
}
