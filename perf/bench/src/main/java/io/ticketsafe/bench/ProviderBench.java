package io.ticketsafe.bench;

import io.ticketsafe.bench.provider.Bank;
import io.ticketsafe.bench.provider.Crowd;
import io.ticketsafe.bench.provider.Pools;
import io.ticketsafe.bench.provider.ProviderReport;
import io.ticketsafe.bench.provider.ProviderReport.Round;
import io.ticketsafe.bench.provider.Seats;
import io.ticketsafe.bench.server.TicketSafe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures holds and reads while buyers pay, with a provider that is well and one that is not, in turns, in one run. */
@Command(
        name = "perf/bench/provider",
        description = "Measures holds and reads while the payment provider is slow and loses every second answer.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ProviderBench implements Callable<Integer> {
    private static final int EVENTS = 6;
    private static final int BUYERS = 2_000;
    private static final int TRIES = 60;
    private static final long PAUSE_NANOS = 500_000_000;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds; each measures both once. Default: ${DEFAULT-VALUE}")
    private int rounds = 4;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of one measurement. Default: ${DEFAULT-VALUE}")
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

    public static void main(String[] args) {
        System.exit(new CommandLine(new ProviderBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        int managementPort = TicketSafe.freePort();
        Shop.Plan plan = new Shop.Plan(Shop.ownClassPath(), false, settings(managementPort), EVENTS, BUYERS);
        try (Shop shop = Shop.open(options, plan)) {
            System.out.println(measure(shop, managementPort).write(options.results));
        }
        return 0;
    }

    private ProviderReport measure(Shop shop, int managementPort) {
        Crowd.Rates rates = new Crowd.Rates(holds, reads, payments);
        Crowd crowd = new Crowd(shop.server().port(), shop.tokens(), new Seats(shop.events(), Hall.LARGE), rates);
        shop.closing(crowd::close);
        Pools pools = new Pools(managementPort);
        shop.closing(pools::close);
        return rounds(crowd, pools, new Bank(shop.stores().postgresUrl()), rates);
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

    private ProviderReport rounds(Crowd crowd, Pools pools, Bank bank, Crowd.Rates rates) {
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
        return new ProviderReport(options.java(), options.javaOptions, rates, seconds, !withoutBreaker, well, unwell);
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
