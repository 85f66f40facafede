package io.ticketsafe.payments.stripe;

import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.refusedWith;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.payments.stripe.StripeDouble.Trouble;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeWebhookIT {
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
    void aMessageThreeTimesCountsOnce() {
        // Given
        Authorize request = paidPix();
        // When
        shop.tell("payment_intent.succeeded", request.paymentId());
        shop.tell("payment_intent.succeeded", request.paymentId());
        shop.tell("payment_intent.succeeded", request.paymentId());
        // Then
        assertThat(shop.payments.number("SELECT count(*) FROM ledger WHERE payment_id = $1", request.paymentId()))
                .isEqualTo(2);
        assertThat(shop.payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_CAPTURED);
    }

    @Test
    void messagesOutOfOrderChangeNothing() {
        // Given
        Authorize request = request(pix());
        shop.payments.authorize(request);
        JsonNode old = shop.stripe.intentOf(request.paymentId());
        shop.stripe.payPix(request.paymentId());
        // When
        shop.tell("payment_intent.succeeded", request.paymentId());
        shop.tell("payment_intent.requires_action", old);
        shop.tell("payment_intent.payment_failed", old);
        // Then
        assertThat(shop.payments.get(request.paymentId()).status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(shop.payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_CAPTURED);
    }

    @Test
    void whatAMessageSaysIsNotBelieved() {
        // Given
        Authorize request = request(pix());
        shop.payments.authorize(request);
        ObjectNode invented = shop.stripe.intentOf(request.paymentId()).deepCopy();
        // When
        shop.tell("payment_intent.succeeded", invented.put("status", "succeeded"));
        // Then
        assertThat(shop.payments.get(request.paymentId()).status()).isEqualTo(PaymentStatus.REQUIRES_ACTION);
    }

    @Test
    void aMessageBeforeTheAnswerEndsThePayment() {
        // Given
        shop.stripe.next("confirm", Trouble.LATE_ANSWER);
        Authorize request = request(card(StripeBooks.VISA));
        UUID id = request.paymentId();
        Future<Authorization> answer = shop.payments
                .harness
                .context()
                .bus()
                .call(PaymentOperations.AUTHORIZE, request, shop.payments.harness.serviceCall());
        shop.payments.eventually(() -> "requires_capture".equals(shop.stripe.statusOf(id)));
        // When
        shop.tell("payment_intent.amount_capturable_updated", id);
        // Then
        assertThat(shop.payments.authorize(request).state()).isEqualTo(AuthorizationState.AUTHORIZED);
        shop.payments.eventually(answer::succeeded);
        assertThat(answer.result().state()).isEqualTo(AuthorizationState.AUTHORIZED);
        assertThat(shop.payments.allFactsAbout(id)).containsExactly(Facts.PAYMENT_AUTHORIZED);
    }

    @Test
    void aMessageAboutAPaymentThatHasOnlyBegunLeavesItToWhoeverBeganIt() {
        // Given
        shop.makeImpatient();
        shop.stripe.acceptKey("another");
        Authorize request = request(card(StripeBooks.VISA));
        UUID id = request.paymentId();
        shop.payments.authorize(request);
        shop.stripe.acceptKey(StripeDouble.KEY);
        shop.makePatient();
        // When
        shop.tell("payment_intent.created", about(id));
        // Then
        assertThat(shop.stripe.statusOf(id)).isEqualTo("requires_payment_method");
        assertThat(shop.stripe.count("confirm", id)).isZero();
        shop.payments.makeDue(id);
        shop.payments.eventually(() -> shop.payments.factsAbout(id).contains(Facts.PAYMENT_AUTHORIZED));
    }

    @Test
    void aMessageWhileStripeCannotBeAskedIsToBeRepeated() {
        // Given
        Authorize request = paidPix();
        shop.makeImpatient();
        shop.stripe.acceptKey("another");
        // When / Then
        assertThatThrownBy(() -> shop.tell("payment_intent.succeeded", request.paymentId()))
                .satisfies(refusedWith(FaultCode.UNAVAILABLE));
        shop.stripe.acceptKey(StripeDouble.KEY);
        shop.makePatient();
    }

    @Test
    void eachOfTheSecretsIsTaken() {
        // Given
        String body = StripeDouble.event("payment_intent.created", stranger());
        Instant now = Instant.now();
        String wrong = StripeShop.sign("whsec_somebody_elses", body, now);
        // When / Then
        assertThatCode(() -> shop.hear(body, StripeShop.sign(StripeShop.OLD_SECRET, body, now)))
                .doesNotThrowAnyException();
        assertThatCode(() -> shop.hear(
                        body,
                        wrong + ",v1="
                                + StripeShop.sign(StripeShop.SECRET, body, now).split("v1=")[1]))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> shop.hear(body, wrong)).satisfies(refusedWith(FaultCode.UNAUTHENTICATED));
    }

    @Test
    void forgedStaleAndUnsignedMessagesAreRefused() {
        // Given
        Authorize request = paidPix();
        String body = StripeDouble.event("payment_intent.succeeded", shop.stripe.intentOf(request.paymentId()));
        Instant now = Instant.now();
        // When / Then
        assertRefused(body, null);
        assertRefused(body, "t=" + now.getEpochSecond() + ",v1=" + "0".repeat(64));
        assertRefused(body + " ", StripeShop.sign(StripeShop.SECRET, body, now));
        assertRefused(body, StripeShop.sign(StripeShop.SECRET, body, now.minus(Duration.ofMinutes(6))));
        assertRefused(body, StripeShop.sign(StripeShop.SECRET, body, now.plus(Duration.ofMinutes(6))));
        assertThat(shop.payments.get(request.paymentId()).status()).isEqualTo(PaymentStatus.REQUIRES_ACTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\": \"customer.created\", \"data\": {\"object\": {\"id\": \"cus_1\"}}}",
                "{\"type\": \"payment_intent.succeeded\", \"data\": {\"object\": {\"metadata\": {\"paymentId\": \"x\"}}}}",
                "{\"type\": \"payment_intent.succeeded\", \"account\": \"acct_1\", \"data\": {\"object\": {}}}",
                "{\"type\": 1, \"data\": []}"
            })
    void whatIsNotOursIsAcknowledged(String body) {
        assertThatCode(() -> shop.hear(body, StripeShop.sign(StripeShop.SECRET, body, Instant.now())))
                .doesNotThrowAnyException();
    }

    @Test
    void aPaymentThatIsNotKnownHereIsAcknowledged() {
        String body = StripeDouble.event("payment_intent.succeeded", stranger());
        assertThatCode(() -> shop.hear(body, StripeShop.sign(StripeShop.SECRET, body, Instant.now())))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsNoEventIsRefused() {
        for (String body : new String[] {"", "[]", "null", "{"}) {
            assertThatThrownBy(() -> shop.hear(body, StripeShop.sign(StripeShop.SECRET, body, Instant.now())))
                    .satisfies(refusedWith(FaultCode.VALIDATION));
        }
    }

    private static Authorize paidPix() {
        Authorize request = request(pix());
        shop.payments.authorize(request);
        shop.stripe.payPix(request.paymentId());
        return request;
    }

    private static JsonNode stranger() {
        return about(Ids.next());
    }

    private static JsonNode about(UUID paymentId) {
        ObjectNode intent = Json.MAPPER.createObjectNode().put("id", "pi_x").put("object", "payment_intent");
        intent.putObject("metadata").put("paymentId", paymentId.toString());
        return intent;
    }

    private static void assertRefused(String body, String signature) {
        assertThatThrownBy(() -> shop.hear(body, signature)).satisfies(refusedWith(FaultCode.UNAUTHENTICATED));
    }
}
