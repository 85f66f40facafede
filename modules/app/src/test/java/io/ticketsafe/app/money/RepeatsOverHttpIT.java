package io.ticketsafe.app.money;

import static io.ticketsafe.app.money.Purchase.card;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.inventory.Hall;
import io.ticketsafe.app.inventory.Server;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders, payments and refunds under one key: again, with another body, at the same time, by somebody else. */
@ExtendWith(Server.class)
class RepeatsOverHttpIT {
    private static final String REFUND = "{\"reason\": \"ill\"}";

    /** What says when an answer was given, or to which of the requests. */
    private static final Set<String> OF_THE_MOMENT = Set.of("date", "x-request-id", "ratelimit", "ratelimit-policy");

    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    private static String order(String hold) {
        return "{\"holdId\": \"" + hold + "\"}";
    }

    @Test
    void anOrderIsAnsweredAsTheFirstTimeEvenWhenItIsPaid() {
        // Given
        Hall hall = Hall.open();
        String body = order(Purchase.hold(hall, ana, "A-1-1"));
        String key = Server.key();
        Answer first = ana.post("/v1/orders", body, key).expect(201);
        new Purchase(hall, ana, Hall.id(first)).pay(card("tok_approve")).expect(201);
        // When
        Answer again = ana.post("/v1/orders", body, key);
        // Then
        assertSame(again, first);
        ana.post("/v1/orders", order(Purchase.hold(hall, ana, "A-1-2")), key).refused(422, "IDEMPOTENCY_MISMATCH");
        Answer other = bruno.post("/v1/orders", order(Purchase.hold(hall, bruno, "A-1-3")), key);
        assertThat(Hall.id(other)).isNotEqualTo(Hall.id(first));
        assertThat(hall.letters("A")).startsWith("shc");
        ana.post("/v1/orders", body).refused(400, "VALIDATION");
    }

    @Test
    void aPaymentIsAnsweredAsTheFirstTimeEvenWhenItIsRefunded() {
        // Given
        Hall hall = Hall.open();
        Purchase purchase = Purchase.of(hall, ana, "A-1-1");
        String key = Server.key();
        Answer first =
                ana.post(purchase.path("/payments"), card("tok_approve"), key).expect(201);
        purchase.refund(REFUND).expect(201);
        // When
        Answer again = ana.post(purchase.path("/payments"), card("tok_approve"), key);
        // Then
        assertSame(again, first);
        ana.post(purchase.path("/payments"), card("tok_decline"), key).refused(422, "IDEMPOTENCY_MISMATCH");
        Purchase another = Purchase.of(hall, ana, "A-1-2");
        ana.post(another.path("/payments"), card("tok_approve"), key).refused(422, "IDEMPOTENCY_MISMATCH");
        Purchase brunos = Purchase.of(hall, bruno, "A-1-3");
        bruno.post(brunos.path("/payments"), card("tok_approve"), key).expect(201);
        assertThat(another.payments()).isEmpty();
        assertThat(brunos.payments()).containsExactly("succeeded");
    }

    @Test
    void aDeclineIsAnsweredAsTheFirstTimeEvenWhenAnotherCardHasPaid() {
        // Given
        Purchase purchase = Purchase.of(Hall.open(), ana, "A-1-1");
        String key = Server.key();
        Answer first = ana.post(purchase.path("/payments"), card("tok_decline"), key);
        first.refused(402, "CARD_DECLINED");
        purchase.pay(card("tok_approve")).expect(201);
        // When
        Answer again = ana.post(purchase.path("/payments"), card("tok_decline"), key);
        // Then
        assertSame(again, first);
        assertThat(purchase.payments()).containsExactly("failed", "succeeded");
    }

    @Test
    void aRefundIsAnsweredAsTheFirstTimeAndGivesBackOnce() {
        // Given
        Hall hall = Hall.open();
        Purchase purchase = Purchase.paid(hall, ana, "A-1-1", "A-1-2");
        Purchase brunos = Purchase.paid(hall, bruno, "A-1-3");
        String one = "{\"tickets\": [\"%s\"]}".formatted(purchase.tickets("id").get(0));
        String key = Server.key();
        Answer first = ana.post(purchase.path("/refunds"), one, key).expect(201);
        // When
        Answer again = ana.post(purchase.path("/refunds"), one, key);
        // Then
        assertSame(again, first);
        ana.post(purchase.path("/refunds"), REFUND, key).refused(422, "IDEMPOTENCY_MISMATCH");
        bruno.post(brunos.path("/refunds"), REFUND, key).expect(201);
        assertThat(purchase.tickets("status")).containsExactlyInAnyOrder("void", "valid");
        assertThat(ana.get(purchase.path("/refunds")).json().get("items")).hasSize(1);
        ana.post(purchase.path("/refunds"), REFUND).refused(400, "VALIDATION");
    }

    @Test
    void whileAnOrderIsUnderWayItsRepeatIsToldSo() {
        // Given
        Hall hall = Hall.open();
        String body = order(Purchase.hold(hall, ana, "A-1-1"));
        // When, then
        inFlight("tickets.ticket_order", "/v1/orders", body);
        assertThat(hall.letters("A")).startsWith("cf");
    }

    @Test
    void whileAPaymentIsUnderWayItsRepeatIsToldSoAndNoOtherIsBegun() {
        // Given
        Purchase purchase = Purchase.of(Hall.open(), ana, "A-1-1");
        // When, then
        inFlight("payments.payment", purchase.path("/payments"), card("tok_approve"), () -> {
            purchase.pay(card("tok_approve")).refused(409, "WRONG_STATE");
            ana.post(purchase.path("/cancel"), "").refused(409, "WRONG_STATE");
        });
        assertThat(purchase.payments()).containsExactly("succeeded");
    }

    @Test
    void whileARefundIsUnderWayItsRepeatIsToldSo() {
        // Given
        Purchase purchase = Purchase.paid(Hall.open(), ana, "A-1-1");
        // When, then
        inFlight("payments.refund", purchase.path("/refunds"), REFUND);
        Eventually.get(
                "the refund succeeds",
                () -> Purchase.texts(ana.get(purchase.path("/refunds")).json().get("items"), "status"),
                List.of("succeeded")::equals);
        assertThat(purchase.status()).isEqualTo("refunded");
    }

    private static void inFlight(String table, String path, String body) {
        inFlight(table, path, body, () -> {});
    }

    /** The first request is held up where it writes into the table. */
    private static void inFlight(String table, String path, String body, Runnable meanwhile) {
        String key = Server.key();
        CompletableFuture<Answer> first;
        try (Postgres.Held held = Postgres.hold(table)) {
            first = ana.postLater(path, body, key);
            held.awaitSomebody();
            ana.post(path, body, key).refused(409, "IDEMPOTENCY_IN_FLIGHT");
            meanwhile.run();
        }
        first.join().expect(201);
        Answer again = Eventually.get(
                "the repeat is answered", () -> ana.post(path, body, key), answer -> answer.status() != 409);
        assertSame(again, first.join());
    }

    private static void assertSame(Answer again, Answer first) {
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(headers(again)).isEqualTo(headers(first));
    }

    private static Map<String, List<String>> headers(Answer answer) {
        Map<String, List<String>> lasting = new TreeMap<>(answer.headers().map());
        lasting.keySet().removeIf(name -> OF_THE_MOMENT.contains(name.toLowerCase(Locale.ROOT)));
        return lasting;
    }
}
