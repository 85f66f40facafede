package io.ticketsafe.app.payments;

import static io.ticketsafe.app.payments.StripeHouse.CARD;
import static io.ticketsafe.app.payments.StripeHouse.PIX;
import static io.ticketsafe.app.payments.StripeHouse.VISA;
import static io.ticketsafe.app.payments.StripeHouse.hear;
import static io.ticketsafe.app.payments.StripeHouse.idOf;
import static io.ticketsafe.app.payments.StripeHouse.sign;
import static io.ticketsafe.app.payments.StripeHouse.stripe;
import static io.ticketsafe.app.payments.StripeHouse.tell;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.payments.StripeHouse.Event;
import io.ticketsafe.app.payments.StripeHouse.Order;
import io.ticketsafe.payments.stripe.StripeDouble;
import io.ticketsafe.payments.stripe.StripeDouble.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Buying with Stripe as buyers and Stripe itself see it, over HTTP on both sides: what goes well, and all that may go wrong. */
@ExtendWith(StripeHouse.class)
class StripeOverHttpIT {
    private static ApiClient buyer;
    private static Event event;

    @BeforeAll
    static void open() {
        buyer = StripeHouse.register("buyer");
        event = Event.in("BRL");
    }

    @Test
    void aCardPaysForATicket() {
        // Given
        Order order = event.order(buyer, 1);
        // When
        JsonNode payment = order.pay(VISA).expect(201).json();
        // Then
        assertThat(payment.path("status").asText()).isEqualTo("succeeded");
        order.assertPaidOnce(idOf(payment));
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa_chargeDeclined, 402, CARD_DECLINED",
        "pm_card_visa_chargeDeclinedInsufficientFunds, 402, INSUFFICIENT_FUNDS",
        "pm_card_chargeDeclinedExpiredCard, 402, CARD_DECLINED",
        "pm_nobody_knows, 400, VALIDATION"
    })
    void aDeclinedCardLeavesTheOrderToBePaidWithAnother(String token, int status, String code) {
        // Given
        Order order = event.order(buyer, 1);
        // When
        order.pay(CARD.formatted(token)).refused(status, code);
        // Then
        assertThat(order.status()).isEqualTo("pending");
        assertThat(order.pay(VISA).expect(201).json().path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void aSecondStepIsPassedAndStripeTellsUs() {
        // Given
        Order order = event.order(buyer, 1);
        JsonNode payment = order.pay(CARD.formatted("pm_card_authenticationRequired"))
                .expect(201)
                .json();
        assertThat(payment.path("status").asText()).isEqualTo("requires_action");
        assertThat(payment.at("/nextAction/url").asText()).startsWith("https://hooks.stripe.com/");
        UUID id = idOf(payment);
        // When
        stripe().passAction(id);
        assertThat(tell("payment_intent.amount_capturable_updated", id)).isEqualTo(204);
        // Then
        Eventually.get("the order is paid", order::status, "paid"::equals);
        order.assertPaidOnce(idOf(payment));
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void whateverGoesWrongOnTheWayTheBuyerPaysOnce(Trouble trouble) {
        // Given
        Order order = event.order(buyer, 1);
        stripe().next("create", trouble);
        stripe().next("confirm", trouble);
        stripe().next("capture", trouble);
        // When
        JsonNode payment = order.pay(VISA).expect(201).json();
        // Then
        Eventually.get("the order is paid", order::status, "paid"::equals);
        Eventually.get("the money has moved", () -> stripe().receivedBy(idOf(payment)), minor -> minor == 12_500);
        order.assertPaidOnce(idOf(payment));
    }

    @Test
    void aPixIsPaidAndToldThreeTimes() {
        // Given
        Order order = event.order(buyer, 1);
        JsonNode payment = order.pay(PIX).expect(201).json();
        assertThat(payment.at("/nextAction/pixCode").asText()).startsWith("000201");
        UUID id = idOf(payment);
        // When
        stripe().payPix(id);
        // Then
        assertThat(List.of(
                        tell("payment_intent.succeeded", id),
                        tell("payment_intent.succeeded", id),
                        tell("charge.succeeded", id)))
                .containsOnly(204);
        Eventually.get("the order is paid", order::status, "paid"::equals);
        order.assertPaidOnce(idOf(payment));
    }

    @Test
    void forgedStaleAndChangedMessagesAreRefused() {
        // Given
        Order order = event.order(buyer, 1);
        UUID id = idOf(order.pay(PIX).expect(201).json());
        stripe().payPix(id);
        String body = StripeDouble.event("payment_intent.succeeded", stripe().intentOf(id));
        Instant now = Instant.now();
        // When / Then
        assertThat(hear(body, "t=" + now.getEpochSecond() + ",v1=" + "ab".repeat(32)))
                .isEqualTo(401);
        assertThat(hear(body, sign(body, now.minus(Duration.ofMinutes(6))))).isEqualTo(401);
        assertThat(hear(body.replace("\n", ""), sign(body, now))).isEqualTo(401);
        assertThat(hear(body, null)).isEqualTo(401);
        assertThat(order.status()).isEqualTo("pending");
        assertThat(hear(body, sign(body, now))).isEqualTo(204);
        Eventually.get("the order is paid", order::status, "paid"::equals);
    }

    @Test
    void aTicketGoesBackAndSoDoesItsMoney() {
        // Given
        Order order = event.order(buyer, 1);
        JsonNode payment = order.pay(VISA).expect(201).json();
        stripe().next("refund", Trouble.LOST_ANSWER);
        // When
        order.refund("{\"reason\": \"ill\"}").expect(201);
        // Then
        Eventually.get("the order is refunded", order::status, "refunded"::equals);
        assertThat(stripe().refundsOf(idOf(payment))).hasSize(1);
        assertThat(stripe().refundsOf(idOf(payment)).get(0).path("amount").asLong())
                .isEqualTo(12_500);
    }

    @Test
    void aCurrencyThatStripeLacksIsRefusedClearly() {
        // Given
        Order order = Event.in("CHF").order(buyer, 1);
        // When
        JsonNode refusal = order.pay(VISA).refused(400, "VALIDATION");
        // Then
        assertThat(refusal.toString()).contains("takes no CHF");
        assertThat(order.status()).isEqualTo("pending");
    }
}
