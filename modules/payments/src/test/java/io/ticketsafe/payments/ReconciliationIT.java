package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Differences between the bank's books and ours, made by hand, and what becomes of them. */
class ReconciliationIT {
    private static final Duration QUICKLY = Duration.ofMillis(50);

    private PaymentsFixture payments;

    @BeforeEach
    void start() {
        payments = new PaymentsFixture(config());
    }

    @AfterEach
    void stop() {
        payments.close();
    }

    @Test
    void booksThatAgreeLeaveNothing() {
        // Given
        UUID captured = payments.captured();
        payments.refund(UUID.randomUUID(), captured, 500);
        payments.authorize(request(card("tok_decline")));
        payments.authorize(request(pix()));
        // When
        awaitPasses(2);
        // Then
        assertThat(payments.number("SELECT count(*) FROM finding")).isZero();
        assertThat(payments.number("SELECT count(*) FROM payment WHERE id = $1 AND listed_at IS NOT NULL", captured))
                .isOne();
    }

    @Test
    void aPixWhoseWebhookGotLostIsFound() {
        // Given
        Authorize request = request(pix());
        payments.authorize(request);
        // When
        bank("UPDATE sandbox_charge SET state = 'captured' WHERE payment_id = $1", request.paymentId());
        // Then
        payments.eventually(() -> payments.factsAbout(request.paymentId()).contains(Facts.PAYMENT_CAPTURED));
        awaitPasses(2);
        assertThat(open()).isZero();
    }

    @Test
    void aPaymentThatCannotBeBookedStopsNoOther() {
        // Given
        Authorize broken = request(pix());
        payments.authorize(broken);
        Authorize other = request(pix());
        payments.authorize(other);
        bank("ALTER TABLE ledger ADD CONSTRAINT broken CHECK (payment_id <> '" + broken.paymentId() + "')");
        // When
        bank("UPDATE sandbox_charge SET state = 'captured'");
        // Then
        payments.eventually(() -> payments.factsAbout(other.paymentId()).contains(Facts.PAYMENT_CAPTURED));
        payments.eventually(() -> findings("missed_money") == 1);
        assertThat(payments.get(broken.paymentId()).status()).isEqualTo(PaymentStatus.REQUIRES_ACTION);
        assertThat(payments.number("SELECT passes FROM reconciliation WHERE provider = 'sandbox'"))
                .isPositive();
    }

    @Test
    void moneyThatNobodyWantsGoesBack() {
        // Given
        Authorize request = request(pix());
        UUID id = request.paymentId();
        payments.authorize(request);
        payments.voidPayment(id);
        // When
        bank("UPDATE sandbox_charge SET state = 'captured' WHERE payment_id = $1", id);
        // Then
        payments.eventually(() -> payments.get(id).refunded().equals(PaymentsFixture.PRICE));
        assertThat(payments.number("SELECT refunded_minor FROM sandbox_charge WHERE payment_id = $1", id))
                .isEqualTo(PaymentsFixture.PRICE.amountMinor());
    }

    @Test
    void anAuthorizationThatNobodyWantsIsReleased() {
        // Given
        Authorize request = request(card("tok_approve"));
        UUID id = request.paymentId();
        payments.authorize(request);
        payments.voidPayment(id);
        // When
        bank("UPDATE sandbox_charge SET state = 'authorized' WHERE payment_id = $1", id);
        // Then
        payments.eventually(() -> payments.bankState(id).equals("voided"));
    }

    @Test
    void moneyOfAPaymentThatWeDoNotKnowIsAFindingUntilItHasGoneBack() {
        // Given
        UUID stranger = UUID.randomUUID();
        bank(
                "INSERT INTO sandbox_charge (payment_id, idempotency_key, token, amount_minor, currency, state)"
                        + " VALUES ($1, $1::uuid::text, 'tok_approve', 700, 'BRL', 'captured')",
                stranger);
        // When
        payments.eventually(() -> findings("unknown_payment") == 1);
        // Then
        assertThat(payments.row("SELECT ours_minor IS NULL, theirs_minor FROM finding")
                        .getLong(1))
                .isEqualTo(700);
        assertThat(payments.number("SELECT count(*) FROM payment WHERE id = $1", stranger))
                .isZero();
        // And
        bank("UPDATE sandbox_charge SET refunded_minor = 700 WHERE payment_id = $1", stranger);
        payments.eventually(() -> findings("unknown_payment") == 0);
    }

