package io.ticketsafe.bench.faults;

import io.ticketsafe.bench.server.JavaServer;
import io.ticketsafe.bench.server.TicketSafe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** One run: everything is started, buyers come, and of each role one process is killed and replaced. */
public final class Drill {
    private final Settings settings;
    private final Consumer<AutoCloseable> opened;

    /**
     * @param seconds that are watched before and after each fault
     * @param sale puts events on sale at the URL; answers their ids, and who may read their reports
     */
    public record Settings(
            List<String> roles, int buyers, int seconds, Duration pause, BiFunction<String, Integer, Sale> sale) {}

    public record Sale(List<String> events, String organizerToken) {}

    public Drill(Settings settings, Consumer<AutoCloseable> opened) {
        this.settings = settings;
        this.opened = opened;
    }

    public FaultReport run(TicketSafe ticketSafe, Path work) {
        Fleet fleet = new Fleet(ticketSafe, opened::accept);
        fleet.start();
        Balancer balancer = new Balancer(fleet, work);
        opened.accept(balancer);
        rest();
        Sale sale = settings.sale().apply(balancer.url(), 4);
        Sightings sightings = new Sightings();
        Traffic traffic = new Traffic(balancer.url(), sale.events(), settings.pause(), sightings);
        traffic.start(settings.buyers(), sale.organizerToken());
        opened.accept(traffic);
        rest();
        sightings.faultNow();
        rest();
        List<FaultReport.Row> rows = new ArrayList<>();
        rows.add(new FaultReport.Row("(none)", sightings.summary(), 0));
        for (String role : settings.roles()) {
            rows.add(fault(fleet, role, sightings));
        }
        traffic.close();
        List<String> wrong = new ArrayList<>(traffic.surprises());
        wrong.addAll(new Audit(new Client(balancer.url(), new Sightings())).compare(traffic.paid(), sale.events()));
        String how =
                "Two processes of each role behind HAProxy, %d buyers and an organiser with %d ms between two requests of one; %d s per role"
                        .formatted(settings.buyers(), settings.pause().toMillis(), settings.seconds());
        return new FaultReport(rows, traffic.paid().size(), wrong, how);
    }

    private FaultReport.Row fault(Fleet fleet, String role, Sightings sightings) {
        System.err.println("killing " + role + "1");
        long start = System.nanoTime();
        sightings.faultNow();
        fleet.kill(role, 1);
        JavaServer replacement = fleet.start(role, 1);
        replacement.awaitReady();
        long backMs = (System.nanoTime() - start) / 1_000_000;
        rest();
        return new FaultReport.Row(role, sightings.summary(), backMs);
    }

    private void rest() {
        LockSupport.parkNanos(Duration.ofSeconds(settings.seconds()).toNanos());
    }
}
