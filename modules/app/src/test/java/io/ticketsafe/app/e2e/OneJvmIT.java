package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.observe.RunbookSql;
import io.ticketsafe.app.observe.Scrape;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every role in this JVM. */
class OneJvmIT {
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
        scrape.hasWhatIsAskedFor();
    }

    @Test
    void whatRunbooksAskOfPostgresqlCanBeAsked() {
        // Given
        Database database = node.context().stores().postgres("tickets");
        // Then
        assertThat(RunbookSql.statements())
                .isNotEmpty()
                .allSatisfy(statement -> ServiceHarness.await(database.query("EXPLAIN " + statement)));
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
