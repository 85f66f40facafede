package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.dev.EmbeddedStores;
import io.ticketsafe.dev.EmbeddedStores.Options;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL stops in the middle of a sale, and comes back. */
class WithoutPostgresIT {
    @TempDir
    Path folder;

    private EmbeddedStores stores;
    private Node node;
    private Stage stage;
    private ApiClient anonymous;
    private ApiClient buyer;
    private ApiClient management;

    @BeforeEach
    void start() {
        stores = EmbeddedStores.start(folder, Options.defaults().withoutFsync());
        Config config = ConfigLoader.load(
                Config.class,
                null,
                Map.of(),
                Installation.on(stores.postgresUrl(), stores.redisUrl(), stores.mongoUrl())
                        .settings());
        node = ServiceHarness.await(Node.start(config));
        ServiceHarness.await(node.becomeReady());
        management = ApiClient.anonymous("http://127.0.0.1:" + node.managementPort());
        anonymous = ApiClient.anonymous("http://127.0.0.1:" + node.httpPort());
        stage = Stage.open(anonymous);
        buyer = anonymous.register("buyer");
    }

    @AfterEach
    void stop() {
        ServiceHarness.await(node.stop());
        stores.close();
    }

    @Test
    void lookingAndHoldingGoOnAndOrdersWait() {
        // Given
        String first = hold("A-1-1");
        // When
        stores.postgres().stop();
        // Then
        Answer ready = Eventually.get(
                "ready names PostgreSQL",
                () -> management.get("/health/ready"),
                answer -> answer.json().path("degraded").toString().contains("\"postgres\""));
        assertThat(ready.status()).isEqualTo(200);
        Answer seen = Eventually.get("the hold is seen", this::availability, answer -> held(answer) == 1);
        assertThat(anonymous
                        .getUnless(path("/availability"), seen.header("ETag"))
                        .status())
                .isEqualTo(304);
        String second = hold("A-1-2");
        Answer changed = Eventually.get("the second is seen, too", this::availability, answer -> held(answer) == 2);
        assertThat(changed.header("ETag")).isNotEqualTo(seen.header("ETag"));
        assertThat(anonymous.get(path("/seats?section=A")).status()).isEqualTo(200);
        buyer.get("/v1/holds/" + second).expect(200);
        buyer.post("/v1/holds/" + second + "/extend", "").expect(200);
        buyer.delete("/v1/holds/" + second).expect(204);
        Eventually.get("the second is free again", this::availability, answer -> held(answer) == 1);
        Answer refused = order(first);
        refused.refused(503, "UNAVAILABLE");
        assertThat(refused.header("Retry-After")).isNotBlank();
        // When
        stores.postgres().start();
        // Then
        String order = Eventually.get("orders are taken", () -> order(first), answer -> answer.status() == 201)
                .json()
                .get("id")
                .asText();
        Eventually.get(
                "orders are paid",
                () -> buyer.post(
                        "/v1/orders/" + order + "/payments",
                        "{\"method\": {\"type\": \"card\", \"token\": \"tok_approve\"}}",
                        UUID.randomUUID().toString()),
                answer -> answer.status() == 201);
        Eventually.get(
                "nothing is degraded",
                () -> management.get("/health/ready"),
                answer -> answer.status() == 200 && !answer.json().has("degraded"));
    }

    private String hold(String seat) {
        return buyer.post(path("/holds"), "{\"seats\": [\"" + seat + "\"]}")
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    private Answer order(String hold) {
        return buyer.post(
                "/v1/orders",
                "{\"holdId\": \"" + hold + "\"}",
                UUID.randomUUID().toString());
    }

    private Answer availability() {
        return anonymous.get(path("/availability")).expect(200);
    }

    private static int held(Answer availability) {
        return availability.json().at("/sections/0/held").asInt();
    }

    private String path(String rest) {
        return "/v1/events/" + stage.eventId() + rest;
    }
}
