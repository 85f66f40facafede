package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.AuthorizeIT.refusedWith;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryIT {
    /** The caller gives up before the first answer can come. */
    private static final PaymentsConfig IMPATIENT =
            PaymentsFixture.config(Duration.ofMillis(400), Duration.ofMillis(400), true);

    /** The first answer never comes, and nobody asks again. */
    private static final PaymentsConfig WAITING =
            PaymentsFixture.config(Duration.ofSeconds(9), Duration.ofSeconds(9), true);

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
    void anAnswerThatCameTooLateIsFoundLater() {
        // Given
        redeploy(IMPATIENT);
        Authorize request = request(card("tok_timeout_then_approve"));
        assertThat(payments.authorize(request).state()).isEqualTo(AuthorizationState.PENDING);
        // When
        redeploy(PaymentsFixture.config());
        payments.makeDue(request.paymentId());
        // Then
        payments.eventually(() -> payments.factsAbout(request.paymentId()).contains(Facts.PAYMENT_AUTHORIZED));
        assertThat(payments.authorize(request).state()).isEqualTo(AuthorizationState.AUTHORIZED);
    }

    @Test
    void aCrashWhileTheBankAuthorizesIsCarriedOn() {
        // Given
        redeploy(WAITING);
        Authorize request = request(card("tok_timeout_then_approve"));
        payments.harness.context().bus().call(PaymentOperations.AUTHORIZE, request, payments.harness.serviceCall());
        payments.eventually(() -> payments.number(
                        "SELECT count(*) FROM sandbox_charge WHERE payment_id = $1 AND calls = 1", request.paymentId())
                == 1);
        payments.undeploy();
        // When
        payments.makeDue(request.paymentId());
        payments.deploy(PaymentsFixture.config());
        // Then
        payments.eventually(() -> payments.factsAbout(request.paymentId()).contains(Facts.PAYMENT_AUTHORIZED));
        assertThat(payments.number("SELECT count(*) FROM sandbox_charge")).isEqualTo(1);
    }

    @Test
    void aCrashBeforeTheBankCapturesIsCarriedOn() {
        // Given
        Authorize request = request(card("tok_approve"));
        UUID id = request.paymentId();
        payments.authorize(request);
        // When
        await(payments.database.query(
                "UPDATE payment SET capture_requested_at = now(), recheck_at = now() WHERE id = $1", id));
        // Then
        payments.eventually(() -> payments.factsAbout(id).contains(Facts.PAYMENT_CAPTURED));
        assertThat(payments.bankState(id)).isEqualTo("captured");
    }

    @Test
    void aCrashAfterTheBankCapturedIsCarriedOnWithoutBookingTwice() {
        // Given
        Authorize request = request(card("tok_approve"));
        UUID id = request.paymentId();
        payments.authorize(request);
        await(payments.database.query("UPDATE sandbox_charge SET state = 'captured' WHERE payment_id = $1", id));
        // When
        await(payments.database.query(
                "UPDATE payment SET capture_requested_at = now(), recheck_at = now() WHERE id = $1", id));
        // Then
        payments.eventually(() -> payments.get(id).status() == PaymentStatus.SUCCEEDED);
        assertThat(payments.number("SELECT count(*) FROM ledger WHERE payment_id = $1", id))
                .isEqualTo(2);
    }

    @Test
    void onlyWhatBelongsToAProviderThatIsAskedIsTakenUp() {
        // Given
        UUID other = payments.captured();
        payments.refund(UUID.randomUUID(), other, 500);
        UUID id = payments.captured();
        payments.refund(UUID.randomUUID(), id, 500);
        assertThat(payments.number("SELECT count(*) FROM refund WHERE provider = 'sandbox'"))
                .isEqualTo(2);
        // When
        await(payments.database.query(
                "UPDATE payment SET provider = 'elsewhere', recheck_at = now() WHERE id = $1", other));
        await(payments.database.query("UPDATE payment SET recheck_at = now() WHERE id = $1", id));
        // Then
        payments.eventually(() -> rechecks(id) > 0);
        assertThat(rechecks(other)).isZero();
    }

    private long rechecks(UUID paymentId) {
        return payments.number("SELECT rechecks::bigint FROM payment WHERE id = $1", paymentId);
    }

    @Test
    void aVoidDuringACaptureLetsItEndAndGivesTheMoneyBack() {
        // Given
        Authorize request = request(card("tok_approve"));
        UUID id = request.paymentId();
        payments.authorize(request);
        await(payments.database.query("UPDATE payment SET capture_requested_at = now() WHERE id = $1", id));
        // When
        PaymentStatus status = payments.voidPayment(id).payment().status();
        // Then
        assertThat(status).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_AUTHORIZED, Facts.REFUND_SUCCEEDED);
    }

    @Test
    void anAuthorizationThatComesAfterTheVoidIsReleased() {
        // Given
        redeploy(WAITING);
        Authorize request = request(card("tok_slow"));
        UUID id = request.paymentId();
        var authorizing = payments.harness
                .context()
                .bus()
                .call(PaymentOperations.AUTHORIZE, request, payments.harness.serviceCall());
        payments.eventually(() -> payments.number("SELECT count(*) FROM payment WHERE id = $1", id) == 1);
        // When
        payments.voidPayment(id);
        // Then
        assertThat(await(authorizing).state()).isEqualTo(AuthorizationState.VOIDED);
        assertThat(payments.bankState(id)).isEqualTo("voided");
        assertThat(payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_VOIDED);
    }

    @Test
    void aReleaseThatDidNotHappenIsMadeUpFor() {
        // Given
        Authorize request = request(card("tok_approve"));
        UUID id = request.paymentId();
        payments.authorize(request);
        // When
        await(payments.database.query("UPDATE payment SET state = 'voided', recheck_at = now() WHERE id = $1", id));
        // Then
        payments.eventually(() -> payments.bankState(id).equals("voided"));
        payments.eventually(() -> payments.number("SELECT count(*) FROM payment WHERE recheck_at IS NOT NULL") == 0);
    }

    @Test
    void aPixWhosePaymentWasNotToldIsFound() {
        // Given
        Authorize request = request(pix());
        UUID id = request.paymentId();
        payments.authorize(request);
        await(payments.database.query("UPDATE sandbox_charge SET state = 'captured' WHERE payment_id = $1", id));
        // When
        payments.makeDue(id);
        // Then
        payments.eventually(() -> payments.factsAbout(id).contains(Facts.PAYMENT_CAPTURED));
    }

    @Test
    void aRefundThatStoppedHalfwayIsCarriedOn() {
        // Given
        UUID id = payments.captured();
        // When
        await(payments.database.query(
                "INSERT INTO refund (id, payment_id, amount_minor, state, recheck_at) VALUES ($1, $2, 500, 'requested', now())",
                Ids.next(),
                id));
        // Then
        payments.eventually(() -> payments.factsAbout(id).contains(Facts.REFUND_SUCCEEDED));
        assertThat(payments.get(id).refunded().amountMinor()).isEqualTo(500);
    }

    @Test
    void aProviderThatIsBusyEnoughGetsNoMorePayments() {
        // Given
        redeploy(new PaymentsConfig(
                WAITING.providerTimeout(),
                WAITING.providerBudget(),
                1,
                WAITING.recoverAfter(),
                WAITING.recoveryPause(),
                null,
                null,
                WAITING.sandbox(),
                null,
                null,
                null));
        Authorize hanging = request(card("tok_timeout_then_approve"));
        payments.harness.context().bus().call(PaymentOperations.AUTHORIZE, hanging, payments.harness.serviceCall());
        payments.eventually(() -> payments.number("SELECT count(*) FROM sandbox_charge WHERE calls = 1") == 1);
        Authorize next = request(card("tok_approve"));
        // When / Then
        assertThatThrownBy(() -> payments.authorize(next)).satisfies(refusedWith(FaultCode.UNAVAILABLE));
        assertThat(payments.number("SELECT count(*) FROM payment WHERE id = $1", next.paymentId()))
                .isZero();
    }

    private void redeploy(PaymentsConfig config) {
        payments.undeploy();
        payments.deploy(config);
    }
}
