package io.ticketsafe.app.payments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.e2e.Installation;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.payments.stripe.StripeDouble;
import io.ticketsafe.payments.stripe.StripeDouble.Trouble;
import io.ticketsafe.payments.webhook.WebhookSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Buying with Stripe as buyers and Stripe itself see it, over HTTP on both sides: what goes well, and all that may go wrong. */
class StripeOverHttpIT {
    private static final String SECRET = "whsec_over_http_0123456789";
    private static final String CARD = "{\"method\": {\"type\": \"card\", \"token\": \"%s\"}}";
    private static final String PIX = "{\"method\": {\"type\": \"pix\"}}";
    private static final AtomicInteger SEATS = new AtomicInteger();

    private static StripeDouble stripe;
    private static Node node;
    private static String baseUrl;
    private static ApiClient buyer;
    private static String event;

    @BeforeAll
    static void start() {
        stripe = new StripeDouble();
        Map<String, String> settings = new HashMap<>(Installation.create().settings());
        settings.put("payments.sandbox.enabled", "false");
        settings.put("payments.providerTimeout", "1s");
        settings.put("payments.stripe.enabled", "true");
        settings.put("payments.stripe.apiKey", StripeDouble.KEY);
        settings.put("payments.stripe.webhookSecrets", "whsec_that_is_not_used_yet, " + SECRET);
        settings.put("payments.stripe.returnUrl", "https://shop.example/paid");
        settings.put("payments.stripe.baseUrl", stripe.url());
        node = ServiceHarness.await(Node.start(ConfigLoader.load(Config.class, null, Map.of(), settings)));
        ServiceHarness.await(node.becomeReady());
        baseUrl = "http://127.0.0.1:" + node.httpPort();
        buyer = ApiClient.anonymous(baseUrl).register("buyer");
        event = eventIn("BRL");
    }

    @AfterAll
    static void stop() {
        ServiceHarness.await(node.stop());
        stripe.close();
    }

