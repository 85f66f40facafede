package io.ticketsafe.app.payments;

import static io.ticketsafe.app.payments.StripeHouse.CARD;
import static io.ticketsafe.app.payments.StripeHouse.PIX;
import static io.ticketsafe.app.payments.StripeHouse.PRICE;
import static io.ticketsafe.app.payments.StripeHouse.VISA;
import static io.ticketsafe.app.payments.StripeHouse.idOf;
import static io.ticketsafe.app.payments.StripeHouse.stripe;
import static io.ticketsafe.app.payments.StripeHouse.tell;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.payments.StripeHouse.Event;
import io.ticketsafe.app.payments.StripeHouse.Order;
import io.ticketsafe.payments.stripe.StripeDouble.Trouble;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stripe tells too early, in the wrong order, of other money; payers change their mind; money goes back in parts. */
@ExtendWith(StripeHouse.class)
class StripeTroublesOverHttpIT {
    private static ApiClient buyer;
    private static Event event;

    @BeforeAll
    static void open() {
        buyer = StripeHouse.register("buyer");
        event = Event.in("BRL");
    }

    @Test
    void aMessageBeforeTheAnswerAndThreeTimesMakesOneTicket() {
        // Given
        Order order = event.order(buyer, 1);
        stripe().next("confirm", Trouble.LATE_ANSWER);
        CompletableFuture<Answer> answer = order.payLater(VISA);
        UUID payment = UUID.fromString(Eventually.get(
                "the payment is under way",
                () -> order.now().at("/payments/0/id").asText(),
                id -> !id.isEmpty()));
        Eventually.get("Stripe has it", () -> stripe().statusOf(payment), "requires_capture"::equals);
        // When
        for (int time = 1; time <= 3; time++) {
            assertThat(tell("payment_intent.amount_capturable_updated", payment))
                    .isEqualTo(204);
        }
        // Then
        answer.join().expect(201);
        Eventually.get("the order is paid", order::status, "paid"::equals);
        Eventually.get("the money has moved", () -> stripe().receivedBy(payment), minor -> minor == PRICE);
        order.assertPaidOnce(payment);
    }

    @Test
    void messagesInTheWrongOrderChangeNothing() {
        // Given
        Order order = event.order(buyer, 1);
        UUID payment = idOf(order.pay(PIX).expect(201).json());
        JsonNode before = stripe().intentOf(payment);
        stripe().payPix(payment);
        // When
        assertThat(tell("payment_intent.succeeded", payment)).isEqualTo(204);
        assertThat(tell("payment_intent.requires_action", before)).isEqualTo(204);
        assertThat(tell("payment_intent.payment_failed", before)).isEqualTo(204);
        assertThat(tell("payment_intent.created", before)).isEqualTo(204);
        // Then
        Eventually.get("the order is paid", order::status, "paid"::equals);
        order.assertPaidOnce(payment);
    }

    @Test
    void aSecondStepThatFailsLeavesTheOrderToBePaidOtherwise() {
        // Given
        Order order = event.order(buyer, 1);
        UUID payment = idOf(order.pay(CARD.formatted("pm_card_authenticationRequired"))
                .expect(201)
                .json());
        // When
        stripe().failAttempt(payment, "payment_intent_authentication_failure", "The bank did not know you.");
        assertThat(tell("payment_intent.payment_failed", payment)).isEqualTo(204);
        // Then
        Eventually.get(
                "the payment has failed",
                () -> order.now().at("/payments/0/status").asText(),
                "failed"::equals);
        assertThat(order.payment(payment).at("/failure/code").asText()).isEqualTo("CARD_DECLINED");
        assertThat(order.status()).isEqualTo("pending");
        order.assertPaidOnce(idOf(order.pay(VISA).expect(201).json()));
    }

    @Test
    void whoeverWaitsForAPixMayPayByCardAndALatePixGoesBack() {
        // Given
        Order order = event.order(buyer, 1);
        UUID pix = idOf(order.pay(PIX).expect(201).json());
        UUID card = idOf(order.pay(VISA).expect(201).json());
        Eventually.get("the Pix is given up", () -> stripe().statusOf(pix), "canceled"::equals);
        // When
        stripe().payPix(pix);
        assertThat(tell("payment_intent.succeeded", pix)).isEqualTo(204);
        // Then
        Eventually.get("the Pix goes back", () -> refunded(pix), minor -> minor == PRICE);
        order.assertPaidOnce(card);
    }

    @Test
    void aPixOfAnotherAmountBuysNothingAndGoesBack() {
        // Given
        Order order = event.order(buyer, 1);
        UUID payment = idOf(order.pay(PIX).expect(201).json());
        // When
        stripe().receive(payment, PRICE - 100);
        assertThat(tell("payment_intent.succeeded", payment)).isEqualTo(204);
        // Then
        Eventually.get("the money goes back", () -> refunded(payment), minor -> minor == PRICE - 100);
        JsonNode failed = order.payment(payment);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/failure/code").asText()).isEqualTo("WRONG_AMOUNT");
        assertThat(order.status()).isEqualTo("pending");
        assertThat(order.now().path("tickets")).isEmpty();
    }

