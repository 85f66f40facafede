package io.ticketsafe.bench;

import io.ticketsafe.bench.floor.FloorMain;
import io.ticketsafe.bench.floor.ScriptHolds;
import io.ticketsafe.bench.floor.ScriptText;
import io.ticketsafe.bench.load.HttpHolds;
import io.ticketsafe.bench.server.Inventory;
import io.ticketsafe.bench.server.JavaServer;
import io.ticketsafe.bench.server.RedisLink;
import io.ticketsafe.bench.server.TicketSafe;
import io.ticketsafe.bench.server.Usage;
import io.ticketsafe.dev.EmbeddedStores;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that runs during a benchmark: stores, servers, events on sale, buyers. */
final class Field implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Deque<Runnable> ends = new ConcurrentLinkedDeque<>();
    private final List<Contender> contenders = new ArrayList<>();
    private List<Show> large;
    private List<Show> small;
    private RedisLink redis;
    private Inventory inventory;
    private Memory memory;

    private Field() {
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Starts everything; blocks for about a minute. */
    static Field open(Options options, JavaServer.Runtime runtime, Path data) {
        Field field = new Field();
        try {
            field.start(options, runtime, data);
            return field;
        } catch (RuntimeException e) {
            field.close();
            throw e;
        }
    }

    private void start(Options options, JavaServer.Runtime runtime, Path data) {
        EmbeddedStores stores =
                EmbeddedStores.start(data, EmbeddedStores.Options.defaults().withoutFsync());
        ends.push(stores::close);
        redis = new RedisLink(HOST, stores.redis().port());
        ends.push(redis::close);
        redis.call("CONFIG", "SET", "auto-aof-rewrite-percentage", 0);
        TicketSafe installation = new TicketSafe(runtime, stores);
        TicketSafe.Running one = installation.startOne(this::started);
        say("making events");
        Box box = new Box(one.url());
        memory = new Memory(redis);
        large = shows(box.sell(Hall.LARGE, options.events()));
        memory.loaded(options.events() * Hall.LARGE.capacity());
        boolean sizes = options.shapes.contains(Shape.SIZE) || options.shapes.contains(Shape.BEST_SIZE);
        small = sizes ? shows(box.sell(Hall.SMALL, options.smallEvents())) : List.of();
        List<String> users = Stream.generate(UUID::randomUUID)
                .map(UUID::toString)
                .limit(options.buyers())
                .toList();
        List<String> tokens =
                Tokens.of(stores.postgresUrl(), TicketSafe.MASTER_KEY).issue(users, TicketSafe.ISSUER);
        String digest = redis.text("SCRIPT", "LOAD", ScriptText.ofHold());
        InetSocketAddress redisAddress =
                new InetSocketAddress(HOST, stores.redis().port());
        for (Entrant entrant : options.entrants) {
            switch (entrant) {
                case FLOOR -> add(entrant, startFloor(runtime, stores.redisUrl(), digest), tokens);
                case ONE -> add(entrant, one, tokens);
                case TWO -> add(entrant, installation.startTwo(this::started), tokens);
                default ->
                    contenders.add(new Contender(
                            entrant,
                            redisAddress,
                            List.of(),
                            (wishes, salt) -> new ScriptHolds(wishes, users, digest, salt)));
            }
        }
        inventory = Inventory.remember(redis);
    }

    List<Contender> contenders() {
        return contenders;
    }

    List<Show> large() {
        return large;
    }

    List<Show> small() {
        return small;
    }

    RedisLink redis() {
        return redis;
    }

    Inventory inventory() {
        return inventory;
    }

    Memory memory() {
        return memory;
    }

    @Override
    public void close() {
        for (Runnable end = ends.poll(); end != null; end = ends.poll()) {
            end.run();
        }
    }

    private void add(Entrant entrant, TicketSafe.Running running, List<String> tokens) {
        InetSocketAddress address = new InetSocketAddress(HOST, running.port());
        String authority = HOST + ':' + running.port();
        contenders.add(new Contender(
                entrant,
                address,
                running.servers().stream()
                        .map(server -> new Usage.Jvm(server.pid()))
                        .toList(),
                (wishes, salt) -> new HttpHolds(authority, tokens, wishes, salt)));
    }

    private TicketSafe.Running startFloor(JavaServer.Runtime runtime, String redisUrl, String digest) {
        say("starting floor A");
        int port = TicketSafe.freePort();
        Hall hall = Hall.LARGE;
        String shows =
                large.stream().map(show -> show.id() + '=' + show.sheet()).collect(Collectors.joining(","));
        JavaServer server = JavaServer.start(
                runtime,
                "floor",
                Map.of(),
                FloorMain.class.getName(),
                String.valueOf(port),
                redisUrl,
                digest,
                String.valueOf(Runtime.getRuntime().availableProcessors()),
                String.valueOf(hall.sections()),
                String.valueOf(hall.rows()),
                String.valueOf(hall.rowSeats()),
                shows);
        started(server);
        return new TicketSafe.Running(port, List.of(server.awaitReady()));
    }

    private List<Show> shows(List<String> ids) {
        return ids.stream().map(id -> Inventory.show(redis, id)).toList();
    }

    private void started(JavaServer server) {
        ends.push(server::close);
    }

    private static void say(String what) {
        System.err.println(what);
    }
}
