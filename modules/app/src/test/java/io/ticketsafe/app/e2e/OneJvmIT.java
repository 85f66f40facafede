package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.observe.Scrape;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every role in this JVM. */
class OneJvmIT {
    private static final List<String> MEASURED = List.of(
            "ticketsafe_build",
            "ticketsafe_bus_operation_seconds_bucket",
            "ticketsafe_checkins_total",
            "ticketsafe_cluster_members",
            "ticketsafe_event_loop_blocked",
            "ticketsafe_event_loop_delay_seconds_bucket",
            "ticketsafe_http_requests_seconds_bucket",
            "ticketsafe_mongo_in_use",
            "ticketsafe_redis_in_flight",
            "ticketsafe_refunds_money_total",
            "ticketsafe_reports_lag_seconds_bucket",
            "ticketsafe_role",
            "vertx_pool_in_use");

    private static Node node;
    private static String baseUrl;
    private static String managementUrl;

    @BeforeAll
    static void start() {
        Config config = ConfigLoader.load(
                Config.class, null, Map.of(), Installation.create().settings());
        node = ServiceHarness.await(Node.start(config));
        ServiceHarness.await(node.becomeReady());
        baseUrl = "http://127.0.0.1:" + node.httpPort();
        managementUrl = "http://127.0.0.1:" + node.managementPort();
    }

    @AfterAll
    static void stop() {
        ServiceHarness.await(node.stop());
    }

    @Test
    void theMainJobRunsThroughAndIsMeasured() {
        // When
        new Journey(baseUrl).walk();
        // Then
        Scrape scrape = Scrape.of(
                ApiClient.anonymous(managementUrl).get("/metrics").expect(200).text());
        scrape.isBounded();
        assertThat(scrape.names()).containsAll(MEASURED);
    }

    @Test
    void healthAndMetricsAnswer() {
        // Given
        ApiClient management = ApiClient.anonymous(managementUrl);
        // When
        String ready = management.get("/health/ready").expect(200).text();
        String metrics = management.get("/metrics").expect(200).text();
        // Then
        assertThat(ready).contains("\"status\":\"UP\"", "postgres", "redis", "mongo");
        assertThat(metrics).contains("jvm_memory_used_bytes");
        management.get("/health/live").expect(200);
        management.get("/health/started").expect(200);
        management.get("/elsewhere").expect(404);
    }
}
