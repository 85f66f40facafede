package io.ticketsafe.app.history;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.app.e2e.Installation;
import io.ticketsafe.app.e2e.TicketSafeProcess;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Everything that sells, in processes that can be killed. */
final class Servers implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Path folder;
    private final String name;
    private final String classPath;
    private final RedisPair redis;
    private final Map<String, String> settings;
    private final Database database;
    private final InventoryKeys keys;
    private TicketSafeProcess others;
    private TicketSafeProcess tickets;
    private String baseUrl;

    private Servers(Path folder, String name, String classPath) {
        this.folder = folder;
        this.name = name;
        this.classPath = classPath;
        redis = new RedisPair(folder);
        TestStores stores = TestStores.shared();
        String postgres = stores.newDatabase();
        settings = new HashMap<>(
                Installation.on(postgres, redis.url(), stores.mongoUrl()).settings());
        settings.put("mongo.database", stores.newMongoDatabase());
        settings.put("tickets.inventory.reconcileEvery", "1s");
        settings.put("tickets.orders.orderTime", "15s");
        settings.put("users.accessTokenTtl", "24h");
        settings.put("payments.recoverAfter", "9s");
        settings.put("payments.recoveryPause", "500ms");
        database = Database.open(vertx, postgres, "tickets", 2);
        keys = new InventoryKeys(vertx, redis.url());
    }

    /** One process for tickets and one for everything else. */
    static Servers cluster(Path folder) {
        Servers servers = new Servers(folder, "history", System.getProperty("java.class.path"));
        servers.settings.put(
                "cluster.name", "history-" + ProcessHandle.current().pid());
        servers.settings.put("cluster.port", String.valueOf(Installation.freePort()));
        servers.settings.put("cluster.members", "127.0.0.1:" + servers.settings.get("cluster.port"));
        servers.others = servers.start("others", "users,events,payments,gateway");
        servers.baseUrl = servers.others.awaitReady();
        servers.tickets = servers.start("tickets", "tickets");
        servers.tickets.awaitReady();
        return servers;
    }

    /** One process for all, which finds what is in this folder before what is in the program. */
    static Servers altered(Path folder, String name, Path first) {
        Servers servers = new Servers(
                folder, "planted-" + name, first + File.pathSeparator + System.getProperty("java.class.path"));
        servers.others = servers.start("all", "users,events,tickets,payments,gateway");
        servers.baseUrl = servers.others.awaitReady();
        return servers;
    }

    String baseUrl() {
        return baseUrl;
    }

    RedisPair redis() {
        return redis;
    }

    Database database() {
        return database;
    }

    InventoryKeys keys() {
        return keys;
    }

    void killTickets() {
        tickets.kill();
    }

    void restartTickets() {
        tickets = start("tickets", "tickets");
        tickets.awaitReady();
    }

    private TicketSafeProcess start(String what, String roles) {
        try {
            Path file = Files.writeString(folder.resolve("ticketsafe.yaml"), "profile: dev\n");
            return TicketSafeProcess.start(
                    classPath,
                    Path.of("target", name + "-" + what + ".log"),
                    Installation.environment(settings),
                    "run",
                    "--config",
                    file.toString(),
                    "--roles",
                    roles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (tickets != null) {
            tickets.kill();
        }
        if (others != null) {
            others.kill();
        }
        await(database.close());
        await(vertx.close());
        redis.close();
    }
}
