package io.ticketsafe.payments.stripe;

import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.payments.PaymentsFixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripePixIT {
    private static StripeShop shop;

    @BeforeAll
    static void start() {
        shop = new StripeShop();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void aPixIsShownThenPaid() {
        // Given
        Authorize request = request(pix());
        Authorization asked = shop.payments.authorize(request);
        NextAction action = asked.payment().nextAction();
        assertThat(asked.state()).isEqualTo(AuthorizationState.REQUIRES_ACTION);
        assertThat(action.type()).isEqualTo("pix");
        assertThat(action.pixCode()).startsWith("000201");
        assertThat(action.url()).startsWith("https://payments.stripe.com/pix/");
        assertThat(action.expiresAt()).isEqualTo(request.expiresAt().truncatedTo(ChronoUnit.SECONDS));
        // When
        shop.stripe.payPix(request.paymentId());
        shop.tell("payment_intent.succeeded", request.paymentId());
        // Then
        assertThat(shop.payments.get(request.paymentId()).status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(shop.payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_CAPTURED);
    }

    @Test
    void aPixWhosePaymentWasNotToldIsFound() {
        // Given
        Authorize request = request(pix());
        shop.payments.authorize(request);
        shop.stripe.payPix(request.paymentId());
        // When
        shop.payments.makeDue(request.paymentId());
        // Then
        shop.payments.eventually(
                () -> shop.payments.factsAbout(request.paymentId()).contains(Facts.PAYMENT_CAPTURED));
    }

    @Test
    void aPixThatNobodyPaysFails() {
        // Given
        Authorize request = request(pix());
        shop.payments.authorize(request);
        shop.stripe.failAttempt(
                request.paymentId(), "payment_intent_payment_attempt_expired", "The payment attempt has expired.");
        // When
        shop.tell("payment_intent.payment_failed", request.paymentId());
        // Then
        assertThat(shop.payments.get(request.paymentId()).status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(shop.payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_FAILED);
    }

    @Test
    void aPixThatCannotBePaidInTimeIsNotShown() {
        // Given
        Authorize late = endingAtOnce();
        // When
        Authorization answer = shop.payments.authorize(late);
        // Then
        assertThat(answer.failure()).isEqualTo(FaultCode.VALIDATION);
        assertThat(shop.stripe.statusOf(late.paymentId())).isEqualTo("canceled");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 12_499, 12_501})
    void aPixOfAnotherAmountBuysNothingAndGoesBack(long paid) {
        // Given
        Authorize request = request(pix());
        shop.payments.authorize(request);
        // When
        shop.stripe.receive(request.paymentId(), paid);
        shop.tell("payment_intent.succeeded", request.paymentId());
        // Then
        assertThat(shop.payments.get(request.paymentId()).failure().code()).isEqualTo(FaultCode.WRONG_AMOUNT);
        assertThat(shop.stripe.refundsOf(request.paymentId()))
                .extracting(refund -> refund.path("amount").asLong())
                .containsExactly(paid);
        assertThat(shop.payments.allFactsAbout(request.paymentId()))
                .containsExactly(Facts.PAYMENT_FAILED, Facts.REFUND_SUCCEEDED);
    }

    @Test
    void aPixThatWasPaidBeforeItWasFoundTooLateIsCaptured() {
        // Given
        Authorize late = endingAtOnce();
        shop.stripe.before("cancel", () -> shop.stripe.payPix(late.paymentId()));
        // When
        Authorization answer = shop.payments.authorize(late);
        // Then
        assertThat(answer.state()).isEqualTo(AuthorizationState.CAPTURED);
        assertThat(shop.payments.allFactsAbout(late.paymentId())).containsExactly(Facts.PAYMENT_CAPTURED);
    }

    @Test
    void aPixThatIsGivenUpCannotBePaidAnyMore() {
        // Given
        Authorize request = request(pix());
        shop.payments.authorize(request);
        // When
        shop.payments.voidPayment(request.paymentId());
        // Then
        assertThat(shop.stripe.statusOf(request.paymentId())).isEqualTo("canceled");
    }

    @Test
    void aPixThatWasPaidWhileItWasGivenUpGoesBack() {
        // Given
        Authorize request = request(pix());
        shop.payments.authorize(request);
        shop.stripe.payPix(request.paymentId());
        // When
        Authorization voided = shop.payments.voidPayment(request.paymentId());
        shop.tell("payment_intent.succeeded", request.paymentId());
        // Then
        assertThat(voided.state()).isEqualTo(AuthorizationState.VOIDED);
        assertThat(shop.stripe.refundsOf(request.paymentId())).hasSize(1);
        assertThat(shop.payments.get(request.paymentId()).refunded()).isEqualTo(PaymentsFixture.PRICE);
    }

    private static Authorize endingAtOnce() {
        return new Authorize(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Ids.next(),
                PaymentsFixture.PRICE,
                pix(),
                Instant.now().plusSeconds(5));
    }
}
