package io.ticketsafe.app.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.inventory.Hall;
import io.ticketsafe.app.inventory.Server;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Refunds whole and ticket by ticket, at the same time, and by those who may not. */
@ExtendWith(Server.class)
class RefundsOverHttpIT {
    private static final String ALL = "{\"reason\": \"ill\"}";

    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    private static String of(String... tickets) {
        return "{\"tickets\": [\"" + String.join("\", \"", tickets) + "\"]}";
    }

    private static List<String> statuses(Purchase order) {
        return Purchase.texts(
                order.buyer().get(order.path("/refunds")).expect(200).json().get("items"), "status");
    }

    private static long refunded(Purchase order) {
        return order.now().at("/refunded/amountMinor").asLong();
    }

    private static String payment(Purchase order) {
        return order.now().at("/payments/0/id").asText();
    }

    @Test
    void aWholeOrderGoesBackAndItsSeatsAreForSale() {
        // Given
        Purchase order = Purchase.paid(Hall.open(), ana, "A-1-1", "A-1-2");
        // When
        JsonNode refund = order.refund(ALL).expect(201).json();
        // Then
        assertThat(refund.at("/amount/amountMinor").asLong()).isEqualTo(2 * Hall.FULL);
        assertThat(refund.get("reason").asText()).isEqualTo("ill");
        Eventually.get("the refund succeeds", () -> statuses(order), List.of("succeeded")::equals);
        assertThat(order.status()).isEqualTo("refunded");
        assertThat(order.payments()).containsExactly("refunded");
        assertThat(order.tickets("status")).containsOnly("void");
        assertThat(order.hall().letters("A")).startsWith("fff");
        order.goesBack(payment(order));
        Purchase.paid(order.hall(), bruno, "A-1-1");
        order.refund(ALL).refused(409, "WRONG_STATE");
    }

    @Test
    void ticketsGoBackOneByOne() {
        // Given
        Purchase order = Purchase.paid(Hall.open(), ana, "A-1-1", "A-1-2");
        List<String> tickets = order.tickets("id");
        // When
        order.refund(of(tickets.get(1))).expect(201);
        // Then
        Eventually.get("the refund succeeds", () -> statuses(order), List.of("succeeded")::equals);
        assertThat(order.status()).isEqualTo("partially_refunded");
        assertThat(order.payment(payment(order)).get("status").asText()).isEqualTo("partially_refunded");
        assertThat(refunded(order)).isEqualTo(Hall.FULL);
        assertThat(order.hall().letters("A")).startsWith("sff");
        order.refund(of(tickets.get(1))).refused(409, "WRONG_STATE");
        order.refund(of(tickets.get(0))).expect(201);
        Eventually.get("both succeed", () -> statuses(order), List.of("succeeded", "succeeded")::equals);
        assertThat(order.status()).isEqualTo("refunded");
        order.goesBack(payment(order));
    }

    @Test
    void ofTwoRefundsAtTheSameTimeOneGivesBack() {
        // Given
        Purchase order = Purchase.paid(Hall.open(), ana, "A-1-1");
        // When
        List<CompletableFuture<Answer>> both = Stream.of(ALL, ALL)
                .map(body -> ana.postLater(order.path("/refunds"), body, Server.key()))
                .toList();
        // Then
        assertThat(both.stream().map(CompletableFuture::join).map(Answer::status))
                .containsExactlyInAnyOrder(201, 409);
        Eventually.get("the refund succeeds", () -> statuses(order), List.of("succeeded")::equals);
        assertThat(refunded(order)).isEqualTo(Hall.FULL);
        order.goesBack(payment(order));
    }

    @Test
    void strangersGiveNothingBackAndTheOrganizerDoes() {
        // Given
        Purchase order = Purchase.paid(Hall.open(), ana, "A-1-1");
        // When, then
        bruno.post(order.path("/refunds"), ALL, Server.key()).refused(404, "NOT_FOUND");
        bruno.get(order.path("/refunds")).refused(404, "NOT_FOUND");
        Server.anonymous().post(order.path("/refunds"), ALL, Server.key()).refused(401, "UNAUTHENTICATED");
        assertThat(order.status()).isEqualTo("paid");
        order.hall().organizer().post(order.path("/refunds"), ALL, Server.key()).expect(201);
        assertThat(order.status()).isEqualTo("refunded");
    }

    @Test
    void whatCannotGoBackIsRefused() {
        // Given
        Hall hall = Hall.open();
        Purchase unpaid = Purchase.of(hall, ana, "A-1-1");
        Purchase order = Purchase.paid(hall, ana, "A-1-2");
        Purchase other = Purchase.paid(hall, ana, "A-1-3");
        String ticket = order.tickets("id").get(0);
        // When, then
        unpaid.refund(ALL).refused(409, "WRONG_STATE");
        assertThat(order.refund(of(UUID.randomUUID().toString())).status()).isBetween(400, 409);
        assertThat(order.refund(of(other.tickets("id").get(0))).status()).isBetween(400, 409);
        order.refund(of(ticket, ticket)).refused(400, "VALIDATION");
        order.refund("{\"tickets\": []}").refused(400, "VALIDATION");
        order.refund("{\"reason\": \"card 4242 4242 4242 4242\"}").refused(400, "VALIDATION");
        assertThat(statuses(order)).isEmpty();
        assertThat(other.status()).isEqualTo("paid");
    }
}
