package io.ticketsafe.tickets.change;

import static io.ticketsafe.tickets.Refusals.refusal;
import static io.ticketsafe.tickets.TicketShop.pix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CancelChange;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CheckIn;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Changes that come to nothing: the tickets stay as they were, and no money. */
class EndingChangesIT extends ChangesFixture {
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
}
