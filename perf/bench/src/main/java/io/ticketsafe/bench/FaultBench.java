package io.ticketsafe.bench;

import io.ticketsafe.bench.faults.Drill;
import io.ticketsafe.bench.faults.FaultReport;
import io.ticketsafe.bench.faults.Fleet;
import io.ticketsafe.bench.report.Machine;
import io.ticketsafe.bench.server.JavaServer;
import io.ticketsafe.bench.server.TicketSafe;
import io.ticketsafe.dev.EmbeddedStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills one process of each role under load, two of each running, and tells what clients saw of it. */
@Command(
        name = "perf/bench/faults",
        description = "Kills one of two processes of each role under load, and tells what clients saw.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class FaultBench implements Callable<Integer> {
    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "JDK that the servers run on. Default: the one that runs this.")
    private Path jdk = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--java-options",
            paramLabel = "TEXT",
            description = "Options of the servers' JVMs. Default: ${DEFAULT-VALUE}")
    private String javaOptions = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    @Option(
            names = "--roles",
            paramLabel = "LIST",
            split = ",",
            description = "Whom to kill, in this order. Default: every role")
    private List<String> roles = Fleet.ROLES;

    @Option(names = "--seconds", paramLabel = "N", description = "Watched after each fault. Default: ${DEFAULT-VALUE}")
    private int seconds = 10;

    @Option(names = "--buyers", paramLabel = "N", description = "Buyers at once. Default: ${DEFAULT-VALUE}")
    private int buyers = 12;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            description = "Of each client between two requests. Default: ${DEFAULT-VALUE}")
    private int pauseMs = 100;

    @Option(names = "--results", paramLabel = "DIR", description = "Where the table goes. Default: ${DEFAULT-VALUE}")
    private Path results = Path.of("perf", "results");

    private final Deque<AutoCloseable> ends = new ArrayDeque<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new FaultBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path work = Files.createTempDirectory("ticketsafe-faults");
        System.err.println("logs are in " + work);
        try {
            EmbeddedStores stores = EmbeddedStores.start(
                    work.resolve("data"), EmbeddedStores.Options.defaults().withoutFsync());
            ends.push(stores);
            JavaServer.Runtime runtime = new JavaServer.Runtime(
                    jdk.resolve("bin").resolve("java"),
                    Bench.options(javaOptions),
                    System.getProperty("java.class.path"),
                    work,
                    null);
            Drill.Settings settings =
                    new Drill.Settings(roles, buyers, seconds, Duration.ofMillis(pauseMs), FaultBench::sale);
            FaultReport report = new Drill(settings, ends::push).run(new TicketSafe(runtime, stores), work);
            System.out.println(
                    report.write(results, Machine.describe(jdk.resolve("bin").resolve("java"), javaOptions)));
            return report.isFine() ? 0 : 1;
        } finally {
            while (!ends.isEmpty()) {
                ends.pop().close();
            }
        }
    }

    private static Drill.Sale sale(String url, int events) {
        Box box = new Box(url);
        return new Drill.Sale(box.sell(Hall.LARGE, events), box.token());
    }
}
