package io.ticketsafe.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.config.Secret;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Webhook;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.PaymentsFixture;
import io.ticketsafe.payments.webhook.WebhookSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The payments service on a real database, with a double of Stripe. */
final class StripeShop implements AutoCloseable {
    static final String OLD_SECRET = "whsec_the_one_that_is_going";
    static final String SECRET = "whsec_the_one_that_is_coming";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration BUDGET = Duration.ofSeconds(8);

    final StripeDouble stripe = new StripeDouble();
    final PaymentsFixture payments;

    StripeShop() {
        payments = new PaymentsFixture(config(stripe.url(), BUDGET));
    }

    static PaymentsConfig config(String url, Duration budget) {
        return config(url, budget, null);
    }

    private static PaymentsConfig config(String url, Duration budget, PaymentsConfig.Reconciliation reconciliation) {
        return new PaymentsConfig(
                TIMEOUT,
                budget,
                null,
                Duration.ofSeconds(10),
                Duration.ofMillis(50),
                null,
                null,
                new PaymentsConfig.Sandbox(true, null, null, Duration.ofMillis(50), null),
                new StripeConfig(
                        true,
                        new Secret(StripeDouble.KEY),
                        List.of(new Secret(OLD_SECRET), new Secret(SECRET)),
                        "https://shop.example/paid",
                        url,
                        StripeDouble.VERSION,
                        null),
                null,
                reconciliation);
    }

    /** Compares the books all the time. */
    void compareAllTheTime() {
        payments.undeploy();
        ServiceHarness.await(payments.database.query("UPDATE reconciliation SET due_at = now(), holder = NULL"));
        payments.deploy(config(
                stripe.url(), BUDGET, new PaymentsConfig.Reconciliation(Duration.ofMillis(50), Duration.ofMinutes(1))));
    }

    /** How many findings of that kind count, as the metric tells. */
    double findings(String kind) {
        return payments.harness
                .context()
                .meters()
                .get("ticketsafe.payments.findings")
                .tag("kind", kind)
                .gauge()
                .value();
    }

    void awaitPasses(int more) {
        String passes = "SELECT coalesce(max(passes), 0) FROM reconciliation WHERE provider = 'stripe'";
        long now = payments.number(passes);
        payments.eventually(() -> payments.number(passes) >= now + more);
    }

    /** With one short attempt per operation, so that what was not answered is left to recovery. */
    void makeImpatient() {
        payments.undeploy();
        payments.deploy(config(stripe.url(), Duration.ofMillis(900)));
    }

    void makePatient() {
        payments.undeploy();
        payments.deploy(config(stripe.url(), BUDGET));
    }

    /** A payment whose money was taken. */
    UUID captured() {
        Authorize request = PaymentsFixture.request(PaymentsFixture.card(StripeBooks.VISA));
        payments.authorize(request);
        payments.capture(request.paymentId());
        return request.paymentId();
    }

    /** The same, with trouble when its intent is made. */
    UUID captured(StripeDouble.Trouble trouble) {
        stripe.next("create", trouble);
        return captured();
    }

    /** Stripe's event about the payment's intent as it stands, signed just now. */
    void tell(String type, UUID paymentId) {
        tell(type, stripe.intentOf(paymentId));
    }

    void tell(String type, JsonNode object) {
        String body = StripeDouble.event(type, object);
        hear(body, sign(SECRET, body, Instant.now()));
    }

    void hear(String body, String signature) {
        payments.harness.call(
                PaymentOperations.WEBHOOK,
                new Webhook("stripe", signature == null ? Map.of() : Map.of("stripe-signature", signature), body),
                payments.harness.anonymousCall());
    }

    static String sign(String secret, String body, Instant at) {
        return new WebhookSignature("stripe-signature", List.of(secret)).sign(body, at);
    }

    @Override
    public void close() {
        payments.close();
        stripe.close();
    }
}
