package io.ticketsafe.bench.server;

import io.ticketsafe.app.DevSecrets;
import io.ticketsafe.app.cli.Main;
import io.ticketsafe.dev.EmbeddedStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** TicketSafe on the benchmark's stores: everything is on, as it is in a dev server, whose limits are high but count. */
public final class TicketSafe {
    public static final String MASTER_KEY = DevSecrets.MASTER_KEY;
    public static final String ISSUER = "ticketsafe";

    private static final String CONFIG = """
            profile: dev
            http:
              port: %d
              rateLimits:
                anonymousPerMinute: 100000000
                userPerMinute: 100000000
                credentialsPerMinute: 100000000
                holdsPerMinute: 100000000
                checkInsPerMinute: 100000000
                webhooksPerMinute: 100000000
            management:
              port: %d
            cluster:
              name: %s
              port: %d
              members: ["127.0.0.1:%d"]
            postgres:
              url: %s
            redis:
              url: %s
            mongo:
              url: %s
            security:
              masterKey: %s
              serviceSecret: %s
            """;

    private final JavaServer.Runtime runtime;
    private final EmbeddedStores stores;

    public TicketSafe(JavaServer.Runtime runtime, EmbeddedStores stores) {
        this.runtime = runtime;
        this.stores = stores;
    }

    /** @param port where HTTP is served */
    public record Running(int port, List<JavaServer> servers) {
        public String url() {
            return "http://127.0.0.1:" + port;
        }
    }

    /** Every role in one process. */
    public Running startOne(Consumer<JavaServer> opened) {
        return startOne(opened, Map.of());
    }

    /** @param settings as {@code TICKETSAFE_…} variables, which go before the configuration */
    public Running startOne(Consumer<JavaServer> opened, Map<String, String> settings) {
        int port = freePort();
        JavaServer server = start("one", config("one", port, freePort()), opened, settings);
        return new Running(port, List.of(server.awaitReady()));
    }

    /** The gateway, and every other role in a second process. */
    public Running startTwo(Consumer<JavaServer> opened) {
        int port = freePort();
        int clusterPort = freePort();
        JavaServer services = start(
                "two-services",
                config("two-services", 0, clusterPort),
                opened,
                Map.of(),
                "--roles",
                "users,events,tickets,payments,reports");
        services.awaitReady();
        JavaServer gateway =
                start("two-gateway", config("two-gateway", port, clusterPort), opened, Map.of(), "--roles", "gateway");
        return new Running(port, List.of(gateway.awaitReady(), services));
    }

    /**
     * One role in a process of its own; does not wait.
     *
     * @param name of the process, different from all others
     * @param clusterPort of the member that is asked first; the first one that starts takes it
     * @param settings as {@code TICKETSAFE_…} variables: {@code TICKETSAFE_HTTP_PORT} for a gateway, and others
     */
    public JavaServer startRole(
            String name, String role, int clusterPort, Map<String, String> settings, Consumer<JavaServer> opened) {
        return start(name, config(name, 0, clusterPort), opened, settings, "--roles", role);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JavaServer start(
            String name, Path config, Consumer<JavaServer> opened, Map<String, String> settings, String... options) {
        System.err.println("starting TicketSafe: " + name);
        String[] arguments = new String[3 + options.length];
        arguments[0] = "run";
        arguments[1] = "--config";
        arguments[2] = config.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        JavaServer server = JavaServer.start(runtime, name, settings, Main.class.getName(), arguments);
        opened.accept(server);
        return server;
    }

    private Path config(String name, int port, int clusterPort) {
        String text = CONFIG.formatted(
                port,
                freePort(),
                "bench-" + ProcessHandle.current().pid(),
                clusterPort,
                clusterPort,
                stores.postgresUrl(),
                stores.redisUrl(),
                stores.mongoUrl(),
                DevSecrets.MASTER_KEY,
                DevSecrets.SERVICE_SECRET);
        try {
            return Files.writeString(runtime.logs().resolve(name + ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
