package io.ticketsafe.bench;

import io.ticketsafe.bench.server.JavaServer;
import io.ticketsafe.bench.server.TicketSafe;
import io.ticketsafe.dev.EmbeddedStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** TicketSafe in one process on stores of its own, with events on sale and buyers who have tokens. Blocking. */
final class Shop implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final Path work;
    private final EmbeddedStores stores;
    private final TicketSafe.Running server;
    private final List<String> events;
    private final List<String> tokens;

    /**
     * @param classPath of the build that serves
     * @param settings as {@code TICKETSAFE_…} variables, which go before the configuration
     */
    record Plan(String classPath, boolean fsync, Map<String, String> settings, int events, int buyers) {}

    private Shop(ServerOptions options, Plan plan) throws IOException {
        work = Files.createTempDirectory("ticketsafe-bench");
        try {
            EmbeddedStores.Options defaults = EmbeddedStores.Options.defaults();
            stores = EmbeddedStores.start(work.resolve("data"), plan.fsync() ? defaults : defaults.withoutFsync());
            closing(stores::close);
            JavaServer.Runtime runtime = new JavaServer.Runtime(
                    options.java(), Bench.options(options.javaOptions), plan.classPath(), work, null);
            server = new TicketSafe(runtime, stores).startOne(started -> closing(started::close), plan.settings());
            events = new Box(server.url()).sell(Hall.LARGE, plan.events());
            List<String> users = Stream.generate(() -> UUID.randomUUID().toString())
                    .limit(plan.buyers())
                    .toList();
            tokens = Tokens.of(stores.postgresUrl(), TicketSafe.MASTER_KEY).issue(users, TicketSafe.ISSUER);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    static Shop open(ServerOptions options, Plan plan) throws IOException {
        return new Shop(options, plan);
    }

    /** Of this very build. */
    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    /** What is closed with it, before all that was there already. */
    void closing(Runnable end) {
        ends.push(end);
    }

    /** Where logs and data are. */
    Path work() {
        return work;
    }

    EmbeddedStores stores() {
        return stores;
    }

    TicketSafe.Running server() {
        return server;
    }

    List<String> events() {
        return events;
    }

    List<String> tokens() {
        return tokens;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        ends.clear();
    }
}
