package io.ticketsafe.payments.stripe;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeCardIT {
    private static StripeShop shop;

    @BeforeAll
    static void start() {
        shop = new StripeShop();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm_card_visa", "tok_visa", "ctoken_visa"})
    void aGoodCardIsReservedThenCaptured(String token) {
        // Given
        Authorize request = request(card(token));
        UUID id = request.paymentId();
        // When
        Authorization reserved = shop.payments.authorize(request);
        Authorization captured = shop.payments.capture(id);
        // Then
        assertThat(reserved.state()).isEqualTo(AuthorizationState.AUTHORIZED);
        assertThat(captured.state()).isEqualTo(AuthorizationState.CAPTURED);
        JsonNode intent = shop.stripe.intentOf(id);
        assertThat(intent.path("amount_received").asLong()).isEqualTo(12_500);
        assertThat(intent.path("currency").asText()).isEqualTo("brl");
        assertThat(intent.path("capture_method").asText()).isEqualTo("manual");
        assertThat(intent.path("metadata").path("orderId").asText())
                .isEqualTo(request.orderId().toString());
        assertThat(shop.payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_AUTHORIZED, Facts.PAYMENT_CAPTURED);
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa_chargeDeclined, CARD_DECLINED, Your card was declined.",
        "pm_card_visa_chargeDeclinedInsufficientFunds, INSUFFICIENT_FUNDS, Your card has insufficient funds.",
        "pm_card_chargeDeclinedExpiredCard, CARD_DECLINED, Your card has expired.",
        "tok_chargeDeclined, CARD_DECLINED, Your card was declined.",
        "pm_nobody_knows, VALIDATION, 'This is no card that the payment provider takes, or not any more.'",
        "tok_nobody_knows, VALIDATION, 'This is no card that the payment provider takes, or not any more.'"
    })
    void aBadCardFailsWithItsReason(String token, FaultCode reason, String message) {
        // Given
        Authorize request = request(card(token));
        // When
        Authorization answer = shop.payments.authorize(request);
        Authorization again = shop.payments.authorize(request);
        // Then
        assertThat(answer.failure()).isEqualTo(reason);
        assertThat(answer.payment().failure().message()).isEqualTo(message);
        assertThat(again).isEqualTo(answer);
        assertThat(shop.stripe.count("confirm", request.paymentId())).isEqualTo(1);
        assertThat(shop.payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_FAILED);
    }

    @Test
    void aSecondStepIsPassedAtTheBank() {
        // Given
        Authorize request = request(card(StripeBooks.ACTION));
        Authorization asked = shop.payments.authorize(request);
        assertThat(asked.state()).isEqualTo(AuthorizationState.REQUIRES_ACTION);
        assertThat(asked.payment().nextAction().type()).isEqualTo("redirect");
        assertThat(asked.payment().nextAction().url()).startsWith("https://hooks.stripe.com/");
        // When
        shop.stripe.passAction(request.paymentId());
        shop.tell("payment_intent.amount_capturable_updated", request.paymentId());
        // Then
        assertThat(shop.payments.authorize(request).state()).isEqualTo(AuthorizationState.AUTHORIZED);
        assertThat(shop.stripe.intentOf(request.paymentId()).path("status").asText())
                .isEqualTo("requires_capture");
        assertThat(shop.payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_AUTHORIZED);
    }

    @Test
    void aSecondStepThatIsNotPassedFails() {
        // Given
        Authorize request = request(card(StripeBooks.ACTION));
        shop.payments.authorize(request);
        // When
        shop.stripe.failAttempt(
                request.paymentId(), "payment_intent_authentication_failure", "The bank does not know you.");
        shop.tell("payment_intent.payment_failed", request.paymentId());
        // Then
        assertThat(shop.payments.get(request.paymentId()).failure().code()).isEqualTo(FaultCode.CARD_DECLINED);
        assertThat(shop.payments.get(request.paymentId()).failure().message()).isEqualTo("The bank does not know you.");
    }

    @Test
    void aBankThatWantsASecondStepGetsIt() {
        // Given
        Authorize request = request(card(StripeBooks.BANK_WANTS_ACTION));
        // When
        Authorization asked = shop.payments.authorize(request);
        // Then
        assertThat(asked.state()).isEqualTo(AuthorizationState.REQUIRES_ACTION);
        assertThat(shop.stripe
                        .intentOf(request.paymentId())
                        .path("next_action")
                        .path("redirect_to_url")
                        .path("return_url")
                        .asText())
                .isEqualTo("https://shop.example/paid?payment=" + request.paymentId() + "&order=" + request.orderId());
        assertThat(shop.stripe.count("confirm", request.paymentId())).isEqualTo(2);
    }

    @Test
    void aBankThatWantsASecondStepThatWasPassedDeclines() {
        // Given
        Authorize request = request(card(StripeBooks.BANK_WANTS_ACTION));
        shop.payments.authorize(request);
        // When
        shop.stripe.failAttempt(request.paymentId(), "authentication_required", "Authenticate.");
        shop.tell("payment_intent.payment_failed", request.paymentId());
        // Then
        assertThat(shop.payments.get(request.paymentId()).failure().code()).isEqualTo(FaultCode.CARD_DECLINED);
        assertThat(shop.payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_FAILED);
    }

    @Test
    void theReserveOfAPaymentThatIsGivenUpIsReleased() {
        // Given
        Authorize request = request(card(StripeBooks.VISA));
        shop.payments.authorize(request);
        // When
        Authorization voided = shop.payments.voidPayment(request.paymentId());
        // Then
        assertThat(voided.state()).isEqualTo(AuthorizationState.VOIDED);
        assertThat(shop.stripe.statusOf(request.paymentId())).isEqualTo("canceled");
        assertThat(shop.payments.number(
                        "SELECT count(*) FROM payment WHERE id = $1 AND recheck_at IS NOT NULL", request.paymentId()))
                .isZero();
    }

    @Test
    void aVoidThatComesTooLateGivesTheMoneyBack() {
        // Given
        Authorize request = request(card(StripeBooks.VISA));
        shop.payments.authorize(request);
        shop.stripe.receive(request.paymentId(), 12_500);
        // When
        shop.payments.voidPayment(request.paymentId());
        // Then
        assertThat(shop.payments.get(request.paymentId()).refunded().amountMinor())
                .isEqualTo(12_500);
        assertThat(shop.stripe.refundsOf(request.paymentId())).hasSize(1);
        assertThat(shop.payments.allFactsAbout(request.paymentId()))
                .containsExactly(Facts.PAYMENT_AUTHORIZED, Facts.PAYMENT_VOIDED, Facts.REFUND_SUCCEEDED);
    }

    @Test
    void aCaptureOfAnotherAmountByHandGoesBack() {
        // Given
        Authorize request = request(card(StripeBooks.VISA));
        shop.payments.authorize(request);
        // When
        shop.stripe.receive(request.paymentId(), 5_000);
        shop.tell("payment_intent.succeeded", request.paymentId());
        // Then
        assertThat(shop.payments.get(request.paymentId()).failure().code()).isEqualTo(FaultCode.WRONG_AMOUNT);
        assertThat(shop.stripe.refundsOf(request.paymentId()))
                .extracting(refund -> refund.path("amount").asLong())
                .containsExactly(5_000L);
    }

    @Test
    void twentyRepeatsAtOnceMakeOneCharge() {
        // Given
        Authorize request = request(card(StripeBooks.VISA));
        // When
        List<Future<Authorization>> answers = Stream.generate(() -> shop.payments
                        .harness
                        .context()
                        .bus()
                        .call(PaymentOperations.AUTHORIZE, request, shop.payments.harness.serviceCall()))
                .limit(20)
                .toList();
        await(Future.join(answers));
        // Then
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.result().state()).isEqualTo(AuthorizationState.AUTHORIZED));
        assertThat(shop.stripe.intentsOf(request.paymentId())).isEqualTo(1);
        assertThat(shop.payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_AUTHORIZED);
    }

    @ParameterizedTest
    @CsvSource({
        "XTS, 12500, The payment provider takes no XTS.",
        "USD, 49, Amount must be at least R$0.50 brl",
        "KWD, 12345, Amounts in KWD must be multiples of 10 minor units."
    })
    void whatStripeDoesNotTakeIsRefusedClearly(String currency, long minor, String message) {
        // Given
        Authorize request = of(new Money(minor, currency));
        // When
        Authorization answer = shop.payments.authorize(request);
        // Then
        assertThat(answer.failure()).isEqualTo(FaultCode.VALIDATION);
        assertThat(answer.payment().failure().message()).isEqualTo(message);
        assertThat(shop.payments.voidPayment(request.paymentId()).payment().status())
                .isEqualTo(PaymentStatus.FAILED);
    }

    @Test
    void amountsAreThoseThatStripeCounts() {
        // Given
        Authorize request = of(new Money(1_250, "ISK"));
        // When
        shop.payments.authorize(request);
        // Then
        assertThat(shop.stripe.intentOf(request.paymentId()).path("amount").asLong())
                .isEqualTo(125_000);
        assertThat(shop.payments.capture(request.paymentId()).state()).isEqualTo(AuthorizationState.CAPTURED);
    }

    @Test
    void aWrongKeyIsToldAndNothingIsLost() {
        // Given
        shop.makeImpatient();
        Authorize request = request(card(StripeBooks.VISA));
        shop.stripe.acceptKey("another");
        // When
        Authorization unknown = shop.payments.authorize(request);
        String readiness = await(shop.payments.harness.context().health().checkStatus())
                .toJson()
                .encode();
        shop.stripe.acceptKey(StripeDouble.KEY);
        shop.payments.makeDue(request.paymentId());
        // Then
        assertThat(unknown.state()).isEqualTo(AuthorizationState.PENDING);
        assertThat(readiness).contains("Stripe refuses the key (401)");
        shop.payments.eventually(() -> "requires_capture".equals(shop.stripe.statusOf(request.paymentId())));
        shop.makePatient();
    }

    private static Authorize of(Money amount) {
        return new Authorize(
                Ids.next(), Ids.next(), Ids.next(), Ids.next(), Ids.next(), amount, card(StripeBooks.VISA), null);
    }
}