    @Test
    void aPaymentThatTheProviderHasNeverHeardOfIsAFinding() {
        // Given
        UUID id = payments.captured();
        payments.undeploy();
        // When
        bank("DELETE FROM sandbox_charge WHERE payment_id = $1", id);
        bank("UPDATE payment SET created_at = created_at - interval '1 minute', listed_at = NULL WHERE id = $1", id);
        bank("UPDATE reconciliation SET since = since - interval '2 minutes', holder = NULL, due_at = now()");
        payments.deploy(config());
        // Then
        payments.eventually(() -> findings("missing_at_provider") == 1);
        assertThat(payments.get(id).status()).isEqualTo(PaymentStatus.SUCCEEDED);
    }

    @Test
    void manyPaymentsThatTheProviderHasNeverHeardOfAreAllFound() {
        // Given
        UUID id = payments.captured();
        payments.undeploy();
        // When
        bank("""
                INSERT INTO payment
                SELECT (jsonb_populate_record(payment, jsonb_build_object('id', gen_random_uuid(), 'listed_at', NULL,
                  'created_at', now() - interval '1 hour' + n * interval '1 second'))).*
                FROM payment, generate_series(1, 205) AS n WHERE id = $1
                """, id);
        bank("UPDATE reconciliation SET since = now() - interval '2 hours', holder = NULL, due_at = now()");
        payments.deploy(config());
        // Then
        payments.eventually(() -> findings("missing_at_provider") == 205);
    }

    @Test
    void whatWentBackByHandIsAFinding() {
        // Given
        UUID id = payments.captured();
        // When
        bank("UPDATE sandbox_charge SET refunded_minor = 500 WHERE payment_id = $1", id);
        // Then
        payments.eventually(() -> findings("refunded_more") == 1);
        assertThat(payments.row("SELECT theirs_minor FROM finding").getLong(0))
                .isEqualTo(PaymentsFixture.PRICE.amountMinor() - 500);
    }

    @Test
    void whatAPersonHasResolvedStaysResolvedUntilTheAmountsChange() {
        // Given
        UUID id = payments.captured();
        bank("UPDATE sandbox_charge SET refunded_minor = 500 WHERE payment_id = $1", id);
        payments.eventually(() -> findings("refunded_more") == 1);
        // When
        bank("UPDATE finding SET resolved_at = now(), note = 'goodwill, by hand'");
        // Then
        awaitPasses(2);
        assertThat(open()).isZero();
        bank("UPDATE sandbox_charge SET refunded_minor = 600 WHERE payment_id = $1", id);
        payments.eventually(() -> findings("refunded_more") == 1);
    }

    private void awaitPasses(int more) {
        long now = payments.number("SELECT coalesce(max(passes), 0) FROM reconciliation");
        payments.eventually(() -> payments.number("SELECT coalesce(max(passes), 0) FROM reconciliation") >= now + more);
    }

    private void bank(String sql, Object... parameters) {
        await(payments.database.query(sql, parameters));
    }

    /** As the metric tells. */
    private double findings(String kind) {
        return payments.harness
                .context()
                .meters()
                .get("ticketsafe.payments.findings")
                .tag("kind", kind)
                .gauge()
                .value();
    }

    private long open() {
        return payments.number(
                "SELECT count(*) FROM finding WHERE resolved_at IS NULL AND last_seen_at > first_seen_at");
    }

    private static PaymentsConfig config() {
        PaymentsConfig base = PaymentsFixture.config();
        return new PaymentsConfig(
                base.providerTimeout(),
                base.providerBudget(),
                null,
                base.recoverAfter(),
                Duration.ofMinutes(5),
                null,
                null,
                base.sandbox(),
                null,
                null,
                new PaymentsConfig.Reconciliation(QUICKLY, Duration.ofMinutes(1)));
    }
}
