package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.dev.EmbeddedStores;
import io.ticketsafe.dev.EmbeddedStores.Options;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /health/ready} on stores that come and go. */
class ReadinessIT {
    @TempDir
    Path folder;

    private final AtomicReference<Node> node = new AtomicReference<>();
    private EmbeddedStores stores;
    private ApiClient management;
    private Future<Void> stopping;

    @BeforeEach
    void start() {
        stores = EmbeddedStores.start(folder, Options.defaults().withoutFsync());
        Config config = ConfigLoader.load(
                Config.class,
                null,
                Map.of("TICKETSAFE_HTTP_DRAIN_TIME", "3s"),
                Installation.on(stores.postgresUrl(), stores.redisUrl(), stores.mongoUrl())
                        .settings());
        node.set(ServiceHarness.await(Node.start(config)));
        management = ApiClient.anonymous("http://127.0.0.1:" + node.get().managementPort());
    }

    @AfterEach
    void stop() {
        ServiceHarness.await(stopping == null ? node.get().stop() : stopping);
        stores.close();
    }

    @Test
    void aProcessThatStillStartsIsAliveButNotReady() {
        // When
        Answer ready = management.get("/health/ready");
        // Then
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().get("failing").toString()).isEqualTo("[\"start\"]");
        management.get("/health/started").expect(503);
        management.get("/health/live").expect(200);
    }

    @Test
    void aStoreThatIsGoneIsNamedUntilItIsBack() {
        // Given
        ServiceHarness.await(node.get().becomeReady());
        management.get("/health/ready").expect(200);
        // When
        stores.redis().kill();
        stores.mongo().stop();
        // Then
        JsonNode ready = Eventually.get(
                        "ready says no",
                        () -> management.get("/health/ready"),
                        answer -> answer.status() == 503
                                && names(answer.json(), "failing").contains("\"redis\"")
                                && names(answer.json(), "degraded").contains("\"mongo\""))
                .json();
        assertThat(names(ready, "failing") + names(ready, "degraded")).doesNotContain("\"postgres\"");
        assertThat(names(ready, "failing")).doesNotContain("mongo");
        management.get("/health/live").expect(200);
        stores.redis().start();
        stores.mongo().start();
        Eventually.get(
                "ready says yes",
                () -> management.get("/health/ready"),
                answer -> answer.status() == 200 && !answer.json().has("degraded"));
    }

    @Test
    void withoutMongoSalesGoOn() {
        // Given
        ServiceHarness.await(node.get().becomeReady());
        // When
        stores.mongo().stop();
        // Then
        Eventually.get(
                "ready names MongoDB",
                () -> management.get("/health/ready"),
                answer -> names(answer.json(), "degraded").contains("\"mongo\""));
        assertThat(management.get("/health/ready").expect(200).json().has("failing"))
                .isFalse();
    }

    @Test
    void aStopSaysNotReadyAndStillServesUntilBalancersHaveSeenIt() {
        // Given
        ServiceHarness.await(node.get().becomeReady());
        ApiClient api = ApiClient.anonymous("http://127.0.0.1:" + node.get().httpPort());
        // When
        stopping = node.get().stop();
        // Then
        management.get("/health/ready").expect(503);
        api.get("/v1/events").expect(200);
    }

    private static String names(JsonNode ready, String group) {
        return ready.path(group).toString();
    }
}
