package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.TicketShop.card;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service dies between two steps of a payment, and starts again. */
class RecoveryIT {
    private static TicketShop shop;
    private static UUID event;
    private static int nextSeat = 1;

    private final UUID ana = Ids.next();
    private Order order;
    private Call call;

    @BeforeAll
    static void open() {
        shop = TicketShop.open();
        event = shop.sell(Sheets.sheet().seated("A", 100));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void place() {
        order = shop.order(ana, event, "A-1-" + nextSeat++);
        call = shop.call(ana, "key " + order.id());
    }

    @AfterEach
    void audit() {
        shop.payments().beforeAuthorized = Future::succeededFuture;
        shop.payments().captureDown = false;
        shop.payments().captureRefused = false;
        shop.payments().down = false;
        shop.audit();
    }

    private Future<Payment> payLater(String token) {
        return shop.askLater(OrderOperations.PAY, card(order.id(), token), call);
    }

    @Test
    void killedAfterTheProviderSaidYes() {
        // Given
        shop.payments().beforeAuthorized = shop::stop;
        await(payLater("approve").otherwiseEmpty());
        assertThat(shop.count("SELECT count(*) FROM ticket WHERE order_id = $1", order.id()))
                .isZero();
        shop.payments().beforeAuthorized = Future::succeededFuture;
        // When
        shop.restart();
        // Then
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 10_000L);
        assertThat(shop.payments().count(order.id())).isOne();
        Payment repeated = shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call);
        assertThat(repeated.status()).isEqualTo(PaymentStatus.SUCCEEDED);
    }

    @Test
    void killedBeforeTheProviderWasAsked() {
        // Given
        shop.payments().down = true;
        await(payLater("approve").otherwiseEmpty());
        shop.payments().down = false;
        pretendItWasKilled("authorizing");
        // When
        shop.restart();
        // Then
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
        assertThat(shop.payments().count(order.id())).isOne();
    }

    @Test
    void oneTokenThatNoKeyOpensKeepsNobodyElseWaiting() {
        // Given
        Order unreadable = shop.order(ana, event, "A-1-" + nextSeat++);
        shop.payments().down = true;
        await(payLater("approve").otherwiseEmpty());
        await(shop.askLater(
                        OrderOperations.PAY, card(unreadable.id(), "approve"), shop.call(ana, "key " + unreadable.id()))
                .otherwiseEmpty());
        await(shop.database().query("UPDATE order_payment SET token = '\\x00' WHERE order_id = $1", unreadable.id()));
        shop.payments().down = false;
        await(shop.stop());
        await(shop.database()
                .query(
                        "UPDATE order_payment SET state = 'authorizing', continue_at = now() WHERE order_id = ANY ($1)",
                        (Object) new UUID[] {order.id(), unreadable.id()}));
        // When
        shop.restart();
        // Then
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
        shop.eventually(() -> shop.get(ana, unreadable.id()).payments().get(0).status(), PaymentStatus.FAILED);
        assertThat(shop.payments().count(unreadable.id())).isZero();
    }

    @Test
    void wordThatThePayerHasActedMayComeBeforeTheAnswerThatSheMust() {
        // Given: told while payments is being asked, which passes for what the answer will say
        shop.payments().beforeAuthorized = () -> {
            UUID paymentId = shop.payments().of(order.id()).paymentId;
            return shop.askLater(
                            Facts.TO_TICKETS,
                            new Facts.Batch(List.of(shop.paymentFact(Facts.PAYMENT_AUTHORIZED, paymentId, null))),
                            shop.harness().serviceCall())
                    .mapEmpty();
        };
        // When
        Payment answered = await(payLater("acted"));
        // Then
        assertThat(answered.status()).isEqualTo(PaymentStatus.REQUIRES_ACTION);
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 10_000L);
    }

    @Test
    void aPayerWhoDoesNothingIsLookedAfterOnce() {
        // When
        await(payLater("action"));
        // Then
        shop.eventually(
                () -> shop.count(
                        "SELECT count(*) FROM order_payment WHERE order_id = $1 AND continue_at IS NULL", order.id()),
                1L);
        assertThat(payments(order)).isEqualTo(List.of(PaymentStatus.REQUIRES_ACTION));
    }

    @Test
    void killedAfterTheTicketsWereIssued() {
        // Given
        shop.payments().captureDown = true;
        Payment payment = await(payLater("approve"));
        shop.eventually(() -> shop.payments().account(payment.id()).captures > 0);
        await(shop.stop());
        shop.payments().captureDown = false;
        // When
        shop.restart();
        // Then
        shop.eventually(() -> shop.payments().account(payment.id()).state, AuthorizationState.CAPTURED);
        shop.eventually(
                () -> shop.count(
                        "SELECT count(*) FROM order_payment WHERE state = 'captured' AND order_id = $1", order.id()),
                1L);
        assertThat(shop.get(ana, order.id()).tickets()).hasSize(1);
    }

    @Test
    void killedAfterTheDeclineBeforeItWasWrittenDown() {
        // Given
        shop.payments().beforeAuthorized = shop::stop;
        await(payLater("decline").otherwiseEmpty());
        shop.payments().beforeAuthorized = Future::succeededFuture;
        // When
        shop.restart();
        // Then
        shop.eventually(() -> payments(order).equals(List.of(PaymentStatus.FAILED)));
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PENDING);
        assertThat(shop.pay(ana, order.id(), "approve").status()).isEqualTo(PaymentStatus.SUCCEEDED);
    }

    @Test
    void anAnswerThatGetsLostIsAskedForAgain() {
        // Given
        Payment pending = await(payLater("lost"));
        assertThat(pending.status()).isEqualTo(PaymentStatus.PENDING);
        // When
        shop.restart();
        // Then
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
        assertThat(shop.payments().keptMinor(order.id())).isEqualTo(10_000);
    }

    @Test
    void captureIsRepeatedUntilItWorks() {
        // Given
        shop.payments().captureDown = true;
        Payment payment = await(payLater("approve"));
        // When
        shop.payments().captureDown = false;
        // Then
        assertThat(payment.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 10_000L);
    }

    @Test
    void ticketsAreTakenBackIfTheirMoneyCannotBeHad() {
        // Given
        shop.payments().captureRefused = true;
        // When
        await(payLater("approve"));
        // Then
        shop.eventually(() -> shop.status(order.id()), OrderStatus.REFUNDED);
        Order ended = shop.get(ana, order.id());
        assertThat(ended.tickets()).extracting(Ticket::status).containsOnly(TicketStatus.VOID);
        assertThat(ended.payments()).extracting(PaymentSummary::status).containsExactly(PaymentStatus.FAILED);
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_PAID, Facts.ORDER_REFUNDED);
        shop.eventually(() -> shop.letters(event, "A").charAt(seatNumber(order) - 1) == 'f');
    }

    @Test
    void manyPaymentsSurviveAKill() {
        // Given
        List<Order> orders = IntStream.range(0, 20)
                .mapToObj(i -> shop.order(ana, event, "A-1-" + nextSeat++))
                .toList();
        int[] answered = {0};
        shop.payments().beforeAuthorized = () -> ++answered[0] == 10 ? shop.stop() : Future.succeededFuture();
        // When
        List<Future<Payment>> payments = orders.stream()
                .map(placed -> shop.askLater(
                        OrderOperations.PAY, card(placed.id(), "approve"), shop.call(ana, "key " + placed.id())))
                .toList();
        shop.eventually(() -> answered[0] >= 10);
        shop.payments().beforeAuthorized = Future::succeededFuture;
        shop.restart();
        // Then
        shop.eventually(() -> orders.stream().allMatch(placed -> isPaidOrUntouched(placed)));
        assertThat(payments).hasSize(20);
        assertThat(orders.stream().filter(placed -> shop.status(placed.id()) == OrderStatus.PAID))
                .allSatisfy(placed ->
                        assertThat(shop.payments().keptMinor(placed.id())).isEqualTo(10_000));
    }

    private static boolean isPaidOrUntouched(Order placed) {
        return switch (shop.status(placed.id())) {
            case PAID -> shop.payments().keptMinor(placed.id()) == 10_000;
            case PENDING -> shop.payments().count(placed.id()) == 0;
            default -> false;
        };
    }

    private void pretendItWasKilled(String state) {
        await(shop.database()
                .query(
                        "UPDATE order_payment SET state = $2, continue_at = now() WHERE order_id = $1",
                        order.id(),
                        state));
    }

    private List<PaymentStatus> payments(Order placed) {
        return shop.get(ana, placed.id()).payments().stream()
                .map(PaymentSummary::status)
                .toList();
    }

    private static int seatNumber(Order placed) {
        String seat = placed.items().get(0).seat();
        return Integer.parseInt(seat.substring(seat.lastIndexOf('-') + 1));
    }
}
