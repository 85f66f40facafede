package io.ticketsafe.payments;

import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments that bring another amount than was asked for. */
class OtherMoneyIT {
    private PaymentsFixture payments;

    @BeforeEach
    void start() {
        payments = new PaymentsFixture(PaymentsFixture.config());
    }

    @AfterEach
    void stop() {
        payments.close();
    }

    @Test
    void aReservationOfAnotherAmountIsReleased() {
        // Given
        Authorize request = request(card("tok_wrong_amount"));
        // When
        Authorization answer = payments.authorize(request);
        // Then
        assertThat(answer.state()).isEqualTo(AuthorizationState.FAILED);
        assertThat(answer.failure()).isEqualTo(FaultCode.WRONG_AMOUNT);
        assertThat(payments.bankState(request.paymentId())).isEqualTo("voided");
        assertThat(payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_FAILED);
    }

    @ParameterizedTest
    @ValueSource(longs = {12_400, 12_600})
    void aPixOfAnotherAmountGoesBackWhole(long paidMinor) {
        // Given
        Authorize request = request(pix());
        UUID id = request.paymentId();
        payments.authorize(request);
        // When
        Payment paid = payments.payPix(id, paidMinor);
        // Then
        assertThat(paid.status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(paid.failure().code()).isEqualTo(FaultCode.WRONG_AMOUNT);
        assertThat(paid.refunded()).isEqualTo(new Money(paidMinor, "BRL"));
        assertThat(payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_FAILED, Facts.REFUND_SUCCEEDED);
        assertThat(payments.number("SELECT refunded_minor FROM sandbox_charge WHERE payment_id = $1", id))
                .isEqualTo(paidMinor);
        assertThat(payments.number(
                        "SELECT count(*) FROM (SELECT 1 FROM ledger WHERE payment_id = $1 GROUP BY account"
                                + " HAVING sum(amount_minor) <> 0) uneven",
                        id))
                .isZero();
    }

    @Test
    void anotherAmountForAPaymentThatWasGivenUpGoesBackWholeToo() {
        // Given
        Authorize request = request(pix());
        UUID id = request.paymentId();
        payments.authorize(request);
        payments.voidPayment(id);
        // When
        Payment paid = payments.payPix(id, 99_900L);
        // Then
        assertThat(paid.status()).isEqualTo(PaymentStatus.CANCELED);
        assertThat(paid.refunded()).isEqualTo(new Money(99_900, "BRL"));
    }

    @Test
    void theAmountThatIsDueMayBeSaid() {
        // Given
        Authorize request = request(pix());
        payments.authorize(request);
        // When
        Payment paid = payments.payPix(request.paymentId(), PaymentsFixture.PRICE.amountMinor());
        // Then
        assertThat(paid.status()).isEqualTo(PaymentStatus.SUCCEEDED);
    }
}