    @Test
    void aCardPaysForATicket() {
        // Given
        String order = order(event);
        // When
        JsonNode payment =
                pay(order, CARD.formatted("pm_card_visa")).expect(201).json();
        // Then
        assertThat(payment.path("status").asText()).isEqualTo("succeeded");
        assertPaidOnce(order, payment);
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
        String order = order(event);
        // When
        pay(order, CARD.formatted(token)).refused(status, code);
        // Then
        assertThat(statusOf(order)).isEqualTo("pending");
        assertThat(pay(order, CARD.formatted("pm_card_visa"))
                        .expect(201)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");
    }

    @Test
    void aSecondStepIsPassedAndStripeTellsUs() {
        // Given
        String order = order(event);
        JsonNode payment = pay(order, CARD.formatted("pm_card_authenticationRequired"))
                .expect(201)
                .json();
        assertThat(payment.path("status").asText()).isEqualTo("requires_action");
        assertThat(payment.at("/nextAction/url").asText()).startsWith("https://hooks.stripe.com/");
        UUID id = idOf(payment);
        // When
        stripe.passAction(id);
        assertThat(tell("payment_intent.amount_capturable_updated", id)).isEqualTo(204);
        // Then
        Eventually.get("the order is paid", () -> statusOf(order), "paid"::equals);
        assertPaidOnce(order, payment);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void whateverGoesWrongOnTheWayTheBuyerPaysOnce(Trouble trouble) {
        // Given
        String order = order(event);
        stripe.next("create", trouble);
        stripe.next("confirm", trouble);
        stripe.next("capture", trouble);
        // When
        JsonNode payment =
                pay(order, CARD.formatted("pm_card_visa")).expect(201).json();
        // Then
        Eventually.get("the order is paid", () -> statusOf(order), "paid"::equals);
        Eventually.get("the money has moved", () -> stripe.receivedBy(idOf(payment)), minor -> minor == 12_500);
        assertPaidOnce(order, payment);
    }

    @Test
    void aPixIsPaidAndToldThreeTimes() {
        // Given
        String order = order(event);
        JsonNode payment = pay(order, PIX).expect(201).json();
        assertThat(payment.at("/nextAction/pixCode").asText()).startsWith("000201");
        UUID id = idOf(payment);
        // When
        stripe.payPix(id);
        // Then
        assertThat(List.of(
                        tell("payment_intent.succeeded", id),
                        tell("payment_intent.succeeded", id),
                        tell("charge.succeeded", id)))
                .containsOnly(204);
        Eventually.get("the order is paid", () -> statusOf(order), "paid"::equals);
        assertPaidOnce(order, payment);
    }

    @Test
    void forgedStaleAndChangedMessagesAreRefused() {
        // Given
        String order = order(event);
        UUID id = idOf(pay(order, PIX).expect(201).json());
        stripe.payPix(id);
        String body = StripeDouble.event("payment_intent.succeeded", stripe.intentOf(id));
        Instant now = Instant.now();
        // When / Then
        assertThat(hear(body, "t=" + now.getEpochSecond() + ",v1=" + "ab".repeat(32)))
                .isEqualTo(401);
        assertThat(hear(body, sign(body, now.minus(Duration.ofMinutes(6))))).isEqualTo(401);
        assertThat(hear(body.replace("\n", ""), sign(body, now))).isEqualTo(401);
        assertThat(hear(body, null)).isEqualTo(401);
        assertThat(statusOf(order)).isEqualTo("pending");
        assertThat(hear(body, sign(body, now))).isEqualTo(204);
        Eventually.get("the order is paid", () -> statusOf(order), "paid"::equals);
    }

    @Test
    void aTicketGoesBackAndSoDoesItsMoney() {
        // Given
        String order = order(event);
        JsonNode payment =
                pay(order, CARD.formatted("pm_card_visa")).expect(201).json();
        stripe.next("refund", Trouble.LOST_ANSWER);
        // When
        buyer.post("/v1/orders/" + order + "/refunds", "{\"reason\": \"ill\"}", key())
                .expect(201);
        // Then
        Eventually.get("the order is refunded", () -> statusOf(order), "refunded"::equals);
        assertThat(stripe.refundsOf(idOf(payment))).hasSize(1);
        assertThat(stripe.refundsOf(idOf(payment)).get(0).path("amount").asLong())
                .isEqualTo(12_500);
    }

    @Test
    void aCurrencyThatStripeLacksIsRefusedClearly() {
        // Given
        String order = order(eventIn("CHF"));
        // When
        JsonNode refusal = pay(order, CARD.formatted("pm_card_visa")).refused(400, "VALIDATION");
        // Then
        assertThat(refusal.toString()).contains("takes no CHF");
        assertThat(statusOf(order)).isEqualTo("pending");
    }

    private static String eventIn(String currency) {
        ApiClient organizer = ApiClient.anonymous(baseUrl).register("organizer");
        String organization = id(organizer.post("/v1/organizations", """
                {"name": "Stripe", "kind": "organizer"}
                """));
        String venue = id(organizer.post("/v1/venues", """
                {"organizationId": "%s", "name": "Hall", "city": "Recife", "timezone": "America/Recife", "sections": [
                  {"code": "A", "name": "Stalls", "kind": "seated", "rows": [{"label": "1", "seats": 60}]}]}
                """.formatted(organization)));
        Instant startsAt = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String made = id(organizer.post("/v1/events", """
                {"organizationId": "%s", "venueId": "%s", "title": "Evening", "startsAt": "%s", "endsAt": "%s",
                 "ticketTypes": [{"code": "seat", "name": "Seat", "price": {"amountMinor": 12500, "currency": "%s"},
                                  "sections": ["A"]}],
                 "sale": {"maxPerOrder": 10, "holdMinutes": 10}}
                """.formatted(
                        organization, venue, startsAt, startsAt.plus(3, ChronoUnit.HOURS), currency)));
        organizer.post("/v1/events/" + made + "/publish", "{}").expect(200);
        return made;
    }

    private static String order(String of) {
        String seat = "A-1-" + SEATS.incrementAndGet();
        JsonNode hold = buyer.post("/v1/events/" + of + "/holds", "{\"seats\": [\"" + seat + "\"]}", key())
                .expect(201)
                .json();
        return id(buyer.post("/v1/orders", "{\"holdId\": \"" + hold.path("id").asText() + "\"}", key()));
    }

    private static ApiClient.Answer pay(String order, String body) {
        return buyer.post("/v1/orders/" + order + "/payments", body, key());
    }

    private static void assertPaidOnce(String order, JsonNode payment) {
        assertThat(buyer.get("/v1/orders/" + order).expect(200).json().path("tickets"))
                .hasSize(1);
        assertThat(stripe.receivedBy(idOf(payment))).isEqualTo(12_500);
        assertThat(stripe.refundsOf(idOf(payment))).isEmpty();
    }

    private static String statusOf(String order) {
        return buyer.get("/v1/orders/" + order)
                .expect(200)
                .json()
                .path("status")
                .asText();
    }

    private static int tell(String type, UUID paymentId) {
        String body = StripeDouble.event(type, stripe.intentOf(paymentId));
        return hear(body, sign(body, Instant.now()));
    }

    private static String sign(String body, Instant at) {
        return new WebhookSignature("stripe-signature", List.of(SECRET)).sign(body, at);
    }

    private static int hear(String body, String signature) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + "/v1/payments/webhooks/stripe"))
                .header("Content-Type", "application/json; charset=utf-8")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body));
        if (signature != null) {
            request.header("Stripe-Signature", signature);
        }
        try {
            return HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static UUID idOf(JsonNode payment) {
        return UUID.fromString(payment.path("id").asText());
    }

    private static String id(ApiClient.Answer created) {
        return created.expect(201).json().path("id").asText();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
