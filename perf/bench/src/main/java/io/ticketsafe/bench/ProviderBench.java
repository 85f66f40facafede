package io.ticketsafe.bench;

import io.ticketsafe.bench.provider.Bank;
import io.ticketsafe.bench.provider.Crowd;
import io.ticketsafe.bench.provider.Pools;
import io.ticketsafe.bench.provider.ProviderReport;
import io.ticketsafe.bench.provider.ProviderReport.Round;
import io.ticketsafe.bench.provider.Seats;
import io.ticketsafe.bench.server.JavaServer;
import io.ticketsafe.bench.server.TicketSafe;
import io.ticketsafe.dev.EmbeddedStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures holds and reads while buyers pay, with a provider that is well and one that is not, in turns, in one run. */
@Command(
        name = "perf/bench/provider",
        description = "Measures holds and reads while the payment provider is slow and loses every second answer.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ProviderBench implements Callable<Integer> {
    private static final int EVENTS = 6;
    private static final int TRIES = 60;
    private static final long PAUSE_NANOS = 500_000_000;

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
    private int rounds = 4;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Length of one measurement. Default: ${DEFAULT-VALUE}")
    private int seconds = 15;

    @Option(names = "--holds", paramLabel = "N", description = "Holds a second. Default: ${DEFAULT-VALUE}")
    private int holds = 300;

    @Option(names = "--reads", paramLabel = "N", description = "Reads a second. Default: ${DEFAULT-VALUE}")
    private int reads = 300;

    @Option(names = "--payments", paramLabel = "N", description = "Buyers a second. Default: ${DEFAULT-VALUE}")
    private int payments = 30;

    @Option(
            names = "--without-breaker",
            description = "Asks the provider whatever it answers, so that as many as can wait for it.")
    private boolean withoutBreaker;

    @Option(names = "--results", paramLabel = "DIR", description = "Where the table goes. Default: ${DEFAULT-VALUE}")
    private Path results = Path.of("perf", "results");

    private final Deque<Runnable> ends = new ArrayDeque<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new ProviderBench()).execute(args));
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

    private ProviderReport measure(Path work) throws IOException {
        EmbeddedStores stores = EmbeddedStores.start(
                work.resolve("data"), EmbeddedStores.Options.defaults().withoutFsync());
        ends.push(stores::close);
        Path java = jdk.resolve("bin").resolve("java");
        JavaServer.Runtime runtime = new JavaServer.Runtime(
                java, Bench.options(javaOptions), System.getProperty("java.class.path"), work, null);
        int managementPort = TicketSafe.freePort();
        TicketSafe.Running server = new TicketSafe(runtime, stores)
                .startOne(started -> ends.push(started::close), settings(managementPort));
        List<String> events = new Box(server.url()).sell(Hall.LARGE, EVENTS);
        List<String> users = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(2_000)
                .toList();
        List<String> tokens = Tokens.of(stores.postgresUrl(), TicketSafe.MASTER_KEY).issue(users, TicketSafe.ISSUER);
        Crowd.Rates rates = new Crowd.Rates(holds, reads, payments);
        Crowd crowd = new Crowd(server.port(), tokens, new Seats(events, Hall.LARGE), rates);
        ends.push(crowd::close);
        Pools pools = new Pools(managementPort);
        ends.push(pools::close);
        return rounds(crowd, pools, new Bank(stores.postgresUrl()), java, rates);
    }

    private Map<String, String> settings(int managementPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("TICKETSAFE_MANAGEMENT_PORT", String.valueOf(managementPort));
        if (withoutBreaker) {
            settings.put("TICKETSAFE_PAYMENTS_BREAKER_FEWEST_CALLS", "10000");
            settings.put("TICKETSAFE_PAYMENTS_BREAKER_FAILURE_PERCENT", "100");
        }
        return settings;
    }

    private ProviderReport rounds(Crowd crowd, Pools pools, Bank bank, Path java, Crowd.Rates rates) {
        System.err.println("warming up");
        crowd.come("tok_approve", seconds);
        crowd.come("tok_unsteady", seconds);
        List<Round> well = new ArrayList<>();
        List<Round> unwell = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            System.err.println("round " + round + " of " + rounds);
            calm(crowd, bank, pools);
            well.add(new Round(crowd.come("tok_approve", seconds), pools.most()));
            unwell.add(new Round(crowd.come("tok_unsteady", seconds), pools.most()));
        }
        calm(crowd, bank, pools);
        return new ProviderReport(java, javaOptions, rates, seconds, !withoutBreaker, well, unwell);
    }

    /** The provider is well again, what it was late with is done, and payments go through. */
    private static void calm(Crowd crowd, Bank bank, Pools pools) {
        for (int i = 0; !crowd.buyOnce(); i++) {
            if (i == TRIES) {
                throw new IllegalStateException("payments do not go through again");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        bank.recover();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        pools.most();
    }
}
