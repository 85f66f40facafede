package io.ticketsafe.bench;

import io.ticketsafe.bench.order.CommitFloor;
import io.ticketsafe.bench.order.OrderReport;
import io.ticketsafe.bench.order.Result;
import io.ticketsafe.bench.order.Score;
import io.ticketsafe.bench.order.Shoppers;
import io.ticketsafe.bench.order.Transcript;
import io.ticketsafe.bench.order.Written;
import io.ticketsafe.bench.server.JavaServer;
import io.ticketsafe.bench.server.TicketSafe;
import io.ticketsafe.bench.server.Usage;
import io.ticketsafe.dev.EmbeddedStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures hold, order and payment together against the PostgreSQL commits that they make, in turns, in one run. */
@Command(
        name = "perf/bench/orders",
        description = "Measures orders, from the hold to the ticket, against the commits that they make.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class OrderBench implements Callable<Integer> {
    private static final int EVENTS = 8;

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "JDK that the server runs on. Default: the one that runs this.")
    private Path jdk = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--java-options",
            paramLabel = "TEXT",
            description = "Options of the server's JVM. Default: ${DEFAULT-VALUE}")
    private String javaOptions = "-Xms1g -Xmx1g -XX:+UseG1GC";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds; each measures both once. Default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of one measurement. Default: ${DEFAULT-VALUE}")
    private int seconds = 6;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Orders before the first measurement. Default: ${DEFAULT-VALUE}")
    private int warmUp = 20_000;

    @Option(
            names = "--buyers",
            paramLabel = "N",
            description = "Buyers, and clients of the floor, at once. Default: ${DEFAULT-VALUE}")
    private int buyers = 32;

    @Option(names = "--fsync", description = "Lets PostgreSQL wait for the disk, as in production.")
    private boolean fsync;

    @Option(names = "--results", paramLabel = "DIR", description = "Where the table goes. Default: ${DEFAULT-VALUE}")
    private Path results = Path.of("perf", "results");

    private final Deque<Runnable> ends = new ArrayDeque<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new OrderBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path work = Files.createTempDirectory("ticketsafe-bench");
        try {
            System.out.println(measure(work).write(results));
        } finally {
            ends.forEach(Runnable::run);
        }
        return 0;
    }

    private OrderReport measure(Path work) throws IOException {
        EmbeddedStores.Options defaults = EmbeddedStores.Options.defaults();
        EmbeddedStores stores = EmbeddedStores.start(work.resolve("data"), fsync ? defaults : defaults.withoutFsync());
        ends.push(stores::close);
        Path java = jdk.resolve("bin").resolve("java");
        JavaServer.Runtime runtime = new JavaServer.Runtime(
                java, Bench.options(javaOptions), System.getProperty("java.class.path"), work, null);
        TicketSafe.Running server = new TicketSafe(runtime, stores).startOne(started -> ends.push(started::close));
        List<String> events = new Box(server.url()).sell(Hall.LARGE, EVENTS);
        List<String> tokens = Tokens.of(stores.postgresUrl(), TicketSafe.MASTER_KEY)
                .issue(
                        Stream.generate(UUID::randomUUID)
                                .map(UUID::toString)
                                .limit(1_000)
                                .toList(),
                        TicketSafe.ISSUER);
        Shoppers shoppers = new Shoppers(server.port(), buyers, events, tokens, Hall.LARGE);
        ends.push(shoppers::close);
        shoppers.run(buyers, TimeUnit.MINUTES.toNanos(5), warmUp);
        Score score = record(stores, work, shoppers);
        CommitFloor floor = new CommitFloor(stores.postgresUrl(), score);
        floor.run(buyers, TimeUnit.SECONDS.toNanos(seconds));
        Usage.Jvm usage = new Usage.Jvm(server.servers().get(0).pid());
        Written written = new Written(stores.postgresUrl());
        List<Result> ours = new ArrayList<>();
        List<Result> floors = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            System.err.println("round " + round + " of " + rounds);
            floors.add(written.count(() -> floor.run(buyers, TimeUnit.SECONDS.toNanos(seconds))));
            Usage.Reading before = usage.read();
            Result own =
                    written.count(() -> shoppers.run(buyers, TimeUnit.SECONDS.toNanos(seconds), Integer.MAX_VALUE));
            ours.add(own.withCpu(usage.read().minus(before).cpuNanos()));
        }
        return new OrderReport(java, javaOptions, buyers, fsync, score, ours, floors);
    }

    /** What one order writes, on its own; background work that tells others of it is left out. */
    private static Score record(EmbeddedStores stores, Path work, Shoppers shoppers) throws IOException {
        Path log;
        try (Stream<Path> files = Files.walk(work)) {
            log = files.filter(file -> file.endsWith("postgres.log"))
                    .findFirst()
                    .orElseThrow();
        }
        Transcript transcript = new Transcript(stores.postgres().port(), log);
        transcript.begin();
        List<String> ids = shoppers.one();
        List<Transcript.Transaction> all = transcript.end();
        return Score.of(
                all.stream().filter(transaction -> transaction.mentions(ids)).toList());
    }
}
