package io.ticketsafe.payments.stripe;

import static org.assertj.core.api.Assertions.assertThat;

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
