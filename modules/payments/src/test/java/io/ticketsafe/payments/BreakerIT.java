package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of payments while their provider is spared. */
class BreakerIT {
    private static final Duration ONE_ATTEMPT = Duration.ofMillis(1500);

    private PaymentsFixture payments;

    @BeforeEach
    void start() {
        payments = new PaymentsFixture(sparing(Duration.ofMinutes(10)));
    }

    @AfterEach
    void stop() {
        payments.close();
    }

    @Test
    void newPaymentsAreRefusedAndLeaveNothingBehind() {
        // Given
        open();
        Authorize next = request(card("tok_approve"));
        // When / Then
        assertThatThrownBy(() -> payments.authorize(next)).isInstanceOfSatisfying(ServiceFault.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(FaultCode.UNAVAILABLE);
            assertThat(refusal.members().getLong("retryAfterSeconds")).isBetween(1L, 602L);
        });
        assertThat(payments.number("SELECT count(*) FROM payment WHERE id = $1", next.paymentId()))
                .isZero();
        assertThat(payments.number("SELECT count(*) FROM sandbox_charge WHERE payment_id = $1", next.paymentId()))
                .isZero();
    }

    @Test
    void aPaymentThatIsUnderWayStaysForRecovery() {
        // Given
        Authorize hanging = open();
        // When
        payments.makeDue(hanging.paymentId());
        // Then
        assertThat(payments.authorize(hanging).state()).isEqualTo(AuthorizationState.PENDING);
        payments.undeploy();
        payments.deploy(PaymentsFixture.config());
        payments.makeDue(hanging.paymentId());
        payments.eventually(() -> payments.factsAbout(hanging.paymentId()).contains(Facts.PAYMENT_AUTHORIZED));
    }

    @Test
    void whatIsWantedOfOldPaymentsIsTakenInAndDoneLater() {
        // Given
        UUID captured = payments.captured();
        Authorize authorized = request(card("tok_approve"));
        payments.authorize(authorized);
        open();
        // When
        assertThat(payments.capture(authorized.paymentId()).state()).isEqualTo(AuthorizationState.AUTHORIZED);
        payments.refund(UUID.randomUUID(), captured, 500);
        // Then
        assertThat(payments.bankState(authorized.paymentId())).isEqualTo("authorized");
        payments.undeploy();
        payments.deploy(PaymentsFixture.config());
        payments.makeDue(authorized.paymentId());
        payments.makeDue(captured);
        payments.eventually(() -> payments.bankState(authorized.paymentId()).equals("captured"));
        payments.eventually(() -> payments.get(captured).refunded().amountMinor() == 500);
    }

    @Test
    void readinessTellsOfItAndTheServiceStaysReady() {
        // Given
        open();
        // When
        var checks = await(payments.harness.context().health().checkStatus());
        // Then
        assertThat(checks.getUp()).isTrue();
        assertThat(checks.getChecks()).anySatisfy(check -> {
            assertThat(check.getId()).isEqualTo("payment-provider-sandbox");
            assertThat(check.getData()).isEqualTo(new JsonObject().put("breaker", "open"));
        });
        assertThat(breaker()).isEqualTo(2);
    }

    @Test
    void theFirstPaymentThatIsAnsweredOpensTheWayForAll() {
        // Given
        payments.undeploy();
        payments.deploy(sparing(Duration.ofMillis(200)));
        open();
        // When
        payments.eventually(() -> breaker() == 1);
        AuthorizationState probe =
                payments.authorize(request(card("tok_approve"))).state();
        // Then
        assertThat(probe).isEqualTo(AuthorizationState.AUTHORIZED);
        assertThat(breaker()).isZero();
    }

    @Test
    void everySecondAnswerThatIsLostIsTooMany() {
        // Given
        payments.undeploy();
        payments.deploy(config(3, 50, Duration.ofSeconds(2), Duration.ofMinutes(10)));
        // When
        AuthorizationState first =
                payments.authorize(request(card("tok_unsteady"))).state();
        AuthorizationState second =
                payments.authorize(request(card("tok_unsteady"))).state();
        // Then
        assertThat(first).isEqualTo(AuthorizationState.AUTHORIZED);
        assertThat(second).isEqualTo(AuthorizationState.PENDING);
        assertThat(breaker()).isEqualTo(2);
    }

    /** One answer that does not come is enough; the payment that waited for it. */
    private Authorize open() {
        Authorize hanging = request(card("tok_timeout_then_approve"));
        assertThat(payments.authorize(hanging).state()).isEqualTo(AuthorizationState.PENDING);
        assertThat(breaker()).isGreaterThan(0);
        return hanging;
    }

    private double breaker() {
        return payments.harness
                .context()
                .meters()
                .get("ticketsafe.payments.provider.breaker")
                .tag("provider", "sandbox")
                .gauge()
                .value();
    }

    private static PaymentsConfig sparing(Duration openFor) {
        return config(1, 1, ONE_ATTEMPT, openFor);
    }

    private static PaymentsConfig config(int fewestCalls, int percent, Duration timeout, Duration openFor) {
        PaymentsConfig base = PaymentsFixture.config(timeout, Duration.ofSeconds(8), true);
        return new PaymentsConfig(
                base.providerTimeout(),
                base.providerBudget(),
                null,
                base.recoverAfter(),
                base.recoveryPause(),
                null,
                null,
                base.sandbox(),
                null,
                new PaymentsConfig.Breaker(Duration.ofMinutes(1), fewestCalls, percent, openFor),
                null);
    }
}
