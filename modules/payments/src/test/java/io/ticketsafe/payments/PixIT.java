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
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PixIT {
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
    void aPixWaitsForThePayerAndIsThenPaid() {
        // Given
        Authorize request = request(pix());
        Authorization asked = payments.authorize(request);
        NextAction next = asked.payment().nextAction();
        assertThat(asked.state()).isEqualTo(AuthorizationState.REQUIRES_ACTION);
        assertThat(next.type()).isEqualTo("pix");
        assertThat(next.pixCode()).startsWith("000201").contains("br.gov.bcb.pix", "5406125.00");
        assertThat(next.expiresAt()).isNotNull();
        // When
        Payment paid = payments.payPix(request.paymentId());
        payments.payPix(request.paymentId());
        // Then
        assertThat(paid.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payments.capture(request.paymentId()).state()).isEqualTo(AuthorizationState.CAPTURED);
        assertThat(payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_CAPTURED);
    }

    @Test
    void aPixThatIsPaidTooLateIsStillMoney() {
        // Given
        Authorize onTime = request(pix());
        Authorize late = new Authorize(
                onTime.paymentId(),
                onTime.orderId(),
                onTime.eventId(),
                onTime.organizationId(),
                onTime.payerId(),
                onTime.amount(),
                onTime.method(),
                Instant.now().minusSeconds(60));
        payments.authorize(late);
        // When
        Payment paid = payments.payPix(late.paymentId());
        // Then
        assertThat(paid.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payments.allFactsAbout(late.paymentId())).containsExactly(Facts.PAYMENT_CAPTURED);
    }

    @Test
    void aPixThatIsPaidAfterItWasGivenUpGoesBack() {
        // Given
        Authorize request = request(pix());
        payments.authorize(request);
        payments.voidPayment(request.paymentId());
        // When
        Payment paid = payments.payPix(request.paymentId());
        // Then
        assertThat(paid.status()).isEqualTo(PaymentStatus.CANCELED);
        assertThat(paid.refunded()).isEqualTo(PaymentsFixture.PRICE);
        assertThat(payments.number(
                        "SELECT refunded_minor FROM sandbox_charge WHERE payment_id = $1", request.paymentId()))
                .isEqualTo(12_500);
        assertThat(payments.allFactsAbout(request.paymentId()))
                .containsExactly(Facts.PAYMENT_VOIDED, Facts.REFUND_SUCCEEDED);
    }

    @Test
    void onlyAPixCanBePaidAsOne() {
        // Given
        Authorize request = request(card("tok_action"));
        payments.authorize(request);
        // When / Then
        assertThatThrownBy(() -> payments.payPix(request.paymentId())).satisfies(refusedWith(FaultCode.WRONG_STATE));
        assertThatThrownBy(() -> payments.payPix(Ids.next())).satisfies(refusedWith(FaultCode.NOT_FOUND));
        assertThatThrownBy(() -> payments.payPix(null)).satisfies(refusedWith(FaultCode.NOT_FOUND));
    }
}
