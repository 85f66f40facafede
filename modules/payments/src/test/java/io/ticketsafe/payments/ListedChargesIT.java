package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.ChargePage.Standing;
import io.ticketsafe.payments.sandbox.SandboxProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sandbox's list of charges, as reconciliation reads it. */
class ListedChargesIT {
    private PaymentsFixture payments;
    private SandboxProvider sandbox;

    @BeforeEach
    void start() {
        payments = new PaymentsFixture(PaymentsFixture.config());
        sandbox = new SandboxProvider(
                payments.harness.vertx(),
                payments.database,
                PaymentsFixture.config().sandbox());
    }

    @AfterEach
    void stop() {
        payments.close();
    }

    @Test
    void everyChargeIsListedWithItsMoney() {
        // Given
        UUID captured = payments.captured();
        payments.refund(Ids.next(), captured, 500);
        UUID authorized =
                payments.authorize(request(card("tok_approve"))).payment().id();
        UUID open = payments.authorize(request(pix())).payment().id();
        UUID declined =
                payments.authorize(request(card("tok_decline"))).payment().id();
        // When
        List<ListedCharge> listed = all(Instant.EPOCH, 3);
        // Then
        assertThat(listed).extracting(ListedCharge::paymentId).containsExactly(captured, authorized, open, declined);
        assertThat(listed)
                .extracting(ListedCharge::standing)
                .containsExactly(Standing.CAPTURED, Standing.RESERVED, Standing.OPEN, Standing.ENDED);
        ListedCharge first = listed.get(0);
        assertThat(first.amount()).isEqualTo(PaymentsFixture.PRICE);
        assertThat(first.capturedMinor()).isEqualTo(PaymentsFixture.PRICE.amountMinor());
        assertThat(first.refundedMinor()).isEqualTo(500);
    }

    @Test
    void whatWasMadeBeforeIsLeftOut() {
        // Given
        payments.captured();
        // When / Then
        assertThat(all(Instant.now().plusSeconds(60), 100)).isEmpty();
    }

    private List<ListedCharge> all(Instant since, int limit) {
        List<ListedCharge> listed = new ArrayList<>();
        String cursor = null;
        do {
            ChargePage page = await(sandbox.recent(since, cursor, limit));
            assertThat(page.charges()).hasSizeLessThanOrEqualTo(limit);
            listed.addAll(page.charges());
            cursor = page.next();
        } while (cursor != null);
        return listed;
    }
}
