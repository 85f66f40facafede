package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static io.ticketsafe.tickets.TicketShop.pix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.ticketsafe.contract.tickets.OrderOperations.ReplayParked;
import io.ticketsafe.contract.tickets.OrderOperations.Replayed;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.GetSeats;
import io.ticketsafe.tickets.FakePayments.Account;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateMoneyIT {
    private static TicketShop shop;
    private final UUID ana = Ids.next();
    private UUID event;
    private Order order;
    private Account pix;

    @BeforeAll
    static void open() {
        shop = TicketShop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void orderWithAPixThatWaits() {
        event = shop.sell(Sheets.sheet().seated("A", 5).standing("P", 3));
        order = shop.order(ana, event, "A-1-1", "A-1-2");
        Payment payment = shop.ask(OrderOperations.PAY, pix(order.id()), shop.call(ana, "pix " + order.id()));
        pix = shop.payments().account(payment.id());
    }

    @AfterEach
    void audit() {
        shop.audit();
    }

    private DomainEvent captured() {
        pix.state = AuthorizationState.CAPTURED;
        return shop.paymentFact(Facts.PAYMENT_CAPTURED, pix.paymentId, null);
    }

    @Test
    void moneyThatComesInTimeBuysTheTickets() {
        // When
        shop.tell(captured());
        // Then
        Order paid = shop.get(ana, order.id());
        assertThat(paid.status()).isEqualTo(OrderStatus.PAID);
        assertThat(paid.tickets()).hasSize(2);
        shop.eventually(() -> shop.letters(event, "A"), "ssfff");
        assertThat(pix.voids).isZero();
    }

    @Test
    void whatWasAuthorizedOnlyIsCaptured() {
        // Given
        pix.state = AuthorizationState.AUTHORIZED;
        // When
        shop.tell(shop.paymentFact(Facts.PAYMENT_AUTHORIZED, pix.paymentId, null));
        // Then
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PAID);
        shop.eventually(() -> pix.state, AuthorizationState.CAPTURED);
    }

    @Test
    void aFactThatIsToldAgainChangesNothing() {
        // Given
        DomainEvent fact = captured();
        DomainEvent another = captured();
        // When
        shop.tell(fact, fact);
        shop.tell(fact, another);
        // Then
        assertThat(shop.get(ana, order.id()).tickets()).hasSize(2);
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_PAID);
        assertThat(pix.voids).isZero();
    }

    @Test
    void moneyThatComesTooLateBuysTheSamePlacesIfTheyAreFree() {
        // Given
        shop.expire(order.id());
        // When
        shop.tell(captured());
        // Then
        assertThat(shop.get(ana, order.id()).status()).isEqualTo(OrderStatus.PAID);
        assertThat(shop.get(ana, order.id()).tickets()).hasSize(2);
        shop.eventually(() -> shop.letters(event, "A"), "ssfff");
        assertThat(shop.payments().keptMinor(order.id())).isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ends_at = now()",
                "ends_at = NULL, sheet = jsonb_set(sheet::jsonb, '{endsAt}', '\"2020-01-01T00:00:00Z\"')::json"
            })
    void moneyThatComesWhenTheEventIsOverGoesBack(String ended) {
        // Given
        shop.expire(order.id());
        await(shop.database().query("UPDATE sale SET " + ended + " WHERE event_id = $1", event));
        // When
        shop.tell(captured());
        // Then
        shop.eventually(() -> pix.state, AuthorizationState.VOIDED);
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.EXPIRED);
        assertThat(shop.payments().keptMinor(order.id())).isZero();
        assertThat(shop.count("SELECT count(*) FROM ticket WHERE order_id = $1", order.id()))
                .isZero();
    }

    @Test
    void moneyThatComesTooLateGoesBackIfOnePlaceIsTaken() {
        // Given
        shop.expire(order.id());
        shop.eventually(() -> shop.letters(event, "A"), "fffff");
        UUID bruno = Ids.next();
        shop.bought(bruno, event, "A-1-2");
        // When
        shop.tell(captured());
        // Then
        shop.eventually(() -> pix.state, AuthorizationState.VOIDED);
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.EXPIRED);
        assertThat(shop.payments().keptMinor(order.id())).isZero();
        assertThat(shop.letters(event, "A")).isEqualTo("fsfff");
    }

    @Test
    void moneyThatGoesBackAlreadyKeepsNoPlaces() {
        // Given
        shop.expire(order.id());
        shop.eventually(() -> shop.letters(event, "A"), "fffff");
        UUID bruno = Ids.next();
        Hold hold = shop.hold(bruno, event, "A-1-2");
        shop.tell(captured());
        shop.eventually(() -> pix.state, AuthorizationState.VOIDED);
        shop.ask(HoldOperations.RELEASE, new GetHold(hold.id()), shop.call(bruno));
        long before = versionOfSeats();
        // When
        shop.tell(captured());
        // Then
        shop.eventually(() -> pix.state, AuthorizationState.VOIDED);
        assertThat(shop.letters(event, "A")).isEqualTo("fffff");
        assertThat(versionOfSeats()).isEqualTo(before);
    }

    /** Grows with every change of theirs. */
    private long versionOfSeats() {
        return shop.ask(
                        SaleOperations.SEATS,
                        new GetSeats(event, "A"),
                        shop.harness().anonymousCall())
                .version();
    }

    @Test
    void lateMoneyLeavesPlacesAloneThatSomebodyHolds() {
        // Given
        shop.expire(order.id());
        shop.eventually(() -> shop.letters(event, "A"), "fffff");
        UUID bruno = Ids.next();
        Hold hold = shop.hold(bruno, event, "A-1-2");
        // When
        shop.tell(captured());
        // Then
        shop.eventually(() -> pix.state, AuthorizationState.VOIDED);
        PaymentSummary shown = shop.get(ana, order.id()).payments().get(0);
        assertThat(shown.reason()).isEqualTo("paid too late, the places are no longer free");
        assertThat(shop.letters(event, "A")).isEqualTo("fhfff");
        assertThat(shop.order(bruno, hold).status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void lateMoneyLeavesPlacesAloneThatAChannelWasGiven() {
        // Given
        shop.expire(order.id());
        shop.eventually(() -> shop.letters(event, "A"), "fffff");
        shop.sell(Sheets.sheet(event)
                .seated("A", 5)
                .standing("P", 3)
                .channel("fans", "A-1-2")
                .version(2));
        shop.eventually(() -> shop.letters(event, "A"), "fbfff");
        // When
        shop.tell(captured());
        // Then
        shop.eventually(() -> pix.state, AuthorizationState.VOIDED);
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.EXPIRED);
        assertThat(shop.letters(event, "A")).isEqualTo("fbfff");
    }

    @Test
    void lateMoneyForPlacesOfAChannelBuysThemAgain() {
        // Given
        UUID withChannel = shop.sell(Sheets.sheet().seated("A", 5).channel("fans", "A-1-1:2"));
        HoldSeats opened = new HoldSeats(
                withChannel, TicketShop.seats(withChannel, "A-1-1").seats(), null, null, "fans-key");
        Order fans = shop.order(ana, shop.ask(HoldOperations.HOLD, opened, shop.call(ana)));
        Payment payment = shop.ask(OrderOperations.PAY, pix(fans.id()), shop.call(ana, "pix " + fans.id()));
        shop.expire(fans.id());
        shop.eventually(() -> shop.letters(withChannel, "A"), "bbfff");
        shop.payments().account(payment.id()).state = AuthorizationState.CAPTURED;
        // When
        shop.tell(shop.paymentFact(Facts.PAYMENT_CAPTURED, payment.id(), null));
        // Then
        assertThat(shop.status(fans.id())).isEqualTo(OrderStatus.PAID);
        shop.eventually(() -> shop.letters(withChannel, "A"), "sbfff");
    }

    @Test
    void lateMoneyLeavesStandingPlacesAloneThatSomebodyHolds() {
        // Given
        Order standing = shop.order(ana, shop.holdStanding(ana, event, "P", 2));
        Payment payment = shop.ask(OrderOperations.PAY, pix(standing.id()), shop.call(ana, "pix " + standing.id()));
        shop.expire(standing.id());
        shop.eventually(() -> shop.count("SELECT count(*) FROM standing_claim WHERE event_id = $1", event), 0L);
        UUID bruno = Ids.next();
        Hold hold = shop.holdStanding(bruno, event, "P", 2);
        Account late = shop.payments().account(payment.id());
        late.state = AuthorizationState.CAPTURED;
        // When
        shop.tell(shop.paymentFact(Facts.PAYMENT_CAPTURED, late.paymentId, null));
        // Then
        shop.eventually(() -> late.state, AuthorizationState.VOIDED);
        assertThat(shop.order(bruno, hold).status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void theBuyerIsToldWhatBecameOfLateMoney() {
        // Given
        shop.expire(order.id());
        // When
        shop.tell(captured());
        // Then
        PaymentSummary shown = shop.get(ana, order.id()).payments().get(0);
        assertThat(shown.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(shown.reason()).isEqualTo("paid late, the places were still free");
    }

    @Test
    void standingPlacesAreClaimedAgainAsWell() {
        // Given
        Order standing = shop.order(ana, shop.holdStanding(ana, event, "P", 2));
        Payment payment = shop.ask(OrderOperations.PAY, pix(standing.id()), shop.call(ana, "pix " + standing.id()));
        shop.expire(standing.id());
        shop.eventually(() -> shop.count("SELECT count(*) FROM standing_claim WHERE event_id = $1", event), 0L);
        UUID bruno = Ids.next();
        Order rival = shop.order(bruno, shop.holdStanding(bruno, event, "P", 2));
        Account late = shop.payments().account(payment.id());
        late.state = AuthorizationState.CAPTURED;
        // When
        shop.tell(shop.paymentFact(Facts.PAYMENT_CAPTURED, late.paymentId, null));
        // Then
        shop.eventually(() -> late.state, AuthorizationState.VOIDED);
        assertThat(shop.status(standing.id())).isEqualTo(OrderStatus.EXPIRED);
        assertThat(shop.status(rival.id())).isEqualTo(OrderStatus.PENDING);
        assertThat(shop.count("SELECT taken::bigint FROM standing_stock WHERE event_id = $1", event))
                .isEqualTo(2);
    }

    @Test
    void aSecondPaymentGoesBack() {
        // Given
        shop.tell(captured());
        Order other = shop.order(ana, event, "A-1-4");
        Payment second = shop.ask(OrderOperations.PAY, pix(other.id()), shop.call(ana, "pix " + other.id()));
        shop.pay(ana, other.id(), "approve");
        Account late = shop.payments().account(second.id());
        late.state = AuthorizationState.CAPTURED;
        // When
        shop.tell(shop.paymentFact(Facts.PAYMENT_CAPTURED, second.id(), null));
        // Then
        shop.eventually(() -> late.state, AuthorizationState.VOIDED);
        assertThat(shop.get(ana, other.id()).payments())
                .filteredOn(shown -> shown.id().equals(second.id()))
                .allMatch(shown -> "paid by another payment".equals(shown.reason())
                        || "the order was paid by another payment".equals(shown.reason()));
        assertThat(shop.payments().keptMinor(other.id())).isEqualTo(10_000);
        assertThat(shop.get(ana, other.id()).tickets()).hasSize(1);
    }

    @Test
    void moneyForACanceledOrderGoesBack() {
        // Given
        shop.ask(OrderOperations.CANCEL, new GetOrder(order.id()), shop.call(ana));
        // When
        shop.tell(captured());
        // Then
        shop.eventually(() -> pix.state, AuthorizationState.VOIDED);
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.CANCELED);
    }

    @Test
    void moneyForACanceledEventGoesBack() {
        // Given
        shop.ask(
                SaleOperations.CANCEL,
                new CancelSale(event, "rain"),
                shop.harness().serviceCall());
        // When
        shop.tell(captured());
        // Then
        shop.eventually(() -> pix.state, AuthorizationState.VOIDED);
        shop.eventually(() -> shop.status(order.id()), OrderStatus.CANCELED);
        assertThat(shop.count("SELECT count(*) FROM ticket WHERE order_id = $1", order.id()))
                .isZero();
    }

    @Test
    void aFailureOrAnEndLeavesTheOrderToBePaidOtherwise() {
        // When
        shop.tell(shop.paymentFact(Facts.PAYMENT_FAILED, pix.paymentId, FaultCode.CARD_DECLINED));
        // Then
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PENDING);
        shop.pay(ana, order.id(), "approve");
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PAID);
    }

    @Test
    void foreignAndUnreadableFactsHoldUpNothing() {
        // Given
        DomainEvent foreign = DomainEvent.of(
                Ids.next(),
                "payments",
                Facts.PAYMENT_CAPTURED,
                Ids.next(),
                Instant.now(),
                new Facts.PaymentChanged(Ids.next(), Ids.next(), order.total(), null, null));
        DomainEvent unreadable =
                DomainEvent.of(Ids.next(), "payments", Facts.PAYMENT_CAPTURED, Ids.next(), Instant.now(), "what?");
        DomainEvent unknown =
                DomainEvent.of(Ids.next(), "payments", "ticketsafe.payments.x.v9", Ids.next(), Instant.now(), order);
        // When
        shop.tell(foreign, unreadable, unknown, captured());
        // Then
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PAID);
    }

    @Test
    void whatCanNeverBeAppliedIsPutAsideAndHoldsUpNothing() {
        // Given
        Order bad = shop.order(ana, event, "A-1-4");
        Payment payment = shop.ask(OrderOperations.PAY, pix(bad.id()), shop.call(ana, "pix " + bad.id()));
        shop.spoil(bad.id());
        DomainEvent unfit = shop.paymentFact(Facts.PAYMENT_CAPTURED, payment.id(), null);
        DomainEvent foreign = DomainEvent.of(
                Ids.next(),
                "payments",
                Facts.PAYMENT_CAPTURED,
                Ids.next(),
                Instant.now(),
                new Facts.PaymentChanged(Ids.next(), Ids.next(), order.total(), null, null));
        double before = shop.counter("ticketsafe.facts.parked");
        // When
        shop.tell(unfit, foreign, captured());
        shop.tell(unfit, foreign);
        // Then
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PAID);
        assertThat(shop.count(
                        "SELECT count(*) FROM fact_parked WHERE id IN ($1, $2) AND data->>'paymentId' IS NOT NULL",
                        unfit.id(),
                        foreign.id()))
                .isEqualTo(2);
        assertThat(shop.counter("ticketsafe.facts.parked") - before).isEqualTo(2);
    }

    @Test
    void whatWasPutAsideIsAppliedOnceItCanBe() {
        // Given
        Order bad = shop.order(ana, event, "A-1-4");
        Payment payment = shop.ask(OrderOperations.PAY, pix(bad.id()), shop.call(ana, "pix " + bad.id()));
        shop.spoil(bad.id());
        Account late = shop.payments().account(payment.id());
        late.state = AuthorizationState.CAPTURED;
        DomainEvent fact = shop.paymentFact(Facts.PAYMENT_CAPTURED, payment.id(), null);
        shop.tell(fact);
        Replayed before = replay();
        await(shop.database().query("UPDATE ticket_order SET customer = NULL WHERE id = $1", bad.id()));
        // When
        Replayed after = replay();
        // Then
        assertThat(before.parked()).isPositive();
        assertThat(after.applied()).isEqualTo(before.applied() + 1);
        assertThat(shop.count("SELECT count(*) FROM fact_parked WHERE id = $1", fact.id()))
                .isZero();
        assertThat(shop.status(bad.id())).isEqualTo(OrderStatus.PAID);
    }

    private static Replayed replay() {
        return shop.ask(
                OrderOperations.REPLAY_PARKED,
                new ReplayParked(200),
                shop.harness().serviceCall());
    }

    @Test
    void aFactThatComesTooEarlyForTheDatabaseIsNotPutAside() {
        // Given
        Promise<Void> release = Promise.promise();
        Promise<Void> locked = Promise.promise();
        Future<Void> holding = shop.database()
                .inTransaction(transaction -> Database.query(
                                transaction, "SELECT 1 FROM ticket_order WHERE id = $1 FOR UPDATE", order.id())
                        .compose(rows -> {
                            locked.complete();
                            return release.future();
                        }));
        await(locked.future());
        DomainEvent fact = captured();
        // When
        FaultCode refused = refusal(() -> shop.tell(fact)).code();
        release.complete();
        await(holding);
        // Then
        assertThat(refused).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(shop.count("SELECT count(*) FROM fact_parked WHERE id = $1", fact.id()))
                .isZero();
        shop.tell(fact);
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PAID);
    }
}
