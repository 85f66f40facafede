package io.ticketsafe.bench;

import io.ticketsafe.bench.order.CommitFloor;
import io.ticketsafe.bench.order.OrderReport;
import io.ticketsafe.bench.order.Result;
import io.ticketsafe.bench.order.Score;
import io.ticketsafe.bench.order.Shoppers;
import io.ticketsafe.bench.order.Transcript;
import io.ticketsafe.bench.order.Written;
import io.ticketsafe.bench.server.Usage;
import io.ticketsafe.dev.EmbeddedStores;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures hold, order and payment together against the PostgreSQL commits that they make, in turns, in one run. */
@Command(
        name = "perf/bench/orders",
        description = "Measures orders, from the hold to the ticket, against the commits that they make.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class OrderBench implements Callable<Integer> {
    private static final int EVENTS = 8;
    private static final int BUYERS = 1_000;

    @Mixin
    private final ServerOptions options = new ServerOptions();

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

    @Option(
            names = "--before",
            paramLabel = "DIR",
            description =
                    "Root of another build of TicketSafe and this benchmark, to be measured in turns with this one.")
    private Path before;

    private Shop open(String classPath) throws IOException {
        return Shop.open(options, new Shop.Plan(classPath, fsync, Map.of(), EVENTS, BUYERS));
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new OrderBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (Shop shop = open(Shop.ownClassPath());
                Shop other = before == null ? null : open(classPath(before))) {
            System.out.println(measure(shop, other).write(options.results));
        }
        return 0;
    }

    private static String classPath(Path root) throws IOException {
        Path target = root.resolve("perf").resolve("bench").resolve("target").toAbsolutePath();
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("bench-\\d.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
            return jar + File.pathSeparator + target.resolve("lib").resolve("*");
        }
    }

    /** Buyers of one shop, warm. */
    private final class Customers {
        private final Shoppers shoppers;
        private final Usage.Jvm usage;
        private final Written written;

        Customers(Shop shop) {
            shoppers = new Shoppers(shop.server().port(), buyers, shop.events(), shop.tokens(), Hall.LARGE);
            shop.closing(shoppers::close);
            usage = new Usage.Jvm(shop.server().servers().get(0).pid());
            written = new Written(shop.stores().postgresUrl());
            shoppers.run(buyers, TimeUnit.MINUTES.toNanos(5), warmUp);
        }

        Result measure() {
            Usage.Reading begun = usage.read();
            Result own =
                    written.count(() -> shoppers.run(buyers, TimeUnit.SECONDS.toNanos(seconds), Integer.MAX_VALUE));
            return own.withCpu(usage.read().minus(begun).cpuNanos());
        }
    }

    /** @param other null where only one is measured */
    private OrderReport measure(Shop shop, Shop other) throws IOException {
        Customers ours = new Customers(shop);
        Customers others = other == null ? null : new Customers(other);
        Score score = record(shop.stores(), shop.work(), ours.shoppers);
        CommitFloor floor = new CommitFloor(shop.stores().postgresUrl(), score);
        floor.run(buyers, TimeUnit.SECONDS.toNanos(seconds));
        List<Result> own = new ArrayList<>();
        List<Result> floors = new ArrayList<>();
        List<Result> earlier = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            System.err.println("round " + round + " of " + rounds);
            floors.add(ours.written.count(() -> floor.run(buyers, TimeUnit.SECONDS.toNanos(seconds))));
            own.add(ours.measure());
            if (others != null) {
                earlier.add(others.measure());
            }
        }
        return new OrderReport(options.java(), options.javaOptions, buyers, fsync, score, own, floors, earlier);
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
