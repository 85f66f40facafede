package io.ticketsafe.payments.stripe;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.ChargePage.Standing;
import io.ticketsafe.payments.stripe.StripeDouble.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StripeListedChargesIT {
    @Test
    void everyChargeIsListedPageByPage() {
        try (StripeShop shop = new StripeShop()) {
            // Given
            UUID captured = shop.captured();
            shop.payments.refund(Ids.next(), captured, 500);
            Authorize reserved = request(card(StripeBooks.VISA));
            shop.payments.authorize(reserved);
            Authorize waiting = request(pix());
            shop.payments.authorize(waiting);
            Authorize ended = request(card(StripeBooks.VISA));
            shop.payments.authorize(ended);
            shop.payments.voidPayment(ended.paymentId());
            UUID troubled = shop.captured(Trouble.FAILURE_AFTER_EFFECT);
            StripeProvider provider = new StripeProvider(
                    shop.payments.harness.vertx(),
                    StripeShop.config(shop.stripe.url(), Duration.ofSeconds(8)).stripe(),
                    Duration.ofSeconds(5),
                    4);
            // When
            List<ListedCharge> charges = new ArrayList<>();
            String cursor = null;
            do {
                ChargePage page = await(provider.recent(Instant.now().minusSeconds(60), cursor, 3));
                charges.addAll(page.charges());
                cursor = page.next();
            } while (cursor != null);
            ChargePage later = await(provider.recent(Instant.now().plusSeconds(60), null, 3));
            provider.close();
            // Then
            assertThat(charges)
                    .extracting(
                            ListedCharge::paymentId,
                            ListedCharge::standing,
                            ListedCharge::capturedMinor,
                            ListedCharge::refundedMinor,
                            charge -> charge.amount().amountMinor())
                    .containsExactly(
                            tuple(troubled, Standing.CAPTURED, 12_500L, 0L, 12_500L),
                            tuple(ended.paymentId(), Standing.ENDED, 0L, 0L, 12_500L),
                            tuple(waiting.paymentId(), Standing.OPEN, 0L, 0L, 12_500L),
                            tuple(reserved.paymentId(), Standing.RESERVED, 0L, 0L, 12_500L),
                            tuple(captured, Standing.CAPTURED, 12_500L, 500L, 12_500L));
            assertThat(later.charges()).isEmpty();
        }
    }
}