    @Test
    void ticketsGoBackOneByOneAndEachWithItsMoney() {
        // Given
        Order order = event.order(buyer, 3);
        UUID payment = idOf(order.pay(VISA).expect(201).json());
        JsonNode tickets = order.now().path("tickets");
        // When
        order.refund(of(tickets.get(0))).expect(201);
        // Then
        Eventually.get("one is back", () -> refunded(payment), minor -> minor == PRICE);
        assertThat(order.status()).isEqualTo("partially_refunded");
        Eventually.get(
                "the payment shows it",
                () -> order.payment(payment).path("status").asText(),
                "partially_refunded"::equals);
        order.refund(of(tickets.get(0))).refused(409, "WRONG_STATE");
        order.refund("{\"reason\": \"ill\"}").expect(201);
        Eventually.get("all is back", () -> refunded(payment), minor -> minor == 3 * PRICE);
        Eventually.get(
                "both refunds have succeeded",
                () -> buyer.get(order.path("/refunds"))
                        .expect(200)
                        .json()
                        .get("items")
                        .findValuesAsText("status"),
                List.of("succeeded", "succeeded")::equals);
        assertThat(order.status()).isEqualTo("refunded");
    }

    @Test
    void aRefundThatIsUnderWayEndsWhenStripeTells() {
        // Given
        Order order = event.order(buyer, 1);
        UUID payment = idOf(order.pay(VISA).expect(201).json());
        stripe().nextRefund("pending", null);
        JsonNode refund = order.refund("{\"reason\": \"ill\"}").expect(201).json();
        assertThat(refund.path("status").asText()).isEqualTo("pending");
        // When
        stripe().setRefundStatus(payment, "succeeded");
        assertThat(tell("refund.updated", stripe().refundsOf(payment).get(0))).isEqualTo(204);
        // Then
        Eventually.get(
                "the refund has succeeded",
                () -> buyer.get(order.path("/refunds"))
                        .expect(200)
                        .json()
                        .at("/items/0/status")
                        .asText(),
                "succeeded"::equals);
        assertThat(refunded(payment)).isEqualTo(PRICE);
        assertThat(order.payment(payment).path("status").asText()).isEqualTo("refunded");
    }

    @Test
    void aRefundThatStripeRefusesIsAskedForAgainByTheOrganizer() {
        // Given
        Order order = event.order(buyer, 1);
        UUID payment = idOf(order.pay(VISA).expect(201).json());
        stripe().nextRefund(null, "charge_disputed");
        order.refund("{\"reason\": \"ill\"}").expect(201);
        assertThat(refunded(payment)).isZero();
        order.refund("{\"reason\": \"ill\"}").refused(409, "WRONG_STATE");
        // When
        event.organizer()
                .post(order.path("/refunds"), "{\"reason\": \"ill\"}", "again-" + order.id())
                .expect(201);
        // Then
        Eventually.get("the money is back", () -> refunded(payment), minor -> minor == PRICE);
        JsonNode refunds = buyer.get(order.path("/refunds")).expect(200).json().get("items");
        assertThat(refunds.findValuesAsText("status")).containsExactly("succeeded");
        assertThat(order.status()).isEqualTo("refunded");
    }

    @Test
    void aProviderThatIsSwitchedOffIsNotThere() {
        // Given
        Order order = event.order(buyer, 1);
        UUID payment = idOf(order.pay(PIX).expect(201).json());
        // When, then
        buyer.post("/v1/sandbox/pix/" + payment + "/pay", "").refused(404, "NOT_FOUND");
        buyer.post("/v1/sandbox/actions/" + payment + "/complete", "").refused(404, "NOT_FOUND");
        for (String provider : List.of("sandbox", "nobody", "desk")) {
            buyer.post("/v1/payments/webhooks/" + provider, "{}").refused(404, "NOT_FOUND");
        }
        assertThat(order.status()).isEqualTo("pending");
    }

    @Test
    void aCanceledEventGivesEverythingBack() {
        // Given
        Event canceled = Event.in("BRL");
        Order byCard = canceled.order(buyer, 2);
        UUID card = idOf(byCard.pay(VISA).expect(201).json());
        Order waiting = canceled.order(buyer, 1);
        UUID pix = idOf(waiting.pay(PIX).expect(201).json());
        // When
        canceled.organizer()
                .post("/v1/events/" + canceled.id() + "/cancel", "{\"reason\": \"rain\"}")
                .expect(200);
        // Then
        Eventually.get("the card's money is back", () -> refunded(card), minor -> minor == 2 * PRICE);
        Eventually.get("the Pix is given up", () -> stripe().statusOf(pix), "canceled"::equals);
        Eventually.get("the order is refunded", byCard::status, "refunded"::equals);
        assertThat(waiting.status()).isEqualTo("canceled");
    }

    private static String of(JsonNode ticket) {
        return "{\"tickets\": [\"" + ticket.path("id").asText() + "\"]}";
    }

    private static long refunded(UUID payment) {
        return stripe().refundsOf(payment).stream()
                .mapToLong(refund -> refund.path("amount").asLong())
                .sum();
    }
}
