package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.ticketsafe.perf.Settings.Defaults;
import java.time.Duration;

/** From a hold to the ticket in the hand, with places for everybody: every kind of hold, every way to pay. */
public final class CheckoutSimulation extends LoadSimulation {
    {
        perform(
                scenario("people")
                        .exec(shop.arrive(), shop.look(), calls.think(2))
                        .exec(shop.holdWithin(3, wishes::mixed))
                        .exitHereIfFailed()
                        .exec(doIf(session -> session.contains(Shop.HOLD))
                                .then(checkOut(cashier.payAsPeopleDo())
                                        .exec(doIf(session -> session.contains(Cashier.PAID))
                                                .then(exec(calls.think(2), shop.showCode()))))),
                rampUsers(settings.users()).during(settings.duration()));
    }

    public CheckoutSimulation() {
        super("Checkout", Defaults.of(300, Duration.ofSeconds(30), 6));
    }
}
