package io.ticketsafe.app.money;

import static io.ticketsafe.app.money.Purchase.card;
import static io.ticketsafe.app.money.Purchase.payPix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.inventory.Hall;
import io.ticketsafe.app.inventory.Server;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a buyer, an organiser and a bank do at the same moment. Who wins is open; that money and tickets agree is not. */
@ExtendWith(Server.class)
class RacesOverHttpIT {
    private static final int RIVALS = 8;
    private static final String REFUND = "{\"reason\": \"ill\"}";

    private static ApiClient ana;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
    }

    private static List<Answer> together(Stream<CompletableFuture<Answer>> requests) {
        return requests.toList().stream().map(CompletableFuture::join).toList();
    }

    private static <T> CompletableFuture<T> later(Supplier<T> act) {
        return CompletableFuture.supplyAsync(act);
    }

    @Test
    void ofManyPaymentsAtOnceOneTakesMoney() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1", "A-1-2");
        // When
        List<Answer> answers =
                together(IntStream.range(0, RIVALS).mapToObj(i -> order.payLater(card("tok_approve"), Server.key())));
        // Then
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> answer.refused(409, "WRONG_STATE"));
        assertThat(order.payments()).containsExactly("succeeded");
        assertThat(order.tickets("status")).containsExactly("valid", "valid");
    }

    @Test
    void underOneKeyManyPaymentsAreOne() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        String key = Server.key();
        // When
        List<Answer> answers =
                together(IntStream.range(0, RIVALS).mapToObj(i -> order.payLater(card("tok_approve"), key)));
        // Then
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 201)
                .isNotEmpty()
                .extracting(Answer::text)
                .containsOnly(ana.post(order.path("/payments"), card("tok_approve"), key)
                        .expect(201)
                        .text());
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> answer.refused(409, "IDEMPOTENCY_IN_FLIGHT"));
        assertThat(order.payments()).containsExactly("succeeded");
    }

    @RepeatedTest(5)
    void whoCancelsWhilePayingHasTicketsOrTheMoney() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        // When
        List<Answer> answers = together(Stream.of(
                order.payLater(card("tok_approve"), Server.key()),
                ana.postLater(order.path("/cancel"), "", Server.key())));
        // Then
        assertThat(answers)
                .extracting(Answer::status)
                .containsAnyOf(200, 201)
                .allMatch(Set.of(200, 201, 409)::contains);
        if (answers.get(0).status() == 201) {
            assertThat(order.status()).isEqualTo("paid");
            assertThat(order.tickets("status")).containsExactly("valid");
        } else {
            assertThat(order.status()).isEqualTo("canceled");
            assertThat(order.now().path("tickets")).isEmpty();
            assertThat(order.payments()).doesNotContain("succeeded");
            assertThat(order.hall().letters("A")).startsWith("f");
        }
    }

    @RepeatedTest(3)
    void whoCancelsWhileAPixIsPaidHasTicketsOrTheMoney() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        String pix = order.pix();
        // When
        together(Stream.of(later(() -> payPix(pix)), ana.postLater(order.path("/cancel"), "", Server.key())));
        // Then
        Eventually.get("the order has ended", order::status, status -> !status.equals("pending"));
        if (order.status().equals("canceled")) {
            order.goesBack(pix);
            assertThat(order.now().path("tickets")).isEmpty();
        } else {
            assertThat(order.status()).isEqualTo("paid");
            assertThat(order.tickets("status")).containsExactly("valid");
            assertThat(order.payment(pix).at("/refunded/amountMinor").asLong()).isZero();
        }
    }

    @RepeatedTest(3)
    void aTicketThatIsRefundedWhileItsEventIsCanceledIsPaidBackOnce() {
        // Given
        Hall hall = Hall.open();
        Purchase order = Purchase.paid(hall, ana, "A-1-1", "A-1-2");
        String payment = order.now().at("/payments/0/id").asText();
        String one = "{\"tickets\": [\"" + order.tickets("id").get(0) + "\"]}";
        // When
        together(Stream.of(
                ana.postLater(order.path("/refunds"), one, Server.key()),
                hall.organizer().postLater(hall.path("/cancel"), "{\"reason\": \"rain\"}", Server.key()),
                ana.postLater(order.path("/refunds"), REFUND, Server.key())));
        // Then
        order.becomes("refunded");
        order.goesBack(payment);
        Eventually.get(
                "every refund has succeeded",
                () -> Purchase.texts(ana.get(order.path("/refunds")).json().get("items"), "status"),
                statuses -> Set.of("succeeded").containsAll(statuses));
        assertThat(order.now().at("/refunded/amountMinor").asLong()).isEqualTo(2 * Hall.FULL);
        assertThat(order.tickets("status")).containsOnly("void");
    }

    @RepeatedTest(3)
    void aPixAndACardAtOnceBuyOneTicketForOnePrice() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        String pix = order.pix();
        // When
        together(Stream.of(later(() -> payPix(pix)), order.payLater(card("tok_approve"), Server.key())));
        // Then
        order.becomes("paid");
        assertThat(order.tickets("status")).containsExactly("valid");
        Eventually.get(
                "one price is kept",
                () -> order.now().get("payments").findValuesAsText("id").stream()
                        .map(order::payment)
                        .filter(payment -> Set.of("succeeded", "partially_refunded", "refunded")
                                .contains(payment.get("status").asText()))
                        .mapToLong(payment -> payment.at("/amount/amountMinor").asLong()
                                - payment.at("/refunded/amountMinor").asLong())
                        .sum(),
                kept -> kept == Hall.FULL);
    }
}
