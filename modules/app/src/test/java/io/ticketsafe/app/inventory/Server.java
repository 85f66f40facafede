package io.ticketsafe.app.inventory;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.e2e.Installation;
import io.ticketsafe.app.history.InventoryKeys;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.SeatWatcher;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Every role in this JVM on real stores, for all tests of this package and of {@code money}; ended with the last of them. Public
 * answers are not kept for a moment, so that a test sees what it has done.
 */
public final class Server implements BeforeAllCallback {
    private static final Namespace OURS = Namespace.create(Server.class);
    private static Running running;

    private static final class Running implements AutoCloseable {
        private final Vertx vertx = Vertx.vertx();
        private final Redis redis =
                Redis.createClient(vertx, TestStores.shared().redisUrl());
        private final InventoryKeys keys =
                new InventoryKeys(vertx, TestStores.shared().redisUrl());
        private final Map<String, String> settings = Installation.create().with("http.availabilityAge", "0s");
        private final Node node;

        Running() {
            settings.put("payments.providerTimeout", "3s");
            settings.put("payments.sandbox.slowAnswer", "1s");
            Config config = ConfigLoader.load(Config.class, null, Map.of(), settings);
            node = await(Node.start(config));
            await(node.becomeReady());
        }

        @Override
        public void close() {
            await(node.stop());
            await(redis.close());
            await(vertx.close());
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot().getStore(OURS).getOrComputeIfAbsent("server", key -> new Running(), Running.class);
    }

    public static ApiClient anonymous() {
        return ApiClient.anonymous("http://127.0.0.1:" + running.node.httpPort());
    }

    /** Follows the seats of an event from now on. */
    static SeatWatcher watch(String eventId) {
        SeatWatcher watcher =
                new SeatWatcher(running.vertx, running.node.httpPort(), "/v1/events/" + eventId + "/stream");
        watcher.connect();
        Eventually.get("there is a snapshot", watcher::version, version -> version > 0);
        return watcher;
    }

    /** Lets the time of an order run out now. */
    static void lapseOrder(String orderId) {
        await(postgres()
                .compose(connection -> connection
                        .preparedQuery(
                                "UPDATE tickets.ticket_order SET expires_at = now() - interval '1 second' WHERE id = $1")
                        .execute(Tuple.of(UUID.fromString(orderId)))
                        .eventually(connection::close)));
    }

    /** From now on holds of this event last so long. */
    static void holdFor(String eventId, Duration time) {
        redis(Command.HSET, "ts:{" + eventId + "}:meta", "holdMs", String.valueOf(time.toMillis()));
    }

    /** Says something to Redis behind the server's back. */
    static Response redis(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return await(running.redis.send(request));
    }

    static void forgetEverythingInRedis() {
        redis(Command.FLUSHALL);
    }

    /** Lets the time of a hold run out now. */
    static void lapse(String eventId, String holdId) {
        running.keys.lapse(eventId, holdId);
    }

    /** Makes a hold older than it is. */
    static void age(String eventId, String holdId, long minutes) {
        running.keys.age(eventId, holdId, Duration.ofMinutes(minutes));
    }

    /** A connection to PostgreSQL, past the server. */
    public static Future<PgConnection> postgres() {
        return PgConnection.connect(running.vertx, running.settings.get("postgres.url"));
    }

    public static String key() {
        return UUID.randomUUID().toString();
    }

    /** With more patience than for an operation: a whole process starts here. */
    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(2, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
