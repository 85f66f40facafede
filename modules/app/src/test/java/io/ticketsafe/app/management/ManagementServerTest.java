package io.ticketsafe.app.management;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
    private final Vertx vertx = Vertx.vertx();
    private final HealthChecks health = HealthChecks.create(vertx);
    private final StartUp startUp = new StartUp();
    private final ManagementServer management = new ManagementServer(
            vertx, health, startUp, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "spare"::equals);

    @BeforeEach
    void start() {
        startUp.complete();
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void whatTheProcessCanDoWithoutOnlyDegradesIt() {
        // Given
        register("spare", Status.KO());
        register("needed", Status.OK());
        // When
        JsonObject ready = await(management.readiness());
        // Then
        assertThat(ManagementServer.isUp(ready)).isTrue();
        assertThat(ready.getJsonArray("degraded")).isEqualTo(new JsonArray().add("spare"));
        assertThat(ready.containsKey("failing")).isFalse();
    }

    @Test
    void whatItNeedsMakesItNotReady() {
        // Given
        register("spare", Status.KO());
        register("needed", Status.KO());
        // When
        JsonObject ready = await(management.readiness());
        // Then
        assertThat(ManagementServer.isUp(ready)).isFalse();
        assertThat(ready.getJsonArray("failing")).isEqualTo(new JsonArray().add("needed"));
        assertThat(ready.getJsonArray("degraded")).isEqualTo(new JsonArray().add("spare"));
    }

    private void register(String check, Status status) {
        health.register(check, promise -> promise.complete(status));
    }
}
