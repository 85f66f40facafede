package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.Keys;
import io.ticketsafe.common.crypto.Keyring;
import io.ticketsafe.common.crypto.KeysetFile;
import io.ticketsafe.common.crypto.SealedColumn;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are rotated under two processes that share them, while an agency's orders are written by one and read by the other. */
class RotateKeysIT {
    private static final int IN_EACH_PHASE = 5;

    @TempDir
    Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger walked = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, TicketSafeProcess> processes = new HashMap<>();
    private Map<String, String> environment;
    private Path config;

    @AfterEach
    void stopAll() {
        over.set(true);
        processes.values().forEach(TicketSafeProcess::close);
    }

    @Test
    void nobodyNoticesARotation() throws Exception {
        // Given
        Path keyset = folder.resolve("keyset.json");
        Map<String, String> settings = settings(keyset);
        environment = Installation.environment(settings);
        config = Files.writeString(folder.resolve("ticketsafe.yaml"), "profile: dev\n");
        assertThat(keys("init")).isZero();
        String one = start("one", "users,events,tickets,payments,reports,gateway", settings.get("http.port"));
        String two = start("two", "tickets,payments,gateway", String.valueOf(Installation.freePort()));
        Thread sales = new Thread(() -> sell(one, two), "sales");
        // When
        sales.start();
        sellSome();
        assertThat(keys("rotate")).isZero();
        sellSome();
        Eventually.get("a key that seals", () -> keys("rotate", "--promote"), code -> code == 0);
        sellSome();
        Eventually.get("old keys retired", () -> keys("retire", "--now"), code -> code == 0);
        sellSome();
        over.set(true);
        sales.join(TimeUnit.MINUTES.toMillis(1));
        // Then
        assertThat(failures).isEmpty();
        List<Keyring.Key> left = new KeysetFile(keyset, settings.get("security.masterKey"))
                .read()
                .keys();
        assertThat(left).extracting(Keyring.Key::role).containsExactly(Keyring.Role.PRIMARY);
        for (SealedColumn column : Keys.sealedColumns()) {
            assertThat(sealedOtherwise(settings.get("postgres.url"), column, left.get(0)))
                    .as(column.toString())
                    .isZero();
        }
    }

    private static Map<String, String> settings(Path keyset) {
        Map<String, String> settings = Installation.create()
                .with("cluster.name", "keys-" + ProcessHandle.current().pid());
        settings.put("cluster.enabled", "true");
        settings.put("cluster.port", String.valueOf(Installation.freePort()));
        settings.put("cluster.members", "127.0.0.1:" + settings.get("cluster.port"));
        settings.put("security.keys.file", keyset.toString());
        settings.put("security.keys.refresh", "500ms");
        return settings;
    }

    private String start(String name, String roles, String port) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("TICKETSAFE_HTTP_PORT", port);
        TicketSafeProcess process = TicketSafeProcess.start(
                Path.of("target", "e2e-keys-" + name + ".log"),
                own,
                "run",
                "--config",
                config.toString(),
                "--roles",
                roles);
        processes.put(name, process);
        return process.awaitReady();
    }

    /** Each order is written by one process and read by the other, in turns. */
    private void sell(String one, String two) {
        try {
            ApiClient seller = ApiClient.anonymous(one).register("seller");
            seller.post("/v1/organizations", "{\"name\": \"Kiosk\", \"kind\": \"agency\"}")
                    .expect(201);
            ApiClient elsewhere = ApiClient.anonymous(two).logIn(seller.email());
            Stage stage = Stage.open(ApiClient.anonymous(one));
            for (int i = 0; !over.get(); i++) {
                boolean even = i % 2 == 0;
                walk(stage, even ? seller : elsewhere, even ? elsewhere : seller, "customer " + i);
                walked.incrementAndGet();
            }
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private static void walk(Stage stage, ApiClient writer, ApiClient reader, String customer) {
        String hold = id(writer.post("/v1/events/" + stage.eventId() + "/holds", """
                {"standing": [{"section": "GA", "quantity": 1}], "buyer": {"name": "%s", "email": "maria@example.org"}}
                """.formatted(customer)));
        JsonNode held = reader.get("/v1/holds/" + hold).expect(200).json();
        String order = id(reader.post("/v1/orders", "{\"holdId\": \"" + hold + "\"}", "order-" + hold));
        JsonNode seen = writer.get("/v1/orders/" + order).expect(200).json();
        assertThat(held.at("/buyer/name").asText()).isEqualTo(customer);
        assertThat(seen.at("/buyer/name").asText()).isEqualTo(customer);
        String path = "/v1/orders/" + order;
        writer.post(
                        path + "/payments",
                        "{\"method\": {\"type\": \"card\", \"token\": \"tok_approve\"}}",
                        "pay-" + order)
                .expect(201);
        assertThat(reader.get(path).expect(200).json().at("/buyer/name").asText())
                .isEqualTo(customer);
        reader.post(path + "/refunds", "{}", "refund-" + order).expect(201);
    }

    private static String id(ApiClient.Answer created) {
        return created.expect(201).json().get("id").asText();
    }

    /** Returns when some more orders were written and read, or one could not be. */
    private void sellSome() {
        int until = walked.get() + IN_EACH_PHASE;
        Eventually.get("more orders", walked::get, count -> count >= until || !failures.isEmpty());
        assertThat(failures).isEmpty();
    }

    private int keys(String... command) {
        String[] arguments = new String[command.length + 3];
        arguments[0] = "keys";
        System.arraycopy(command, 0, arguments, 1, command.length);
        arguments[command.length + 1] = "--config";
        arguments[command.length + 2] = config.toString();
        Path output = Path.of("target", "e2e-keys-" + command[0] + ".log");
        return TicketSafeProcess.start(output, environment, arguments).awaitExit();
    }

    private static long sealedOtherwise(String url, SealedColumn column, Keyring.Key key) throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            return PgConnection.connect(vertx, url)
                    .compose(connection -> connection
                            .preparedQuery(
                                    "SELECT count(*) FROM %1$s.%2$s WHERE %3$s IS NOT NULL AND substring(%3$s FROM 1 FOR 5) <> $1"
                                            .formatted(column.schema(), column.table(), column.column()))
                            .execute(Tuple.of(Buffer.buffer(key.prefix()))))
                    .map(rows -> rows.iterator().next().getLong(0))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
