package io.ticketsafe.payments.stripe;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Json;
import io.ticketsafe.payments.stripe.StripeDouble.Trouble;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done at Stripe without us, and what becomes of it. */
class StripeReconciliationIT {
    private StripeShop shop;

    @BeforeEach
    void start() {
        shop = new StripeShop();
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void aPaymentThatWasPaidTwiceIsAFindingUntilTheSecondHasGoneBack() {
        // Given
        UUID id = shop.captured(Trouble.FAILURE_AFTER_EFFECT);
        assertThat(shop.stripe.intentsOf(id)).isEqualTo(2);
        String second = shop.stripe.payFirst(id);
        // When
        shop.compareAllTheTime();
        // Then
        shop.payments.eventually(() -> shop.findings("double_charge") == 1);
        shop.awaitPasses(2);
        assertThat(shop.payments.row("SELECT charge_ref FROM finding").getString(0))
                .isEqualTo(second);
        assertThat(shop.payments.number("SELECT count(*) FROM finding WHERE resolved_at IS NULL"))
                .isEqualTo(1);
        // And
        shop.stripe.refundByHand(second, 12_500);
        shop.payments.eventually(() -> shop.findings("double_charge") == 0);
    }

    @Test
    void anOldPaymentThatIsRefundedByHandIsAFindingUntilItIsOurs() {
        // Given
        UUID id = shop.captured();
        shop.compareAllTheTime();
        shop.awaitPasses(1);
        makeOld(id);
        shop.awaitPasses(1);
        // When
        shop.tell(
                "refund.created",
                shop.stripe.refundByHand(shop.stripe.intentOf(id).path("id").asText(), 500));
        // Then
        shop.payments.eventually(() -> shop.findings("refunded_more") == 1);
        assertThat(shop.payments.row("SELECT theirs_minor FROM finding").getLong(0))
                .isEqualTo(12_000);
        // And
        shop.stripe.setRefundsByHand("failed");
        shop.payments.eventually(() -> shop.findings("refunded_more") == 0);
    }

    @Test
    void aDisputeIsAFindingThatAPersonEnds() {
        // Given
        UUID id = shop.captured();
        shop.compareAllTheTime();
        shop.awaitPasses(1);
        makeOld(id);
        shop.awaitPasses(1);
        String intent = shop.stripe.intentOf(id).path("id").asText();
        // When
        shop.stripe.dispute(intent);
        shop.tell(
                "charge.dispute.created",
                Json.MAPPER.createObjectNode().put("id", "du_1").put("payment_intent", intent));
        // Then
        shop.payments.eventually(() -> shop.findings("disputed") == 1);
        // And
        await(shop.payments.database.query(
                "UPDATE finding SET resolved_at = now(), note = 'lost' WHERE kind = 'disputed'"));
        shop.awaitPasses(2);
        assertThat(shop.findings("disputed")).isZero();
    }

    @Test
    void moneyOfARefundThatCameBackIsAFinding() {
        // Given
        UUID id = shop.captured();
        shop.payments.refund(Ids.next(), id, 4_000);
        shop.compareAllTheTime();
        shop.awaitPasses(1);
        makeOld(id);
        shop.awaitPasses(1);
        // When
        shop.stripe.setRefundStatus(id, "failed");
        shop.tell("refund.failed", shop.stripe.refundsOf(id).get(0));
        // Then
        shop.payments.eventually(() -> shop.findings("refunded_less") == 1);
    }

    @Test
    void aRefundOfAnotherSystemsChargeIsAcknowledged() {
        // Given
        ObjectNode refund = Json.MAPPER.createObjectNode().put("id", "re_x").put("payment_intent", "pi_of_others");
        // When
        shop.tell("refund.created", refund.set("metadata", Json.MAPPER.createObjectNode()));
        // Then
        assertThat(shop.payments.number("SELECT count(*) FROM finding")).isZero();
    }

    /** Younger charges are listed by every pass. */
    private void makeOld(UUID paymentId) {
        shop.stripe.makeOld(paymentId);
        await(shop.payments.database.query(
                "UPDATE payment SET created_at = now() - interval '30 days' WHERE id = $1", paymentId));
    }

    @Test
    void whatIsLeftOfAnIntentThatWasMadeTwiceIsNone() {
        // Given
        shop.captured(Trouble.FAILURE_AFTER_EFFECT);
        // When
        shop.compareAllTheTime();
        shop.awaitPasses(2);
        // Then
        assertThat(shop.payments.number("SELECT count(*) FROM finding")).isZero();
    }
}
