package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Money that comes wrong, twice, or is told of too early, too often and by the wrong people. */
class PaymentTroublesIT {
    private static final String WEBHOOK_SECRET = "a secret for this test only";
    private static final AtomicInteger SEATS = new AtomicInteger();

    private static Node node;
    private static ApiClient anonymous;
    private static ApiClient buyer;
    private static Stage stage;

    @BeforeAll
    static void start() {
        Map<String, String> settings = Installation.create().settings();
        settings.put("payments.providerTimeout", "4s");
        settings.put("payments.sandbox.webhookSecret", WEBHOOK_SECRET);
        node = ServiceHarness.await(Node.start(ConfigLoader.load(Config.class, null, Map.of(), settings)));
        ServiceHarness.await(node.becomeReady());
        anonymous = ApiClient.anonymous("http://127.0.0.1:" + node.httpPort());
        stage = Stage.open(anonymous);
        buyer = anonymous.register("buyer");
    }

    @AfterAll
    static void stop() {
        ServiceHarness.await(node.stop());
    }

    @Test
    void aCardThatBringsAnotherAmountIsRefusedAndTheOrderMayBePaidAgain() {
        // Given
        OneSeatOrder order = order();
        // When
        order.payByCard("tok_wrong_amount").refused(402, "WRONG_AMOUNT");
        // Then
        assertThat(order.status()).isEqualTo("pending");
        assertThat(order.payments()).containsExactly("failed");
        order.payByCard("tok_approve").expect(201);
        assertThat(order.status()).isEqualTo("paid");
    }

    @Test
    void aPixOfAnotherAmountGoesBackAndBuysNothing() {
        // Given
        OneSeatOrder order = order();
        String payment = order.payByPix();
        // When
        var paid = pay(payment, "{\"amountMinor\": 100}").expect(200).json();
        // Then
        assertThat(paid.get("status").asText()).isEqualTo("failed");
        assertThat(paid.get("failure").get("code").asText()).isEqualTo("WRONG_AMOUNT");
        assertThat(paid.get("refunded").get("amountMinor").asInt()).isEqualTo(100);
        Eventually.get("the order knows", order::payments, payments -> payments.contains("failed"));
        assertThat(order.status()).isEqualTo("pending");
        pay(order.payByPix(), "").expect(200);
        Eventually.get("the order is paid", order::status, "paid"::equals);
    }

    @Test
    void theSecondOfTwoPaymentsGoesBack() {
        // Given
        OneSeatOrder order = order();
        String first = order.payByPix();
        String second = order.payByPix();
        // When
        pay(first, "").expect(200);
        Eventually.get("the order is paid", order::status, "paid"::equals);
        pay(second, "").expect(200);
        // Then
        Eventually.get(
                "the second payment went back",
                () -> buyer.get("/v1/payments/" + second).expect(200).json(),
                payment -> payment.path("refunded").path("amountMinor").asInt() == Stage.SEAT_PRICE);
        assertThat(buyer.get("/v1/payments/" + first)
                        .json()
                        .get("refunded")
                        .get("amountMinor")
                        .asInt())
                .isZero();
        assertThat(order.now().get("tickets")).hasSize(1);
    }

    @Test
    void aWebhookBeforeTheAnswerAndThreeTimesMakesOneTicket() {
        // Given
        OneSeatOrder order = order();
        CompletableFuture<ApiClient.Answer> answer =
                CompletableFuture.supplyAsync(() -> order.payByCard("tok_timeout_then_approve"));
        String payment = Eventually.get(
                "the payment is under way",
                () -> order.now().path("payments").path(0).path("id").asText(),
                id -> !id.isEmpty());
        String body = "{\"paymentId\": \"" + payment + "\", \"type\": \"payment.authorized\"}";
        // When
        for (int time = 1; time <= 3; time++) {
            hear(body, signature(body, Instant.now())).expect(204);
        }
        // Then
        assertThat(answer.join().status()).isEqualTo(201);
        Eventually.get("the order is paid", order::status, "paid"::equals);
        assertThat(order.now().get("tickets")).hasSize(1);
        Eventually.get("the money was taken", order::payments, payments -> payments.contains("succeeded"));
        hear(body, signature(body, Instant.now())).expect(204);
        assertThat(order.now().get("tickets")).hasSize(1);
    }

    @Test
    void forgedAndStaleWebhooksAreRefused() {
        // Given
        OneSeatOrder order = order();
        String body = "{\"paymentId\": \"" + order.payByPix() + "\", \"type\": \"payment.captured\"}";
        String old = signature(body, Instant.now().minus(Duration.ofMinutes(6)));
        String ofAnotherBody = signature(body + " ", Instant.now());
        // When / Then
        hear(body, old).refused(401, "UNAUTHENTICATED");
        hear(body, ofAnotherBody).refused(401, "UNAUTHENTICATED");
        hear(body, "t=1,v1=00").refused(401, "UNAUTHENTICATED");
        assertThat(order.status()).isEqualTo("pending");
    }

    private static OneSeatOrder order() {
        return OneSeatOrder.of(buyer, stage, "A-1-" + SEATS.incrementAndGet());
    }

    private static ApiClient.Answer pay(String pix, String body) {
        return anonymous.post("/v1/sandbox/pix/" + pix + "/pay", body);
    }

    private static ApiClient.Answer hear(String body, String signature) {
        return anonymous.postWith("/v1/payments/webhooks/sandbox", body, "Sandbox-Signature", signature);
    }

    private static String signature(String body, Instant at) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signed = at.getEpochSecond() + "." + body;
            return "t=" + at.getEpochSecond() + ",v1="
                    + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
