package io.ticketsafe.tickets.change;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static io.ticketsafe.tickets.TicketShop.card;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CancelChange;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.ticketsafe.contract.tickets.OrderOperations.Refund;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Dearer places: the difference is paid, and goes back out of several payments. */
class PayingChangesIT extends ChangesFixture {
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
}
