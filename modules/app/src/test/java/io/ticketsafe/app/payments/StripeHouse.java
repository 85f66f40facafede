package io.ticketsafe.app.payments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Installation;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.payments.stripe.StripeDouble;
import io.ticketsafe.payments.webhook.WebhookSignature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** An installation that sells with Stripe, for all tests of this package, and Stripe's double beside it. */
final class StripeHouse implements BeforeAllCallback {
    static final String CARD = "{\"method\": {\"type\": \"card\", \"token\": \"%s\"}}";
    static final String VISA = CARD.formatted("pm_card_visa");
    static final String PIX = "{\"method\": {\"type\": \"pix\"}}";
    static final long PRICE = 12_500;
    private static final String SECRET = "whsec_over_http_0123456789";
    private static final Namespace OURS = Namespace.create(StripeHouse.class);
    private static final AtomicInteger SEATS = new AtomicInteger();

    private static Running running;

    private static final class Running implements AutoCloseable {
        private final StripeDouble stripe = new StripeDouble();
        private final Node node;
        private final ApiClient anonymous;

        Running() {
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
            anonymous = ApiClient.anonymous("http://127.0.0.1:" + node.httpPort());
        }

        @Override
        public void close() {
            ServiceHarness.await(node.stop());
            stripe.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot().getStore(OURS).getOrComputeIfAbsent("house", key -> new Running(), Running.class);
    }

    static StripeDouble stripe() {
        return running.stripe;
    }

    static ApiClient register(String name) {
        return running.anonymous.register(name);
    }

    /** An event of sixty seats. */
    record Event(ApiClient organizer, String id) {
        static Event in(String currency) {
            ApiClient organizer = register("organizer");
            String organization = idOf(organizer.post("/v1/organizations", """
                {"name": "Stripe", "kind": "organizer"}
                """));
            String venue = idOf(organizer.post("/v1/venues", """
                {"organizationId": "%s", "name": "Hall", "city": "Recife", "timezone": "America/Recife", "sections": [
                  {"code": "A", "name": "Stalls", "kind": "seated", "rows": [{"label": "1", "seats": 60}]}]}
                """.formatted(organization)));
            Instant startsAt = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
            String made = idOf(organizer.post("/v1/events", """
                {"organizationId": "%s", "venueId": "%s", "title": "Evening", "startsAt": "%s", "endsAt": "%s",
                 "ticketTypes": [{"code": "seat", "name": "Seat", "price": {"amountMinor": %d, "currency": "%s"},
                                  "sections": ["A"]}],
                 "sale": {"maxPerOrder": 10, "holdMinutes": 10}}
                """.formatted(
                            organization, venue, startsAt, startsAt.plus(3, ChronoUnit.HOURS), PRICE, currency)));
            organizer.post("/v1/events/" + made + "/publish", "{}").expect(200);
            return new Event(organizer, made);
        }

        /** Of seats that nobody had before. */
        Order order(ApiClient buyer, int seats) {
            StringBuilder labels = new StringBuilder();
            for (int i = 0; i < seats; i++) {
                labels.append(i == 0 ? "" : ", ")
                        .append("\"A-1-")
                        .append(SEATS.incrementAndGet())
                        .append('"');
            }
            String hold = idOf(buyer.post("/v1/events/" + id + "/holds", "{\"seats\": [" + labels + "]}", key()));
            return new Order(buyer, idOf(buyer.post("/v1/orders", "{\"holdId\": \"" + hold + "\"}", key())));
        }
    }

    record Order(ApiClient buyer, String id) {
        String path(String rest) {
            return "/v1/orders/" + id + rest;
        }

        Answer pay(String body) {
            return buyer.post(path("/payments"), body, key());
        }

        CompletableFuture<Answer> payLater(String body) {
            return buyer.postLater(path("/payments"), body, key());
        }

        Answer refund(String body) {
            return buyer.post(path("/refunds"), body, key());
        }

        JsonNode now() {
            return buyer.get(path("")).expect(200).json();
        }

        String status() {
            return now().path("status").asText();
        }

        JsonNode payment(UUID payment) {
            return buyer.get("/v1/payments/" + payment).expect(200).json();
        }

        /** With one ticket and its money, once. */
        void assertPaidOnce(UUID payment) {
            assertThat(now().path("tickets")).hasSize(1);
            assertThat(stripe().receivedBy(payment)).isEqualTo(PRICE);
            assertThat(stripe().refundsOf(payment)).isEmpty();
        }
    }

    /** Stripe tells of the payment's intent as it is now; the status of our answer. */
    static int tell(String type, UUID paymentId) {
        return tell(type, stripe().intentOf(paymentId));
    }

    static int tell(String type, JsonNode object) {
        String body = StripeDouble.event(type, object);
        return hear(body, sign(body, Instant.now()));
    }

    static String sign(String body, Instant at) {
        return new WebhookSignature("stripe-signature", List.of(SECRET)).sign(body, at);
    }

    /** @param signature none if null */
    static int hear(String body, String signature) {
        String path = "/v1/payments/webhooks/stripe";
        Answer answer = signature == null
                ? running.anonymous.post(path, body)
                : running.anonymous.postWith(path, body, "Stripe-Signature", signature);
        return answer.status();
    }

    static UUID idOf(JsonNode payment) {
        return UUID.fromString(payment.path("id").asText());
    }

    static String idOf(Answer created) {
        return created.expect(201).json().path("id").asText();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
