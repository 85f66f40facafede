package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.randomSwitchOrElse;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.ticketsafe.perf.Settings.Defaults;
import java.time.Duration;

/** Everybody picks seats of the first two rows from the map. One in four of those who get them lets them go again, for others to fight over. */
public final class HotSeatsSimulation extends LoadSimulation {
    {
        perform(
                scenario("people")
                        .exec(shop.arrive(), shop.readMap(), calls.think(1))
                        .exec(shop.holdWithin(4, wishes::front))
                        .exitHereIfFailed()
                        .exec(doIf(session -> session.contains(Shop.HOLD))
                                .then(randomSwitchOrElse()
                                        .on(percent(25).then(exec(calls.think(2), shop.release())))
                                        .orElse(checkOut(cashier.byGoodCard())))),
                rampUsers(settings.users()).during(settings.duration()));
    }

    public HotSeatsSimulation() {
        super("HotSeats", Defaults.of(1_000, Duration.ofSeconds(20), 1));
    }
}
