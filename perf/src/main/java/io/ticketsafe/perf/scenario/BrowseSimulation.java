package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.ticketsafe.perf.Settings.Defaults;
import java.time.Duration;

/** Many look, few buy: search, the event's page, its seat maps some times over, and one in twenty a ticket. */
public final class BrowseSimulation extends LoadSimulation {
    private final ChainBuilder buy = exec(shop.holdWithin(2, wishes::mixed))
            .exitHereIfFailed()
            .exec(doIf(session -> session.contains(Shop.HOLD)).then(checkOut(cashier.byGoodCard())));

    {
        perform(
                scenario("people")
                        .exec(
                                shop.arrive(),
                                shop.search(),
                                calls.think(3),
                                shop.readEvent(),
                                calls.think(4),
                                shop.look())
                        .exec(repeat(3).on(exec(calls.think(4), shop.readMap())))
                        .exec(randomSwitch().on(percent(5).then(buy))),
                rampUsers(settings.users()).during(settings.duration()));
    }

    public BrowseSimulation() {
        super("Browse", Defaults.of(1_500, Duration.ofSeconds(30), 1));
    }
}
