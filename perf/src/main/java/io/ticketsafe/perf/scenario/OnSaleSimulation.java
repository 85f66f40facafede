package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.stressPeakUsers;

import io.ticketsafe.perf.Settings.Defaults;
import java.time.Duration;

/** An event goes on sale: a crowd of 20 for each seat arrives in seconds, most of them in the middle of it, and most go home with nothing. */
public final class OnSaleSimulation extends LoadSimulation {
    {
        perform(
                scenario("people")
                        .exec(shop.arrive(), shop.look(), calls.think(1))
                        .exec(shop.holdWithin(2, wishes::mixed))
                        .exitHereIfFailed()
                        .exec(doIf(session -> session.contains(Shop.HOLD)).then(checkOut(cashier.byGoodCard()))),
                stressPeakUsers(settings.users()).during(settings.duration()));
    }

    public OnSaleSimulation() {
        super("OnSale", Defaults.of(2_000, Duration.ofSeconds(10), 1 / 20.0));
    }
}
