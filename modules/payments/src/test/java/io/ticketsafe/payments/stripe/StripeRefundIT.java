package io.ticketsafe.payments.stripe;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.contract.payments.PaymentOperations.RefundState;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeRefundIT {
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
    void moneyGoesBackInPartsAndWhole() {
        // Given
        UUID id = shop.captured();
        // When
        RefundState part = shop.payments.refund(Ids.next(), id, 4_000);
        RefundState rest = shop.payments.refund(Ids.next(), id, 8_500);
        // Then
        assertThat(part.status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(rest.status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(shop.payments.get(id).status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(shop.stripe.refundsOf(id))
                .extracting(refund -> refund.path("amount").asLong())
                .containsExactly(4_000L, 8_500L);
    }

    @Test
    void aPendingRefundSucceedsWhenStripeSaysSo() {
        // Given
        UUID id = shop.captured();
        shop.stripe.nextRefund("pending", null);
        UUID refundId = Ids.next();
        assertThat(shop.payments.refund(refundId, id, 4_000).status()).isEqualTo(RefundStatus.PENDING);
        // When
        shop.stripe.setRefundStatus(id, "succeeded");
        shop.tell("refund.updated", shop.stripe.refundsOf(id).get(0));
        // Then
        assertThat(shop.payments.refund(refundId, id, 4_000).status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(shop.stripe.refundsOf(id)).hasSize(1);
        assertThat(shop.payments.allFactsAbout(id)).endsWith(Facts.REFUND_SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "canceled"})
    void aPendingRefundCanFail(String status) {
        // Given
        UUID id = shop.captured();
        shop.stripe.nextRefund("pending", null);
        UUID refundId = Ids.next();
        shop.payments.refund(refundId, id, 4_000);
        // When
        shop.stripe.setRefundStatus(id, status);
        shop.tell("charge.refund.updated", shop.stripe.refundsOf(id).get(0));
        // Then
        assertThat(shop.payments.refund(refundId, id, 4_000).status()).isEqualTo(RefundStatus.FAILED);
        assertThat(shop.payments.allFactsAbout(id)).endsWith(Facts.REFUND_FAILED);
        assertThat(shop.payments.refund(Ids.next(), id, 4_000).status()).isEqualTo(RefundStatus.SUCCEEDED);
    }

    @Test
    void moneyThatCameBackAfterARefundIsNoticed() {
        // Given
        UUID id = shop.captured();
        shop.payments.refund(Ids.next(), id, 4_000);
        double before = counted("returned");
        // When
        shop.stripe.setRefundStatus(id, "failed");
        shop.tell("refund.failed", shop.stripe.refundsOf(id).get(0));
        // Then
        assertThat(counted("returned")).isEqualTo(before + 1);
        assertThat(shop.payments.get(id).refunded().amountMinor()).isEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"charge_already_refunded", "charge_disputed", "balance_insufficient"})
    void whatStripeRefusesFailsWithItsReason(String code) {
        // Given
        UUID id = shop.captured();
        shop.stripe.nextRefund(null, code);
        UUID refundId = Ids.next();
        // When
        RefundState refused = shop.payments.refund(refundId, id, 4_000);
        // Then
        assertThat(refused.status()).isEqualTo(RefundStatus.FAILED);
        assertThat(shop.payments
                        .row("SELECT failure_message FROM refund WHERE id = $1", refundId)
                        .getString(0))
                .isEqualTo("Refused: " + code);
    }

    @Test
    void whatStripeHasNoAmountForIsRefused() {
        // Given
        Authorize request = new Authorize(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Ids.next(),
                new Money(12_340, "KWD"),
                card(StripeBooks.VISA),
                null);
        UUID id = request.paymentId();
        shop.payments.authorize(request);
        shop.payments.capture(id);
        // When
        RefundState refused = shop.payments.harness.call(
                PaymentOperations.REFUND,
                new RefundPayment(Ids.next(), id, new Money(1_005, "KWD"), "because"),
                shop.payments.harness.serviceCall());
        // Then
        assertThat(refused.status()).isEqualTo(RefundStatus.FAILED);
        assertThat(shop.payments
                        .row("SELECT failure_message FROM refund WHERE payment_id = $1", id)
                        .getString(0))
                .isEqualTo("Amounts in KWD must be multiples of 10 minor units.");
        assertThat(shop.payments.allFactsAbout(id)).endsWith(Facts.REFUND_FAILED);
    }

    @Test
    void moneyNobodyWantsIsSentBackAgainAfterARefusal() {
        // Given
        UUID id = unwantedAndRefused();
        assertThat(shop.payments.get(id).refunded().amountMinor()).isZero();
        assertThat(shop.payments.number(
                        "SELECT refusals::bigint FROM refund WHERE payment_id = $1 AND state = 'requested'", id))
                .isEqualTo(1);
        assertThat(shop.payments.number(
                        "SELECT count(*) FROM refund WHERE payment_id = $1 AND recheck_at"
                                + " BETWEEN now() + interval '30 seconds' AND now() + interval '61 seconds'",
                        id))
                .isEqualTo(1);
        shop.payments.voidPayment(id);
        assertThat(shop.stripe.refundsOf(id)).isEmpty();
        // When
        shop.payments.makeDue(id);
        // Then
        shop.payments.eventually(() -> shop.payments.get(id).refunded().amountMinor() == 12_500);
        assertThat(shop.stripe.refundsOf(id)).hasSize(1);
        assertThat(shop.payments.allFactsAbout(id))
                .containsExactly(Facts.PAYMENT_AUTHORIZED, Facts.PAYMENT_VOIDED, Facts.REFUND_SUCCEEDED);
    }

    @Test
    void afterThreeDaysOfRefusalsAHumanIsCalled() {
        // Given
        UUID id = unwantedAndRefused();
        double before = counted("failed");
        await(shop.payments.database.query("UPDATE refund SET refusals = 8 WHERE payment_id = $1", id));
        shop.stripe.nextRefund(null, "charge_disputed");
        // When
        shop.payments.makeDue(id);
        // Then
        shop.payments.eventually(() -> shop.payments.factsAbout(id).contains(Facts.REFUND_FAILED));
        assertThat(counted("failed")).isEqualTo(before + 1);
        assertThat(shop.payments.number(
                        "SELECT count(*) FROM refund WHERE payment_id = $1 AND recheck_at IS NOT NULL", id))
                .isZero();
    }

    @Test
    void manyRefundsOfOnePaymentAreToldApart() {
        // Given
        UUID id = shop.captured();
        for (int i = 0; i < 105; i++) {
            shop.payments.refund(Ids.next(), id, 10);
        }
        List<JsonNode> made = shop.stripe.refundsOf(id);
        UUID first = UUID.fromString(
                made.get(0).path("metadata").path(StripeRefunds.KEY).asText());
        await(shop.payments.database.query("UPDATE refund SET asked_as = $1 WHERE id = $1", first));
        shop.stripe.forgetKeys();
        // When
        shop.stripe.setRefundStatus(id, "failed");
        double before = counted("returned");
        shop.tell("refund.failed", made.get(0));
        // Then
        assertThat(made).hasSize(105);
        assertThat(counted("returned")).isEqualTo(before + 1);
    }

    private static UUID unwantedAndRefused() {
        Authorize request = request(card(StripeBooks.VISA));
        UUID id = request.paymentId();
        shop.payments.authorize(request);
        shop.stripe.receive(id, 12_500);
        shop.stripe.nextRefund(null, "balance_insufficient");
        shop.payments.voidPayment(id);
        return id;
    }

    private static double counted(String what) {
        return shop.payments
                .harness
                .context()
                .meters()
                .get("ticketsafe.payments.refunds." + what)
                .counter()
                .count();
    }
}
