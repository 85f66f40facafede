package io.ticketsafe.payments;

import static io.ticketsafe.payments.AuthorizeIT.refusedWith;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CaptureAndVoidIT {
    private static PaymentsFixture payments;

    @BeforeAll
    static void start() {
        payments = new PaymentsFixture(PaymentsFixture.config());
    }

    @AfterAll
    static void stop() {
        payments.close();
    }

    @Test
    void captureTakesTheMoneyOnce() {
        // Given
        Authorize request = request(card("tok_approve"));
        UUID id = request.paymentId();
        payments.authorize(request);
        // When
        Authorization first = payments.capture(id);
        Authorization second = payments.capture(id);
        // Then
        assertThat(first.state()).isEqualTo(AuthorizationState.CAPTURED);
        assertThat(second).isEqualTo(first);
        assertThat(first.payment().status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payments.bankState(id)).isEqualTo("captured");
        assertThat(payments.number(
                        "SELECT amount_minor FROM ledger WHERE entry_group = $1 AND account = 'provider'", id))
                .isEqualTo(12_500);
        assertThat(payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_AUTHORIZED, Facts.PAYMENT_CAPTURED);
    }

    @Test
    void whatIsNotAuthorizedCannotBeCaptured() {
        // Given
        Authorize declined = request(card("tok_decline"));
        payments.authorize(declined);
        Authorize waiting = request(pix());
        payments.authorize(waiting);
        // When / Then
        assertThatThrownBy(() -> payments.capture(declined.paymentId())).satisfies(refusedWith(FaultCode.WRONG_STATE));
        assertThatThrownBy(() -> payments.capture(waiting.paymentId())).satisfies(refusedWith(FaultCode.WRONG_STATE));
        assertThatThrownBy(() -> payments.capture(Ids.next())).satisfies(refusedWith(FaultCode.NOT_FOUND));
    }

    @Test
    void voidReleasesWhatWasReserved() {
        // Given
        Authorize request = request(card("tok_approve"));
        UUID id = request.paymentId();
        payments.authorize(request);
        // When
        Authorization first = payments.voidPayment(id);
        Authorization second = payments.voidPayment(id);
        // Then
        assertThat(first.state()).isEqualTo(AuthorizationState.VOIDED);
        assertThat(second).isEqualTo(first);
        assertThat(first.payment().status()).isEqualTo(PaymentStatus.CANCELED);
        assertThat(payments.bankState(id)).isEqualTo("voided");
        assertThat(payments.row("SELECT recheck_at FROM payment WHERE id = $1", id)
                        .getValue(0))
                .isNull();
        assertThatThrownBy(() -> payments.capture(id)).satisfies(refusedWith(FaultCode.WRONG_STATE));
        assertThat(payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_AUTHORIZED, Facts.PAYMENT_VOIDED);
    }

    @Test
    void voidGivesCapturedMoneyBack() {
        // Given
        UUID id = payments.captured();
        payments.refund(Ids.next(), id, 2_500);
        // When
        Authorization first = payments.voidPayment(id);
        Authorization second = payments.voidPayment(id);
        // Then
        assertThat(first.state()).isEqualTo(AuthorizationState.CAPTURED);
        assertThat(first.payment().status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(second).isEqualTo(first);
        assertThat(payments.number("SELECT refunded_minor FROM sandbox_charge WHERE payment_id = $1", id))
                .isEqualTo(12_500);
        assertThat(payments.number(
                        "SELECT sum(amount_minor)::bigint FROM ledger WHERE payment_id = $1"
                                + " AND account = 'provider'",
                        id))
                .isZero();
    }

    @Test
    void voidOfAFailedPaymentChangesNothing() {
        // Given
        Authorize request = request(card("tok_decline"));
        Authorization failed = payments.authorize(request);
        // When
        Authorization answer = payments.voidPayment(request.paymentId());
        // Then
        assertThat(answer).isEqualTo(failed);
        assertThat(payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_FAILED);
    }

    @Test
    void aSecondStepCannotBePassedAfterTheVoid() {
        // Given
        Authorize request = request(card("tok_action"));
        payments.authorize(request);
        payments.voidPayment(request.paymentId());
        // When / Then
        assertThatThrownBy(() -> payments.completeAction(request.paymentId()))
                .satisfies(refusedWith(FaultCode.WRONG_STATE));
    }
}
