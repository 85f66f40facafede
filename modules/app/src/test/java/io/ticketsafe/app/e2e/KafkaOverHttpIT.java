package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.ReportsRebuild;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.testing.KafkaBroker;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.reports.rebuild.Rebuild;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every role in this JVM, with a broker: nothing but configuration differs. */
class KafkaOverHttpIT {
    private final KafkaBroker broker = KafkaBroker.shared();
    private final KafkaConfig log = broker.newLog();
    private Config config;
    private Node node;

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>(Installation.create().settings());
        settings.put("kafka.bootstrapServers", broker.servers());
        settings.put("kafka.topicPrefix", log.topicPrefix());
        settings.put("kafka.topics.partitions", "3");
        settings.put("kafka.topics.replicationFactor", "1");
        settings.put("kafka.deliveryTimeout", "2s");
        config = ConfigLoader.load(Config.class, null, Map.of(), settings);
        node = ServiceHarness.await(Node.start(config));
        ServiceHarness.await(node.becomeReady());
    }

    @AfterEach
    void stop() {
        broker.restart();
        ServiceHarness.await(node.stop());
    }

    @Test
    void theMainJobRunsThroughKafkaAndWhileItIsAway() {
        // Given
        String baseUrl = "http://127.0.0.1:" + node.httpPort();
        ApiClient management = ApiClient.anonymous("http://127.0.0.1:" + node.managementPort());
        new Journey(baseUrl).walk();
        // When
        broker.stop();
        String ready = Eventually.get(
                        "readiness names Kafka",
                        () -> management.get("/health/ready"),
                        answer -> answer.json().path("degraded").toString().contains("\"kafka\""))
                .expect(200)
                .text();
        Stage.open(ApiClient.anonymous(baseUrl));
        broker.restart();
        // Then
        assertThat(ready).contains("Kafka at " + broker.servers() + " does not answer in time");
        new Journey(baseUrl).walk();
        Eventually.get(
                "what was published while Kafka was away is in the log",
                () -> broker.read(log.topicPrefix() + "events").size(),
                facts -> facts >= 3);
        assertThat(broker.read(log.topicPrefix() + "payments")).isNotEmpty();
        Vertx vertx = Vertx.vertx();
        Rebuild.Outcome outcome = ServiceHarness.await(
                ReportsRebuild.run(vertx, config, new Rebuild.Options(false, false, Duration.ofSeconds(2))));
        ServiceHarness.await(vertx.close());
        assertThat(outcome.shown()).startsWith("3 events, 2 orders");
        assertThat(outcome.parked()).isZero();
    }
}
