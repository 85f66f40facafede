package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.AuthorizeIT.refusedWith;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.Webhook;
import io.ticketsafe.payments.sandbox.TestSignatures;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookIT {
    private static PaymentsFixture payments;

    @BeforeAll
    static void start() {
        payments = new PaymentsFixture(PaymentsFixture.config());
    }

    @AfterAll
    static void stop() {
        payments.close();
    }

    @Test
    void aSignedMessageMakesUsLookAtTheBank() {
        // Given
        Authorize request = request(pix());
        payments.authorize(request);
        await(payments.database.query(
                "UPDATE sandbox_charge SET state = 'captured' WHERE payment_id = $1", request.paymentId()));
        // When
        hear("sandbox", message(request.paymentId()), Instant.now());
        // Then
        assertThat(payments.get(request.paymentId()).status()).isEqualTo(PaymentStatus.SUCCEEDED);
    }

    @Test
    void whatTheMessageSaysIsNotBelieved() {
        // Given
        Authorize request = request(pix());
        payments.authorize(request);
        // When
        hear("sandbox", message(request.paymentId()), Instant.now());
        // Then
        assertThat(payments.get(request.paymentId()).status()).isEqualTo(PaymentStatus.REQUIRES_ACTION);
    }

    @Test
    void aPaymentThatIsNotOursIsAcknowledged() {
        hear("sandbox", message(Ids.next()), Instant.now());
    }

    @Test
    void wrongOldAndForeignMessagesAreRefused() {
        // Given
        String body = message(Ids.next());
        Webhook forged = new Webhook("sandbox", Map.of("Sandbox-Signature", "t=1,v1=00"), body);
        Webhook unsigned = new Webhook("sandbox", null, null);
        // When / Then
        assertThatThrownBy(() ->
                        payments.harness.call(PaymentOperations.WEBHOOK, forged, payments.harness.anonymousCall()))
                .satisfies(refusedWith(FaultCode.UNAUTHENTICATED));
        assertThatThrownBy(() ->
                        payments.harness.call(PaymentOperations.WEBHOOK, unsigned, payments.harness.anonymousCall()))
                .satisfies(refusedWith(FaultCode.UNAUTHENTICATED));
        assertThatThrownBy(() -> hear("sandbox", body, Instant.now().minus(Duration.ofMinutes(6))))
                .satisfies(refusedWith(FaultCode.UNAUTHENTICATED));
        assertThatThrownBy(() -> hear("elsewhere", body, Instant.now())).satisfies(refusedWith(FaultCode.NOT_FOUND));
        assertThatThrownBy(() -> hear("sandbox", "[]", Instant.now())).satisfies(refusedWith(FaultCode.VALIDATION));
    }

    @Test
    void aMessageIsHeardWhileBuyersTakeAllTheirRoom() {
        // Given
        Duration longest = Duration.ofSeconds(9);
        payments.undeploy();
        payments.deploy(new PaymentsConfig(
                longest,
                longest,
                1,
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                null,
                null,
                PaymentsFixture.config().sandbox(),
                null,
                null,
                null));
        Authorize paid = request(pix());
        payments.authorize(paid);
        await(payments.database.query(
                "UPDATE sandbox_charge SET state = 'captured' WHERE payment_id = $1", paid.paymentId()));
        Authorize hanging = request(card("tok_timeout_then_approve"));
        Future<Authorization> buyer = payments.harness
                .context()
                .bus()
                .call(PaymentOperations.AUTHORIZE, hanging, payments.harness.serviceCall());
        payments.eventually(() ->
                payments.number("SELECT count(*) FROM sandbox_charge WHERE payment_id = $1", hanging.paymentId()) == 1);
        // When
        hear("sandbox", message(paid.paymentId()), Instant.now());
        // Then
        assertThat(buyer.isComplete()).isFalse();
        assertThat(payments.get(paid.paymentId()).status()).isEqualTo(PaymentStatus.SUCCEEDED);
        await(buyer);
        payments.undeploy();
        payments.deploy(PaymentsFixture.config());
    }

    @Test
    void withoutTheSandboxThereIsNothingOfIt() {
        // Given
        Authorize request = request(card("tok_action"));
        payments.authorize(request);
        payments.undeploy();
        payments.deploy(PaymentsFixture.config(Duration.ofSeconds(1), Duration.ofSeconds(1), false));
        // When / Then
        assertThatThrownBy(() -> payments.completeAction(request.paymentId()))
                .satisfies(refusedWith(FaultCode.NOT_FOUND));
        assertThatThrownBy(() -> payments.payPix(request.paymentId())).satisfies(refusedWith(FaultCode.NOT_FOUND));
        assertThatThrownBy(() -> hear("sandbox", message(request.paymentId()), Instant.now()))
                .satisfies(refusedWith(FaultCode.NOT_FOUND));
        assertThatThrownBy(() -> payments.authorize(request(card("tok_approve"))))
                .satisfies(refusedWith(FaultCode.METHOD_UNAVAILABLE));
        assertThat(payments.voidPayment(request.paymentId()).payment().status()).isEqualTo(PaymentStatus.CANCELED);
        payments.undeploy();
        payments.deploy(PaymentsFixture.config());
    }

    private static String message(UUID paymentId) {
        return "{\"paymentId\":\"" + paymentId + "\",\"type\":\"payment.captured\",\"extra\":{}}";
    }

    private static void hear(String provider, String body, Instant at) {
        Map<String, String> headers = Map.of("Sandbox-Signature", TestSignatures.withDevSecret(body, at));
        payments.harness.call(
                PaymentOperations.WEBHOOK, new Webhook(provider, headers, body), payments.harness.anonymousCall());
    }
}
