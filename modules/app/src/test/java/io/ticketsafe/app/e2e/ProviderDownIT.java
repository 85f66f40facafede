package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A provider that loses its answers, until it is asked no more. */
class ProviderDownIT {
    private static Node node;

    @BeforeAll
    static void start() {
        Map<String, String> settings = Installation.create().settings();
        settings.put("payments.sandbox.slowAnswer", "50ms");
        settings.put("payments.breaker.fewestCalls", "3");
        settings.put("payments.breaker.openFor", "8s");
        node = ServiceHarness.await(Node.start(ConfigLoader.load(Config.class, null, Map.of(), settings)));
        ServiceHarness.await(node.becomeReady());
    }

    @AfterAll
    static void stop() {
        ServiceHarness.await(node.stop());
    }

    @Test
    void newPaymentsAreRefusedUntilItAnswersAgainAndNobodyIsChargedMeanwhile() {
        // Given
        ApiClient anonymous = ApiClient.anonymous("http://127.0.0.1:" + node.httpPort());
        ApiClient management = ApiClient.anonymous("http://127.0.0.1:" + node.managementPort());
        Stage stage = Stage.open(anonymous);
        ApiClient buyer = anonymous.register("buyer");
        OneSeatOrder hit = OneSeatOrder.of(buyer, stage, "A-1-1");
        OneSeatOrder next = OneSeatOrder.of(buyer, stage, "A-1-2");
        // When
        hit.payByCard("tok_unsteady").expect(201);
        Eventually.get("the breaker is open", () -> breaker(management), "2.0"::equals);
        ApiClient.Answer refused = next.payByCard("tok_approve", "the one key");
        // Then
        refused.refused(503, "UNAVAILABLE");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 10);
        assertThat(next.status()).isEqualTo("pending");
        assertThat(management.get("/health/ready").expect(200).text())
                .contains("\"payment-provider-sandbox\"", "\"breaker\":");
        assertThat(stage.organizer().get("/v1/events/" + stage.eventId()).status())
                .isEqualTo(200);
        // And
        Eventually.get(
                "the same request goes through",
                () -> next.payByCard("tok_approve", "the one key").status(),
                status -> status == 201);
        Eventually.get("the order is paid", next::status, "paid"::equals);
        assertThat(next.payments()).containsExactly("succeeded");
    }

    private static String breaker(ApiClient management) {
        return management
                .get("/metrics")
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith("ticketsafe_payments_provider_breaker{")
                        && line.contains("provider=\"sandbox\""))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }
}
