package io.ticketsafe.app.money;

import static io.ticketsafe.app.money.Purchase.card;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.inventory.Hall;
import io.ticketsafe.app.inventory.Server;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every token of the sandbox's cards, and who may pay what. */
@ExtendWith(Server.class)
class CardsOverHttpIT {
    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    @ParameterizedTest
    @CsvSource({
        "tok_decline, 402, CARD_DECLINED",
        "tok_insufficient_funds, 402, INSUFFICIENT_FUNDS",
        "tok_nobody_knows, 400, VALIDATION"
    })
    void aRefusedCardLeavesTheOrderToBePaidWithAnother(String token, int status, String code) {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        // When
        JsonNode refusal = order.pay(card(token)).refused(status, code);
        // Then
        JsonNode payment = order.payment(refusal.get("paymentId").asText());
        assertThat(payment.get("status").asText()).isEqualTo("failed");
        assertThat(payment.at("/failure/code").asText()).isEqualTo(code);
        assertThat(order.status()).isEqualTo("pending");
        assertThat(order.hall().letters("A")).startsWith("cf");
        order.pay(card("tok_approve")).expect(201);
        assertThat(order.payments()).containsExactly("failed", "succeeded");
        assertThat(order.status()).isEqualTo("paid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_approve", "tok_slow", "tok_timeout_then_approve", "tok_flaky"})
    void whateverTheWayTheMoneyMovesOnce(String token) {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1", "A-1-2");
        // When
        Answer answer = order.pay(card(token)).expect(201);
        // Then
        JsonNode payment = answer.json();
        assertThat(payment.get("status").asText()).isEqualTo("succeeded");
        assertThat(payment.at("/amount/amountMinor").asLong()).isEqualTo(2 * Hall.FULL);
        assertThat(answer.header("Location"))
                .isEqualTo("/v1/payments/" + payment.get("id").asText());
        assertThat(order.status()).isEqualTo("paid");
        assertThat(order.payments()).containsExactly("succeeded");
        assertThat(order.tickets("status")).containsExactly("valid", "valid");
        assertThat(order.tickets("code")).doesNotHaveDuplicates().noneMatch(String::isBlank);
        assertThat(order.hall().letters("A")).startsWith("ssf");
        Eventually.get(
                "the money has moved",
                () -> order.payment(payment.get("id").asText()).get("status").asText(),
                "succeeded"::equals);
    }

    @Test
    void aSecondStepIsPassed() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        JsonNode waiting = order.pay(card("tok_action")).expect(201).json();
        assertThat(waiting.get("status").asText()).isEqualTo("requires_action");
        assertThat(waiting.at("/nextAction/type").asText()).isEqualTo("redirect");
        assertThat(order.status()).isEqualTo("pending");
        // When
        complete(waiting).expect(200);
        // Then
        order.becomes("paid");
        complete(waiting).expect(200);
        assertThat(order.tickets("status")).containsExactly("valid");
        assertThat(order.payments()).containsExactly("succeeded");
    }

    @Test
    void aSecondStepThatIsPassedTooLateBuysNothingThatIsSold() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        JsonNode waiting = order.pay(card("tok_action")).expect(201).json();
        order.expire();
        Purchase rival = Purchase.paid(order.hall(), bruno, "A-1-1");
        // When
        complete(waiting).expect(200);
        // Then
        Eventually.get("the payment is given up", order::payments, payments -> payments.contains("canceled"));
        Eventually.get(
                "the reservation is released",
                () -> order.payment(waiting.get("id").asText()).get("status").asText(),
                "canceled"::equals);
        assertThat(order.status()).isEqualTo("expired");
        assertThat(order.now().path("tickets")).isEmpty();
        assertThat(rival.tickets("status")).containsExactly("valid");
    }

    @Test
    void aSecondStepThatIsNeverPassedLetsTheOrderExpire() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        order.pay(card("tok_action")).expect(201);
        // When
        order.expire();
        // Then
        Eventually.get("the seat is free", () -> order.hall().letters("A"), letters -> letters.startsWith("f"));
        order.pay(card("tok_approve")).refused(409, "WRONG_STATE");
        assertThat(order.now().path("tickets")).isEmpty();
    }

    @Test
    void anOrderIsPaidOnceAndByItsBuyerAlone() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        // When, then
        bruno.post(order.path("/payments"), card("tok_approve"), Server.key()).refused(404, "NOT_FOUND");
        Server.anonymous()
                .post(order.path("/payments"), card("tok_approve"), Server.key())
                .refused(401, "UNAUTHENTICATED");
        ana.post(order.path("/payments"), card("tok_approve")).refused(400, "VALIDATION");
        order.pay("{\"method\": {\"type\": \"card\"}}").refused(400, "VALIDATION");
        order.pay(card("4242424242424242")).refused(400, "VALIDATION");
        JsonNode payment = order.pay(card("tok_approve")).expect(201).json();
        order.pay(card("tok_approve")).refused(409, "WRONG_STATE");
        bruno.get("/v1/payments/" + payment.get("id").asText()).refused(404, "NOT_FOUND");
        bruno.get(order.path("")).refused(404, "NOT_FOUND");
        assertThat(order.payments()).containsExactly("succeeded");
    }

    private static Answer complete(JsonNode waiting) {
        return Server.anonymous().post(waiting.at("/nextAction/url").asText(), "");
    }
}
