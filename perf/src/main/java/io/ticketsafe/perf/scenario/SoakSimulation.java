package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.ticketsafe.perf.Settings.Defaults;
import java.time.Duration;

/**
 * An ordinary day for as long as you like: people come at a steady rate, look, buy, change their minds, walk away from what they hold until it
 * lapses, and give tickets back. Places come back to the sale all the time.
 */
public final class SoakSimulation extends LoadSimulation {
    private static final int HOLD_MINUTES = 1;

    private final ChainBuilder look = exec(shop.search(), calls.think(3), shop.readEvent())
            .exec(repeat(2).on(exec(calls.think(3), shop.readMap())));

    private final ChainBuilder hold = exec(shop.look(), calls.think(2))
            .exec(shop.holdWithin(3, wishes::mixed))
            .exitHereIfFailed();

    private final ChainBuilder giveBack =
            doIf(session -> session.contains(Cashier.PAID)).then(exec(calls.think(5), shop.refundOne()));

    private final ChainBuilder changeMind =
            doIf(session -> session.contains(Shop.HOLD)).then(exec(calls.think(3), shop.release()));

    private ChainBuilder buy() {
        return exec(hold).exec(doIf(session -> session.contains(Shop.HOLD)).then(checkOut(cashier.payAsPeopleDo())));
    }

    {
        perform(
                scenario("people")
                        .exec(shop.arrive())
                        .exec(randomSwitch()
                                .on(
                                        percent(50).then(look),
                                        percent(30).then(buy()),
                                        percent(10).then(buy().exec(giveBack)),
                                        percent(5).then(exec(hold).exec(changeMind)),
                                        percent(5).then(hold))),
                constantUsersPerSec(
                                settings.users() / (double) settings.duration().toSeconds())
                        .during(settings.duration())
                        .randomized());
    }

    public SoakSimulation() {
        super("Soak", Defaults.of(2_400, Duration.ofMinutes(5), 1), HOLD_MINUTES);
    }
}
