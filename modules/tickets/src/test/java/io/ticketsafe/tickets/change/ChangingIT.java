package io.ticketsafe.tickets.change;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static io.ticketsafe.tickets.TicketShop.card;
import static io.ticketsafe.tickets.TicketShop.pix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CancelChange;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.ticketsafe.contract.tickets.OrderOperations.Refund;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CheckIn;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangingIT {
    private static TicketShop shop;
    private final UUID ana = Ids.next();
    private UUID event;
    private UUID organizer;
    private Order order;

    @BeforeAll
    static void open() {
        shop = TicketShop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void buy() {
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 5)
                .seated("B", 5)
                .seated("C", 5)
                .seated("D", 5)
                .standing("P", 5)
                .type("best", 50_000, "D")
                .type("seat", 10_000, "A")
                .type("better", 15_000, "B")
                .type("plain", 6_000, "C")
                .type("floor", 3_000, "P")
                .build();
        event = shop.sell(sheet);
        organizer = sheet.organizationId();
        order = shop.bought(ana, event, "A-1-1", "A-1-2");
    }

    @AfterEach
    void audit() {
        shop.payments().refunds = RefundStatus.SUCCEEDED;
        shop.payments().captureDown = false;
        shop.payments().captureRefused = false;
        shop.payments().refusesRefundsOf = null;
        shop.payments().beforeAuthorized = Future::succeededFuture;
        shop.audit();
        shop.eventually(() -> shop.payments().keptMinor(order.id()), liveValue());
    }

    /** What the tickets that open the gate are worth, which is what the organiser may keep. */
    private long liveValue() {
        return shop.count(
                "SELECT coalesce(sum(price_minor), 0)::bigint FROM ticket WHERE order_id = $1 AND status <> 'void'",
                order.id());
    }

    private Change change(UUID user, Hold hold, Ticket... tickets) {
        return shop.ask(OrderOperations.CHANGE, wish(hold, tickets), key(user));
    }

    private ChangeOrder wish(Hold hold, Ticket... tickets) {
        return new ChangeOrder(
                order.id(), hold.id(), List.of(tickets).stream().map(Ticket::id).toList());
    }

    private static Call key(UUID user) {
        return shop.call(user, "key " + UUID.randomUUID());
    }

    private Ticket ticket(int index) {
        return order.tickets().get(index);
    }

    private Order now() {
        return shop.get(ana, order.id());
    }

    private Change onlyChange() {
        List<Change> changes = now().changes();
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    private Ticket issued(Change change) {
        return now().tickets().stream()
                .filter(ticket -> ticket.id().equals(change.newTickets().get(0)))
                .findFirst()
                .orElseThrow();
    }

    private PaymentSummary paymentOf(Change change) {
        return now().payments().stream()
                .filter(payment -> change.id().equals(payment.changeId()))
                .findFirst()
                .orElseThrow();
    }

    private void lapse(Change change) {
        await(shop.database()
                .query("UPDATE order_change SET expires_at = now() - interval '1 second' WHERE id = $1", change.id()));
        shop.eventually(() -> onlyChange().status(), ChangeStatus.EXPIRED);
    }

    private static Money brl(long minor) {
        return new Money(minor, "BRL");
    }

    @Test
    void aCheaperPlaceIsTakenAtOnceAndTheDifferenceGoesBack() {
        // When
        Change change = change(ana, shop.hold(ana, event, "C-1-1"), ticket(0));
        // Then
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
        assertThat(change.charged()).isEqualTo(brl(0));
        assertThat(change.refunded()).isEqualTo(brl(4_000));
        Order after = now();
        assertThat(after.status()).isEqualTo(OrderStatus.PARTIALLY_REFUNDED);
        assertThat(after.items()).extracting(item -> item.seat()).containsExactly("C-1-1", "A-1-2");
        assertThat(after.tickets())
                .filteredOn(ticket -> ticket.id().equals(ticket(0).id()))
                .allMatch(ticket -> ticket.status() == TicketStatus.VOID);
        assertThat(issued(change).code()).isNotEqualTo(ticket(0).code());
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 16_000L);
        shop.eventually(() -> shop.letters(event, "A"), "fsfff");
        shop.eventually(() -> shop.letters(event, "C"), "sffff");
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_PAID, Facts.ORDER_CHANGED);
    }

    @Test
    void aPlaceOfTheSamePriceMovesNoMoney() {
        // When
        Change change = change(ana, shop.hold(ana, event, "A-1-5"), ticket(1));
        // Then
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
        assertThat(now().status()).isEqualTo(OrderStatus.PAID);
        assertThat(shop.payments().keptMinor(order.id())).isEqualTo(20_000L);
        shop.eventually(() -> shop.letters(event, "A"), "sfffs");
        assertThat(shop.ask(OrderOperations.REFUNDS, new GetOrder(order.id()), shop.call(ana))
                        .items())
                .isEmpty();
    }

    @Test
    void theFactSaysHowTheOrderWasPaidAtFirst() {
        // When
        Change free = change(ana, shop.hold(ana, event, "A-1-5"), ticket(1));
        // Then
        assertThat(shop.count(
                        "SELECT count(*) FROM outbox WHERE subject = $1 AND type = $2 AND event->'data'->>'changeId' = $3"
                                + " AND event->'data'->>'firstPaymentMethod' = 'card'",
                        order.id().toString(),
                        Facts.ORDER_CHANGED,
                        free.id().toString()))
                .isOne();
    }

    @Test
    void whoNamesAChangePaysThatOneOrNothing() {
        // Given
        Change first = change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        shop.ask(OrderOperations.CANCEL_CHANGE, new CancelChange(order.id(), first.id()), key(ana));
        Change second = change(ana, shop.hold(ana, event, "D-1-1"), ticket(0));
        Method card = card(order.id(), "approve").method();
        // When
        ServiceFault refused =
                refusal(() -> shop.ask(OrderOperations.PAY, new PayOrder(order.id(), card, first.id()), key(ana)));
        Payment paid = shop.ask(OrderOperations.PAY, new PayOrder(order.id(), card, second.id()), key(ana));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(paid.amount()).isEqualTo(brl(40_000));
        assertThat(now().changes())
                .extracting(Change::status)
                .containsExactly(ChangeStatus.CANCELED, ChangeStatus.DONE);
    }

    @Test
    void aRefundOfTwoPaymentsThatWasRefusedInPartIsAskedForAsOne() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1", "B-1-2"), ticket(0), ticket(1));
        Payment second = shop.pay(ana, order.id(), "approve");
        shop.payments().refusesRefundsOf = second.id();
        Refund first = shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, null), key(ana));
        assertThat(first.status()).isEqualTo(RefundStatus.FAILED);
        shop.payments().refusesRefundsOf = null;
        UUID manager = shop.staff(organizer, MemberRole.MANAGER);
        // When
        Refund again = shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, null), key(manager));
        // Then
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.amount()).isEqualTo(brl(30_000));
        assertThat(again.status()).isEqualTo(RefundStatus.SUCCEEDED);
    }

    @Test
    void anOrderOfAChannelStaysOneWhenAPlaceOfItsGoes() {
        // Given
        UUID withChannel = shop.sell(Sheets.sheet().seated("A", 6).channel("fans", "A-1-1:3"));
        HoldSeats seats = TicketShop.seats(withChannel, "A-1-1", "A-1-2");
        HoldSeats opened = new HoldSeats(withChannel, seats.seats(), null, null, "fans-key");
        Order fans = shop.order(ana, shop.ask(HoldOperations.HOLD, opened, shop.call(ana)));
        shop.pay(ana, fans.id(), "approve");
        UUID first = shop.get(ana, fans.id()).tickets().get(0).id();
        Hold general = shop.hold(ana, withChannel, "A-1-5");
        // When
        shop.ask(OrderOperations.CHANGE, new ChangeOrder(fans.id(), general.id(), List.of(first)), key(ana));
        // Then
        assertThat(shop.get(ana, fans.id()).channel()).isEqualTo("fans");
    }

    @Test
    void aDearerPlaceIsTakenOnceItIsPaid() {
        // Given
        Change pending = change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        assertThat(pending.status()).isEqualTo(ChangeStatus.PENDING);
        assertThat(pending.charged()).isEqualTo(brl(5_000));
        assertThat(now().tickets()).allMatch(ticket -> ticket.status() == TicketStatus.VALID);
        shop.eventually(() -> shop.letters(event, "B"), "cffff");
        // When
        Payment payment = shop.pay(ana, order.id(), "approve");
        // Then
        assertThat(payment.amount()).isEqualTo(brl(5_000));
        Change done = onlyChange();
        assertThat(done.status()).isEqualTo(ChangeStatus.DONE);
        assertThat(issued(done).seat()).isEqualTo("B-1-1");
        assertThat(now().total()).isEqualTo(brl(25_000));
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 25_000L);
        shop.eventually(() -> shop.letters(event, "A"), "fsfff");
        shop.eventually(() -> shop.letters(event, "B"), "sffff");
    }

    @Test
    void aChangedTicketGoesBackFromThePaymentsThatPaidIt() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1", "B-1-2"), ticket(0), ticket(1));
        Payment second = shop.pay(ana, order.id(), "approve");
        assertThat(now().payments()).hasSize(2);
        // When
        Refund refund = shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, null), key(ana));
        // Then
        assertThat(refund.amount()).isEqualTo(brl(30_000));
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 0L);
        assertThat(shop.payments().account(second.id()).refundedMinor).isEqualTo(10_000);
        assertThat(shop.ask(OrderOperations.REFUNDS, new GetOrder(order.id()), shop.call(ana))
                        .items())
                .hasSize(1)
                .allSatisfy(shown -> {
                    assertThat(shown.amount()).isEqualTo(brl(30_000));
                    assertThat(shown.status()).isEqualTo(RefundStatus.SUCCEEDED);
                });
        assertThat(now().payments()).extracting(PaymentSummary::status).containsOnly(PaymentStatus.REFUNDED);
    }

    @Test
    void aChangedTicketMayBeChangedAgain() {
        // Given
        Change first = change(ana, shop.hold(ana, event, "C-1-1"), ticket(0));
        // When
        Change second = change(ana, shop.hold(ana, event, "A-1-4"), issued(first));
        // Then
        assertThat(second.charged()).isEqualTo(brl(4_000));
        shop.pay(ana, order.id(), "approve");
        assertThat(now().items()).extracting(item -> item.seat()).containsExactly("A-1-4", "A-1-2");
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 20_000L);
    }

    @Test
    void standingPlacesAndSeatsChangeForEachOther() {
        // Given
        change(ana, shop.holdStanding(ana, event, "P", 2), ticket(0), ticket(1));
        Order standing = now();
        assertThat(shop.count("SELECT taken FROM standing_stock WHERE event_id = $1", event))
                .isEqualTo(2);
        // When
        List<Ticket> open = standing.tickets().stream()
                .filter(ticket -> ticket.status() == TicketStatus.VALID)
                .toList();
        change(ana, shop.holdStanding(ana, event, "P", 1), open.get(0));
        change(ana, shop.hold(ana, event, "A-1-3"), open.get(1));
        shop.pay(ana, order.id(), "approve");
        // Then
        assertThat(shop.count("SELECT taken FROM standing_stock WHERE event_id = $1", event))
                .isOne();
        shop.eventually(() -> shop.letters(event, "A"), "ffsff");
        shop.eventually(() -> shop.count(
                        "SELECT count(*) FROM standing_claim WHERE event_id = $1 AND order_id = $2", event, order.id())
                == 1);
    }

    @Test
    void aDeclineLeavesEverythingAsItWasAndTheTimeRunsOut() {
        // Given
        Change change = change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        // When
        assertThat(refusal(() -> shop.pay(ana, order.id(), "decline")).code()).isEqualTo(FaultCode.CARD_DECLINED);
        // Then
        assertThat(onlyChange().status()).isEqualTo(ChangeStatus.PENDING);
        lapse(change);
        assertThat(now().tickets()).hasSize(2).allMatch(ticket -> ticket.status() == TicketStatus.VALID);
        shop.eventually(() -> shop.letters(event, "B"), "fffff");
        assertThat(shop.letters(event, "A")).isEqualTo("ssfff");
        assertThat(refusal(() -> shop.pay(ana, order.id(), "approve")).code()).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void moneyThatComesAfterTheTimeGoesBackAndSaysWhy() {
        // Given
        Change change = change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        Payment payment = shop.ask(OrderOperations.PAY, pix(order.id()), key(ana));
        lapse(change);
        // When
        shop.tell(shop.paymentFact(Facts.PAYMENT_CAPTURED, payment.id(), null));
        // Then
        assertThat(paymentOf(change).reason()).isEqualTo("paid too late, the tickets stay as they were");
        shop.eventually(() -> shop.payments().account(payment.id()).voids > 0);
        assertThat(onlyChange().status()).isEqualTo(ChangeStatus.EXPIRED);
    }

    @Test
    void aCanceledChangeFreesItsPlacesAndTakesNoMoney() {
        // Given
        Change change = change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        Payment payment = shop.ask(OrderOperations.PAY, pix(order.id()), key(ana));
        // When
        Change canceled = shop.ask(OrderOperations.CANCEL_CHANGE, new CancelChange(order.id(), change.id()), key(ana));
        // Then
        assertThat(canceled.status()).isEqualTo(ChangeStatus.CANCELED);
        shop.eventually(() -> shop.letters(event, "B"), "fffff");
        shop.eventually(() -> shop.payments().account(payment.id()).voids > 0);
        assertThat(change(ana, shop.hold(ana, event, "B-1-1"), ticket(0)).status())
                .isEqualTo(ChangeStatus.PENDING);
    }

    @Test
    void aTicketThatIsUsedMeanwhileStays() {
        // Given
        Change change = change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        UUID gate = shop.staff(organizer, MemberRole.GATE);
        shop.ask(
                TicketOperations.CHECK_IN,
                new CheckIn(event, ticket(0).code(), "nonce", null, null, null),
                shop.call(gate));
        // When
        assertThat(refusal(() -> shop.pay(ana, order.id(), "approve")).code()).isEqualTo(FaultCode.WRONG_STATE);
        // Then
        assertThat(onlyChange().status()).isEqualTo(ChangeStatus.CANCELED);
        assertThat(onlyChange().reason()).isEqualTo("a ticket was used meanwhile");
        assertThat(paymentOf(change).reason()).isEqualTo("the change was canceled, the tickets stay as they were");
        shop.eventually(() -> shop.letters(event, "B"), "fffff");
    }

    @Test
    void aRefundEndsTheChangeOfItsTicket() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        // When
        shop.ask(
                OrderOperations.REFUND,
                new RefundOrder(order.id(), List.of(ticket(0).id()), null),
                key(ana));
        // Then
        assertThat(onlyChange().status()).isEqualTo(ChangeStatus.CANCELED);
        shop.eventually(() -> shop.letters(event, "B"), "fffff");
        shop.eventually(() -> shop.letters(event, "A"), "fsfff");
    }

    @Test
    void killedAfterTheProviderSaidYesToTheDifference() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        shop.payments().beforeAuthorized = shop::stop;
        await(shop.askLater(OrderOperations.PAY, card(order.id(), "approve"), key(ana))
                .otherwiseEmpty());
        shop.payments().beforeAuthorized = Future::succeededFuture;
        // When
        shop.restart();
        // Then
        shop.eventually(() -> onlyChange().status(), ChangeStatus.DONE);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 25_000L);
        shop.eventually(() -> shop.letters(event, "B"), "sffff");
        shop.eventually(() -> shop.letters(event, "A"), "fsfff");
    }

    @Test
    void killedBeforeTheDifferenceWasCaptured() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        shop.payments().captureDown = true;
        Payment payment = shop.pay(ana, order.id(), "approve");
        await(shop.stop());
        shop.payments().captureDown = false;
        // When
        shop.restart();
        // Then
        shop.eventually(() -> shop.payments().account(payment.id()).state, AuthorizationState.CAPTURED);
        assertThat(onlyChange().status()).isEqualTo(ChangeStatus.DONE);
    }

    @Test
    void aDifferenceThatCannotBeHadTakesTheNewTicketBack() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        shop.payments().captureRefused = true;
        // When
        shop.pay(ana, order.id(), "approve");
        // Then
        shop.eventually(() -> issued(onlyChange()).status(), TicketStatus.VOID);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 10_000L);
        assertThat(now().status()).isEqualTo(OrderStatus.PARTIALLY_REFUNDED);
        shop.eventually(() -> shop.letters(event, "B"), "fffff");
    }

    @Test
    void aDifferenceThatCannotBeHadKeepsNothingThoughATicketWentBackBefore() {
        // Given
        change(ana, shop.hold(ana, event, "D-1-1", "D-1-2"), ticket(0), ticket(1));
        shop.payments().captureDown = true;
        shop.pay(ana, order.id(), "approve");
        List<UUID> back = List.of(onlyChange().newTickets().get(0));
        shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), back, null), key(ana));
        // When
        shop.payments().captureRefused = true;
        shop.payments().captureDown = false;
        // Then
        shop.eventually(() -> shop.status(order.id()), OrderStatus.REFUNDED);
        assertThat(now().tickets()).allMatch(ticket -> ticket.status() == TicketStatus.VOID);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 0L);
        shop.eventually(
                () -> now().payments().stream().map(PaymentSummary::status).toList(),
                List.of(PaymentStatus.REFUNDED, PaymentStatus.FAILED));
    }

    @Test
    void aCanceledEventGivesEveryPaymentBack() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        shop.pay(ana, order.id(), "approve");
        change(ana, shop.hold(ana, event, "B-1-2"), ticket(1));
        // When
        shop.ask(
                SaleOperations.CANCEL,
                new CancelSale(event, "Rain"),
                shop.harness().serviceCall());
        // Then
        shop.eventually(() -> shop.status(order.id()), OrderStatus.REFUNDED);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 0L);
        assertThat(now().changes())
                .extracting(Change::status)
                .containsExactly(ChangeStatus.DONE, ChangeStatus.CANCELED);
    }

    @Test
    void aRepeatGetsTheSameAnswerAndAnotherBodyIsRefused() {
        // Given
        Hold hold = shop.hold(ana, event, "C-1-1");
        Call call = key(ana);
        Change change = shop.ask(OrderOperations.CHANGE, wish(hold, ticket(0)), call);
        // When
        Change repeated = shop.ask(OrderOperations.CHANGE, wish(hold, ticket(0)), call);
        // Then
        assertThat(repeated).isEqualTo(change);
        assertThat(refusal(() -> shop.ask(OrderOperations.CHANGE, wish(hold, ticket(1)), call))
                        .code())
                .isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
        assertThat(now().tickets()).hasSize(3);
    }

    @Test
    void aRepeatTellsTheInventoryWhatTheFirstRequestDidNot() {
        // Given
        Hold hold = shop.hold(ana, event, "C-1-1");
        Map<String, Buffer> asHeld = shop.remember(event);
        Call call = key(ana);
        Change change = shop.ask(OrderOperations.CHANGE, wish(hold, ticket(0)), call);
        shop.bringBack(asHeld);
        // When
        Change repeated = shop.ask(OrderOperations.CHANGE, wish(hold, ticket(0)), call);
        // Then
        assertThat(repeated).isEqualTo(change);
        assertThat(shop.letters(event, "A")).isEqualTo("fsfff");
        assertThat(shop.letters(event, "C")).isEqualTo("sffff");
    }

    @Test
    void moneyThatComesWhenTheEventIsCanceledGoesBackAndSaysWhy() {
        // Given
        Change change = change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        shop.payments().beforeAuthorized = () -> shop.askLater(
                        SaleOperations.CANCEL,
                        new CancelSale(event, "Rain"),
                        shop.harness().serviceCall())
                .mapEmpty();
        // When
        assertThat(refusal(() -> shop.pay(ana, order.id(), "approve")).code()).isEqualTo(FaultCode.WRONG_STATE);
        // Then
        assertThat(paymentOf(change).reason()).isEqualTo("the event is canceled");
    }

    @Test
    void onlyTheBuyerAndManagersCancelAChange() {
        // Given
        Change change = change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        CancelChange cancel = new CancelChange(order.id(), change.id());
        UUID seller = shop.staff(organizer, MemberRole.SALES);
        UUID manager = shop.staff(organizer, MemberRole.MANAGER);
        // When
        FaultCode refused = refusal(() -> shop.ask(OrderOperations.CANCEL_CHANGE, cancel, key(seller)))
                .code();
        Change canceled = shop.ask(OrderOperations.CANCEL_CHANGE, cancel, key(manager));
        // Then
        assertThat(refused).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(canceled.status()).isEqualTo(ChangeStatus.CANCELED);
    }

    @Test
    void whatDoesNotFitIsRefusedAndTheHoldStays() {
        // Given
        UUID bia = Ids.next();
        UUID other = shop.sell(Sheets.sheet().seated("A", 3));
        Hold hold = shop.hold(ana, event, "C-1-1", "C-1-2");
        // Then
        assertThat(refusal(() -> change(bia, shop.hold(bia, event, "C-1-4"), ticket(0)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> change(ana, shop.hold(bia, event, "C-1-5"), ticket(0)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> change(ana, shop.hold(ana, other, "A-1-1"), ticket(0)))
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
        assertThat(refusal(() -> change(ana, hold, ticket(0))).code()).isEqualTo(FaultCode.VALIDATION);
        Order foreign = shop.bought(ana, event, "A-1-5");
        assertThat(refusal(() -> change(ana, hold, ticket(0), foreign.tickets().get(0)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(change(ana, hold, ticket(0), ticket(1)).status()).isEqualTo(ChangeStatus.DONE);
        assertThat(refusal(() -> change(ana, shop.hold(ana, event, "C-1-3"), ticket(0)))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void whatIsNotCollectedYetDoesNotGoOnToOtherPlaces() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        shop.payments().captureDown = true;
        shop.pay(ana, order.id(), "approve");
        Ticket dear = issued(onlyChange());
        Hold cheap = shop.hold(ana, event, "A-1-5");
        // When
        ServiceFault refused = refusal(() -> change(ana, cheap, dear));
        shop.payments().captureDown = false;
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.UNAVAILABLE);
        shop.eventually(
                () -> shop.count(
                        "SELECT count(*) FROM order_payment WHERE order_id = $1 AND state = 'issued'", order.id()),
                0L);
        assertThat(change(ana, cheap, dear).status()).isEqualTo(ChangeStatus.DONE);
    }

    @Test
    void oneChangeAtATime() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        // When
        Hold second = shop.hold(ana, event, "C-1-1");
        // Then
        assertThat(refusal(() -> change(ana, second, ticket(1))).code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(shop.letters(event, "C")).isEqualTo("hffff");
    }

    @Test
    void aManagerChangesPlacesForTheBuyer() {
        // Given
        UUID manager = shop.staff(organizer, MemberRole.MANAGER);
        // When
        Change change = change(manager, shop.hold(manager, event, "C-1-1"), ticket(0));
        // Then
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
        assertThat(issued(change).code()).isNotNull();
        shop.eventually(() -> shop.letters(event, "C"), "sffff");
        shop.eventually(() -> shop.letters(event, "A"), "fsfff");
    }

    @Test
    void aSwapAtTheCapNeedsAHoldThatIsForIt() {
        // Given
        UUID capped = shop.sell(Sheets.sheet().seated("A", 6).with(Sheets.rules(0, 2)));
        Order full = shop.bought(ana, capped, "A-1-1", "A-1-2");
        HoldSeats plain = TicketShop.seats(capped, "A-1-4", "A-1-5");
        HoldSeats wished = new HoldSeats(capped, plain.seats(), null, null, null, null, null, null, full.id());
        assertThat(refusal(() -> shop.ask(HoldOperations.HOLD, plain, shop.call(ana)))
                        .code())
                .isEqualTo(FaultCode.LIMIT_PER_BUYER);
        UUID bia = Ids.next();
        assertThat(refusal(() -> shop.ask(HoldOperations.HOLD, wished, shop.call(bia)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        // When
        Hold hold = shop.ask(HoldOperations.HOLD, wished, shop.call(ana));
        // Then
        HoldSeats more = new HoldSeats(
                capped, TicketShop.seats(capped, "A-1-6").seats(), null, null, null, null, null, null, full.id());
        assertThat(refusal(() -> shop.ask(HoldOperations.HOLD, more, shop.call(ana)))
                        .code())
                .isEqualTo(FaultCode.LIMIT_PER_BUYER);
        assertThat(refusal(() -> shop.order(ana, hold)).code()).isEqualTo(FaultCode.WRONG_STATE);
        List<UUID> tickets = full.tickets().stream().map(Ticket::id).toList();
        Change change = shop.ask(OrderOperations.CHANGE, new ChangeOrder(full.id(), hold.id(), tickets), key(ana));
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
        shop.eventually(() -> shop.letters(capped, "A"), "fffssf");
        assertThat(refusal(() -> shop.hold(ana, capped, "A-1-6")).code()).isEqualTo(FaultCode.LIMIT_PER_BUYER);
        shop.ask(
                OrderOperations.REFUND,
                new RefundOrder(full.id(), List.of(change.newTickets().get(0)), null),
                key(ana));
        shop.eventually(() -> shop.letters(capped, "A"), "ffffsf");
        shop.hold(ana, capped, "A-1-6");
    }
}
