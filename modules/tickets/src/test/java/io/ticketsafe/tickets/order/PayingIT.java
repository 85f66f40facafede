package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static io.ticketsafe.tickets.TicketShop.card;
import static io.ticketsafe.tickets.TicketShop.pix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PayingIT {
    private static TicketShop shop;
    private static UUID event;
    private static int nextSeat = 1;

    private final UUID ana = Ids.next();
    private Order order;

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
        shop.payments().down = false;
        order = shop.order(ana, event, "A-1-" + nextSeat++);
    }

    @AfterEach
    void audit() {
        shop.audit();
    }

    @Test
    void anApprovedCardBuysTickets() {
        // When
        Payment payment = shop.pay(ana, order.id(), "approve");
        // Then
        assertThat(payment.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payment.orderId()).isEqualTo(order.id());
        Order paid = shop.get(ana, order.id());
        assertThat(paid.status()).isEqualTo(OrderStatus.PAID);
        assertThat(paid.paidAt()).isNotNull();
        assertThat(paid.payments())
                .containsExactly(new PaymentSummary(
                        payment.id(),
                        PaymentStatus.SUCCEEDED,
                        order.total(),
                        Money.zero("BRL"),
                        null,
                        null,
                        MethodType.CARD,
                        null,
                        null));
        Ticket ticket = paid.tickets().get(0);
        assertThat(ticket.status()).isEqualTo(TicketStatus.VALID);
        assertThat(ticket.code()).startsWith("TS1.");
        assertThat(ticket.seat()).isEqualTo(order.items().get(0).seat());
        assertThat(shop.payments().account(payment.id()).state).isEqualTo(AuthorizationState.CAPTURED);
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_PAID);
    }

    @Test
    void noCodeLeavesInAFact() {
        // When
        shop.pay(ana, order.id(), "approve");
        // Then
        assertThat(shop.count("SELECT count(*) FROM outbox WHERE event::text LIKE '%TS1.%'"))
                .isZero();
    }

    @Test
    void aDeclinedCardLeavesTheOrderPayable() {
        // When
        ServiceFault declined = refusal(() -> shop.pay(ana, order.id(), "decline"));
        ServiceFault poor = refusal(() -> shop.pay(ana, order.id(), "poor"));
        Payment approved = shop.pay(ana, order.id(), "approve");
        // Then
        assertThat(declined.code()).isEqualTo(FaultCode.CARD_DECLINED);
        assertThat(declined.detail()).isEqualTo("The bank said no.");
        assertThat(poor.code()).isEqualTo(FaultCode.INSUFFICIENT_FUNDS);
        Order paid = shop.get(ana, order.id());
        assertThat(paid.payments())
                .extracting(PaymentSummary::status)
                .containsExactly(PaymentStatus.FAILED, PaymentStatus.FAILED, PaymentStatus.SUCCEEDED);
        assertThat(paid.payments())
                .extracting(PaymentSummary::id)
                .contains(approved.id())
                .contains(UUID.fromString(declined.members().getString("paymentId")));
    }

    @Test
    void aMethodThatNobodyTakesLeavesTheOrderPayable() {
        // When
        ServiceFault refused = refusal(() -> shop.pay(ana, order.id(), "nobody"));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.METHOD_UNAVAILABLE);
        assertThat(shop.pay(ana, order.id(), "approve").status()).isEqualTo(PaymentStatus.SUCCEEDED);
    }

    @Test
    void theSameKeyGivesTheSameAnswerToTheByte() {
        // Given
        Call call = shop.call(ana, "key " + order.id());
        Payment first = shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call);
        // When
        Payment second = shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call);
        // Then
        assertThat(Records.write(second).encode())
                .isEqualTo(Records.write(first).encode());
        assertThat(shop.payments().count(order.id())).isOne();
    }

    @Test
    void aRefusalIsRememberedToo() {
        // Given
        Call call = shop.call(ana, "key " + order.id());
        ServiceFault first = refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "decline"), call));
        // When
        ServiceFault second = refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "decline"), call));
        // Then
        assertThat(second.toJson()).isEqualTo(first.toJson());
        assertThat(shop.payments().count(order.id())).isOne();
    }

    @Test
    void oneKeyIsForOneRequest() {
        // Given
        Call call = shop.call(ana, "key " + order.id());
        refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "decline"), call));
        Order other = shop.order(ana, event, "A-1-" + nextSeat++);
        // When
        ServiceFault otherCard = refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call));
        ServiceFault otherOrder = refusal(() -> shop.ask(OrderOperations.PAY, card(other.id(), "decline"), call));
        // Then
        assertThat(otherCard.code()).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
        assertThat(otherOrder.code()).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void manyPaymentsAtOnceMoveTheMoneyOnce() {
        // When
        List<Future<Payment>> answers = IntStream.range(0, 20)
                .mapToObj(i -> shop.askLater(
                        OrderOperations.PAY, card(order.id(), "approve"), shop.call(ana, "key " + order.id() + i % 5)))
                .toList();
        // Then
        await(Future.join(answers).otherwiseEmpty());
        assertThat(answers.stream()
                        .filter(Future::succeeded)
                        .map(answer -> answer.result().id())
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(Future::failed).map(answer -> ((ServiceFault) answer.cause()).code()))
                .isSubsetOf(FaultCode.IDEMPOTENCY_IN_FLIGHT, FaultCode.WRONG_STATE);
        assertThat(shop.payments().keptMinor(order.id())).isEqualTo(10_000);
        assertThat(shop.get(ana, order.id()).tickets()).hasSize(1);
    }

    @Test
    void aSlowProviderIsAskedAgainWhileThePayerWaits() {
        // When
        Payment payment = shop.pay(ana, order.id(), "pending");
        // Then
        assertThat(payment.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(shop.payments().account(payment.id()).asked).isEqualTo(3);
    }

    @Test
    void withoutAnAnswerThePaymentGoesOnInTheBackground() {
        // Given
        Call call = shop.call(ana, "key " + order.id());
        var hanging = Promise.<Void>promise();
        shop.payments().beforeAuthorized = hanging::future;
        Payment first = shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call);
        // When
        ServiceFault meanwhile = refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call));
        ServiceFault another = refusal(() -> shop.pay(ana, order.id(), "approve"));
        shop.payments().beforeAuthorized = Future::succeededFuture;
        hanging.complete();
        // Then
        assertThat(first.status()).isEqualTo(PaymentStatus.PENDING);
        assertThat(meanwhile.code()).isEqualTo(FaultCode.IDEMPOTENCY_IN_FLIGHT);
        assertThat(another.code()).isEqualTo(FaultCode.WRONG_STATE);
        shop.eventually(() -> shop.status(order.id()), OrderStatus.PAID);
        Payment replayed = shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call);
        assertThat(replayed.id()).isEqualTo(first.id());
        assertThat(replayed.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(shop.payments().count(order.id())).isOne();
    }

    @Test
    void whenPaymentsIsDownTheSameKeyMayBeTriedAgain() {
        // Given
        Call call = shop.call(ana, "key " + order.id());
        shop.payments().down = true;
        ServiceFault unavailable = refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call));
        shop.payments().down = false;
        // When
        Payment payment = shop.ask(OrderOperations.PAY, card(order.id(), "approve"), call);
        // Then
        assertThat(unavailable.code()).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(payment.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payment.id().toString()).isEqualTo(unavailable.members().getString("paymentId"));
    }

    @Test
    void afterAnInterruptedPaymentAnotherKeyMayPay() {
        // Given
        shop.payments().down = true;
        Call interrupted = shop.call(ana, "key " + order.id());
        refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "approve"), interrupted));
        shop.payments().down = false;
        // When
        Payment payment = shop.pay(ana, order.id(), "approve");
        // Then
        assertThat(payment.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "approve"), interrupted))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void aSecondStepIsLeftToThePayer() {
        // Given
        Call call = shop.call(ana, "key " + order.id());
        // When
        Payment payment = shop.ask(OrderOperations.PAY, pix(order.id()), call);
        // Then
        assertThat(payment.status()).isEqualTo(PaymentStatus.REQUIRES_ACTION);
        assertThat(payment.nextAction().pixCode()).isEqualTo("000201");
        assertThat(shop.ask(OrderOperations.PAY, pix(order.id()), call)).isEqualTo(payment);
        assertThat(shop.get(ana, order.id()).payments())
                .extracting(PaymentSummary::status)
                .containsExactly(PaymentStatus.REQUIRES_ACTION);
    }

    @Test
    void whoeverWaitsForAPixMayPayByCardInstead() {
        // Given
        Payment pix = shop.ask(OrderOperations.PAY, pix(order.id()), shop.call(ana, "pix " + order.id()));
        // When
        Payment card = shop.pay(ana, order.id(), "approve");
        // Then
        assertThat(card.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        shop.eventually(() -> shop.payments().account(pix.id()).state, AuthorizationState.VOIDED);
    }

    @Test
    void theOrdersOfOthersCannotBePaid() {
        assertThat(refusal(() -> shop.pay(Ids.next(), order.id(), "approve")).code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> shop.pay(ana, Ids.next(), "approve")).code()).isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void onlyAPendingOrderIsPaid() {
        // Given
        shop.pay(ana, order.id(), "approve");
        Order late = shop.order(ana, event, "A-1-" + nextSeat++);
        shop.lapse(late.id());
        // When
        ServiceFault twice = refusal(() -> shop.pay(ana, order.id(), "approve"));
        ServiceFault tooLate = refusal(() -> shop.pay(ana, late.id(), "approve"));
        // Then
        assertThat(twice.code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(tooLate.code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(shop.payments().count(late.id())).isZero();
    }

    @Test
    void badRequestsAreTold() {
        assertThat(List.of(
                        new PayOrder(order.id(), null),
                        new PayOrder(order.id(), new Method(null, "x")),
                        new PayOrder(order.id(), new Method(MethodType.CARD, null)),
                        new PayOrder(order.id(), new Method(MethodType.CARD, "x".repeat(201))),
                        new PayOrder(order.id(), new Method(MethodType.PIX, "x")),
                        new PayOrder(null, new Method(MethodType.PIX, null))))
                .allSatisfy(request -> assertThat(
                                refusal(() -> shop.ask(OrderOperations.PAY, request, shop.call(ana, "bad")))
                                        .code())
                        .isEqualTo(FaultCode.VALIDATION));
        assertThat(refusal(() -> shop.ask(OrderOperations.PAY, card(order.id(), "approve"), shop.call(ana)))
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
    }
}
