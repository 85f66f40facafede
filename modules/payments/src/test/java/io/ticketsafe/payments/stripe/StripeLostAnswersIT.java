package io.ticketsafe.payments.stripe;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.payments.stripe.StripeDouble.Trouble;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever becomes of requests and answers, the payer pays once and the books say so. */
class StripeLostAnswersIT {
    private static StripeShop shop;

    @BeforeAll
    static void start() {
        shop = new StripeShop();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @AfterEach
    void patience() {
        shop.makePatient();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void troubleWithTheFirstCallOfAPayment(Trouble trouble) {
        shop.stripe.next("create", trouble);
        assertPaidOnce();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void troubleWithTheCallThatReserves(Trouble trouble) {
        shop.stripe.next("confirm", trouble);
        assertPaidOnce();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void troubleWithTheCapture(Trouble trouble) {
        shop.stripe.next("capture", trouble);
        assertPaidOnce();
    }

    private static void assertPaidOnce() {
        // Given
        Authorize request = request(card(StripeBooks.VISA));
        UUID id = request.paymentId();
        // When
        shop.payments.authorize(request);
        shop.payments.eventually(() -> shop.payments.authorize(request).state() == AuthorizationState.AUTHORIZED);
        shop.payments.capture(id);
        shop.payments.eventually(() -> shop.payments.get(id).status() == PaymentStatus.SUCCEEDED);
        // Then
        assertThat(shop.stripe.receivedBy(id)).isEqualTo(12_500);
        assertThat(shop.payments.number("SELECT count(*) FROM ledger WHERE payment_id = $1", id))
                .isEqualTo(2);
        assertThat(shop.payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_AUTHORIZED, Facts.PAYMENT_CAPTURED);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void troubleWithTheRefund(Trouble trouble) {
        // Given
        UUID id = shop.captured();
        shop.stripe.next("refund", trouble);
        UUID refundId = UUID.randomUUID();
        // When
        shop.payments.refund(refundId, id, 5_000);
        // Then
        shop.payments.eventually(() -> shop.payments.get(id).status() == PaymentStatus.PARTIALLY_REFUNDED);
        assertThat(shop.stripe.refundsOf(id)).hasSize(1);
        assertThat(shop.stripe.refundsOf(id).get(0).path("amount").asLong()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void troubleWithTheRelease(Trouble trouble) {
        // Given
        Authorize request = request(card(StripeBooks.VISA));
        shop.payments.authorize(request);
        shop.stripe.next("cancel", trouble);
        // When
        shop.payments.voidPayment(request.paymentId());
        // Then
        shop.payments.eventually(() -> "canceled".equals(shop.stripe.statusOf(request.paymentId())));
        shop.payments.eventually(() -> shop.payments.number(
                        "SELECT count(*) FROM payment WHERE id = $1 AND recheck_at IS NOT NULL", request.paymentId())
                == 0);
    }

    @Test
    void aPaymentGivenUpBeforeItsAnswerCameHoldsNoMoney() {
        // Given
        shop.makeImpatient();
        shop.stripe.next("confirm", Trouble.LATE_ANSWER);
        Authorize request = request(card(StripeBooks.VISA));
        UUID id = request.paymentId();
        assertThat(shop.payments.authorize(request).state()).isEqualTo(AuthorizationState.PENDING);
        assertThat(shop.payments
                        .row("SELECT provider_ref FROM payment WHERE id = $1", id)
                        .getString(0))
                .isNull();
        // When
        shop.payments.voidPayment(id);
        // Then
        shop.payments.makeDue(id);
        shop.payments.eventually(() -> "canceled".equals(shop.stripe.statusOf(id)));
        assertThat(shop.stripe.intentsOf(id)).isEqualTo(1);
        assertThat(shop.payments.get(id).status()).isEqualTo(PaymentStatus.CANCELED);
        assertThat(shop.payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_VOIDED);
    }

    @Test
    void aPaymentWhoseRequestNeverCameCannotComeAfterItWasGivenUp() {
        // Given
        shop.makeImpatient();
        shop.stripe.next("create", Trouble.LOST_REQUEST, Trouble.LOST_REQUEST, Trouble.LOST_REQUEST);
        shop.stripe.next("create", Trouble.LOST_REQUEST, Trouble.LOST_REQUEST, Trouble.LOST_REQUEST);
        Authorize request = request(card(StripeBooks.VISA));
        UUID id = request.paymentId();
        shop.payments.authorize(request);
        // When
        shop.payments.voidPayment(id);
        // Then
        shop.makePatient();
        shop.payments.makeDue(id);
        shop.payments.eventually(() -> "canceled".equals(shop.stripe.statusOf(id)));
        assertThat(shop.stripe.count("confirm", id)).isZero();
    }

    @Test
    void aPixPaidAfterItsAnswerWasLostIsCaptured() {
        // Given
        shop.makeImpatient();
        shop.stripe.next("confirm", Trouble.LATE_ANSWER);
        Authorize request = request(pix());
        UUID id = request.paymentId();
        shop.payments.authorize(request);
        // When
        shop.stripe.payPix(id);
        shop.payments.makeDue(id);
        // Then
        shop.payments.eventually(() -> shop.payments.get(id).status() == PaymentStatus.SUCCEEDED);
        assertThat(shop.payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_CAPTURED);
    }

    @Test
    void aDayLaterTheIntentIsFoundWithoutItsKey() {
        // Given
        shop.makeImpatient();
        shop.stripe.next("confirm", Trouble.LATE_ANSWER);
        Authorize request = request(card(StripeBooks.VISA));
        UUID id = request.paymentId();
        shop.payments.authorize(request);
        makeADayOld(id);
        // When
        shop.payments.makeDue(id);
        // Then
        shop.payments.eventually(() -> shop.payments.factsAbout(id).contains(Facts.PAYMENT_AUTHORIZED));
        assertThat(shop.stripe.intentsOf(id)).isEqualTo(1);
        assertThat(shop.stripe.count("confirm", id)).isEqualTo(1);
    }

    @Test
    void aDayLaterNothingIsBegunAnew() {
        // Given
        shop.makeImpatient();
        shop.stripe.next("create", Trouble.LOST_REQUEST, Trouble.LOST_REQUEST, Trouble.LOST_REQUEST);
        shop.stripe.next("create", Trouble.LOST_REQUEST, Trouble.LOST_REQUEST, Trouble.LOST_REQUEST);
        Authorize request = request(card(StripeBooks.VISA));
        UUID id = request.paymentId();
        shop.payments.authorize(request);
        makeADayOld(id);
        // When
        shop.payments.makeDue(id);
        // Then
        shop.payments.eventually(() -> shop.payments.get(id).status() == PaymentStatus.FAILED);
        assertThat(shop.stripe.intentsOf(id)).isZero();
    }

    @Test
    void aDayLaterARefundIsNotMadeTwice() {
        // Given
        UUID id = shop.captured();
        shop.makeImpatient();
        shop.stripe.next("refund", Trouble.LATE_ANSWER);
        shop.payments.refund(UUID.randomUUID(), id, 5_000);
        shop.stripe.forgetKeys();
        // When
        shop.payments.makeDue(id);
        // Then
        shop.payments.eventually(() -> shop.payments.get(id).status() == PaymentStatus.PARTIALLY_REFUNDED);
        assertThat(shop.stripe.refundsOf(id)).hasSize(1);
    }

    private static void makeADayOld(UUID id) {
        shop.stripe.forgetKeys();
        await(shop.payments.database.query(
                "UPDATE payment SET created_at = now() - interval '30 hours' WHERE id = $1", id));
    }
}
