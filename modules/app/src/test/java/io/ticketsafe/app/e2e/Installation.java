package io.ticketsafe.app.e2e;

import io.ticketsafe.dev.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Settings of one installation. */
public record Installation(Map<String, String> settings) {
    /** On the stores that all tests share, with databases of its own. */
    public static Installation create() {
        TestStores stores = TestStores.shared();
        Installation installation = on(stores.newDatabase(), stores.redisUrl(), stores.mongoUrl());
        return new Installation(installation.with("mongo.database", stores.newMongoDatabase()));
    }

    public static Installation on(String postgresUrl, String redisUrl, String mongoUrl) {
        Map<String, String> settings = new HashMap<>();
        settings.put("profile", "dev");
        settings.put("postgres.url", postgresUrl);
        settings.put("postgres.maxPoolSize", "6");
        settings.put("redis.url", redisUrl);
        settings.put("mongo.url", mongoUrl);
        settings.put("security.masterKey", "end-to-end-master-key-end-to-end-master-key");
        settings.put("security.serviceSecret", "end-to-end-service-secret-end-to-end-secret");
        settings.put("http.rateLimits.enabled", "false");
        settings.put("http.port", String.valueOf(freePort()));
        settings.put("management.port", "0");
        return new Installation(settings);
    }

    public Map<String, String> with(String setting, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(setting, value);
        return changed;
    }

    /** As {@code TICKETSAFE_…} variables. */
    public static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        settings.forEach((path, value) -> environment.put(variable(path), value));
        return environment;
    }

    static String variable(String path) {
        return "TICKETSAFE_"
                + path.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Below those of outgoing connections, one of which could take it before the server does. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
