package io.ticketsafe.app.saga;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.GetMembership;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Membership;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Everything of one run: time, network, bank, processes. */
final class World {
    private final Shared shared;
    private final PlantedBug bug;
    private final Timeline timeline;
    private final Chaos chaos;
    private final Network network;
    private final Bank bank;
    private final Holds holds;
    private final Audit audit;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private int started;
    private boolean over;

    /** What outlives a run. */
    record Shared(Postgres postgres, SharedTokens tokens, SecretBox secrets, MeterRegistry meters) {}

    World(Shared shared, Timeline timeline, PlantedBug bug) {
        this.shared = shared;
        this.bug = bug;
        this.timeline = timeline;
        chaos = new Chaos(timeline);
        network = new Network(timeline, chaos);
        bank = new Bank(timeline.happens(0.5));
        holds = new Holds(chaos);
        audit = new Audit(this);
        network.answer(OrganizationOperations.MEMBERSHIP.address(), request -> membershipOf((GetMembership) request));
    }

    private static Membership membershipOf(GetMembership request) {
        return new Membership(Kind.ORGANIZER, request.userId().equals(Hall.ORGANIZER) ? MemberRole.OWNER : null);
    }

    /** One or two of each service. */
    void startProcesses() {
        for (int i = timeline.happens(0.3) ? 2 : 1; i > 0; i--) {
            start("tickets");
        }
        for (int i = timeline.happens(0.3) ? 2 : 1; i > 0; i--) {
            start("payments");
        }
    }

    private void start(String service) {
        String name = service + '-' + ++started;
        SimulatedProcess process =
                service.equals("tickets") ? new TicketsProcess(this, name) : new PaymentsProcess(this, name);
        processes.add(process);
        timeline.note(name + " starts");
        timeline.as(
                process,
                () -> process.start().onFailure(failure -> {
                    timeline.note(name + " cannot start: " + failure);
                    timeline.now("gives up", process, process::kill);
                }));
    }

    /** Somebody starts it again. */
    void died(SimulatedProcess process) {
        processes.remove(process);
        if (over) {
            return;
        }
        timeline.note(process.name() + " is killed");
        String service = process instanceof TicketsProcess ? "tickets" : "payments";
        timeline.after(
                timeline.oneOf(List.of(1L, 300L, 2_000L, 15_000L)),
                service + " comes back",
                null,
                () -> start(service));
    }

    /** Kills one of them. */
    Future<?> killOne() {
        return processes.isEmpty()
                ? Future.succeededFuture()
                : timeline.oneOf(processes).kill();
    }

    /** The run is over: nobody keeps a connection. */
    Future<?> end() {
        over = true;
        Future<?> ended = Future.succeededFuture();
        for (SimulatedProcess process : List.copyOf(processes)) {
            ended = ended.compose(before -> process.kill());
        }
        return ended;
    }

    Shared shared() {
        return shared;
    }

    Postgres postgres() {
        return shared.postgres();
    }

    PlantedBug bug() {
        return bug;
    }

    Timeline timeline() {
        return timeline;
    }

    Chaos chaos() {
        return chaos;
    }

    Network network() {
        return network;
    }

    Bank bank() {
        return bank;
    }

    Holds holds() {
        return holds;
    }

    Audit audit() {
        return audit;
    }
}
