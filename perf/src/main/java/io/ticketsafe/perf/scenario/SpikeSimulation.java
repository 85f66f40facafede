package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.ticketsafe.perf.Settings.Defaults;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Business as usual, then ten times as many people for a tenth of the time (a post by somebody famous), then as before. The report has the
 * requests of each phase apart: those after the spike should look like those before it.
 */
public final class SpikeSimulation extends LoadSimulation {
    private static final double CALM_SHARE = 0.45;
    private static final double SPIKE_SHARE = 0.1;
    private static final int TIMES = 10;

    private final AtomicLong begunNanos = new AtomicLong();

    {
        double seconds = settings.duration().toMillis() / 1000.0;
        double calm = settings.users() / (seconds * (2 * CALM_SHARE + TIMES * SPIKE_SHARE));
        perform(
                scenario("people")
                        .exec(session -> session.set("phase", phase()))
                        .exec(group("#{phase}")
                                .on(exec(shop.arrive(), shop.look(), calls.think(1))
                                        .exec(shop.holdWithin(2, wishes::mixed))
                                        .exec(doIf(session -> session.contains(Shop.HOLD) && !session.isFailed())
                                                .then(checkOut(cashier.byGoodCard()))))),
                constantUsersPerSec(calm).during(part(CALM_SHARE)),
                constantUsersPerSec(TIMES * calm).during(part(SPIKE_SHARE)),
                constantUsersPerSec(calm).during(part(CALM_SHARE)));
    }

    public SpikeSimulation() {
        super("Spike", Defaults.of(1_200, Duration.ofSeconds(50), 2));
    }

    private Duration part(double share) {
        return Duration.ofMillis(Math.round(settings.duration().toMillis() * share));
    }

    /** Of who arrives now. */
    private String phase() {
        begunNanos.compareAndSet(0, System.nanoTime());
        double passed = (System.nanoTime() - begunNanos.get())
                / 1e6
                / settings.duration().toMillis();
        return passed < CALM_SHARE ? "1 before" : passed < CALM_SHARE + SPIKE_SHARE ? "2 spike" : "3 after";
    }
}
