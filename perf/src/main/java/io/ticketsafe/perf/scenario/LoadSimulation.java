package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.ticketsafe.perf.Settings;
import io.ticketsafe.perf.audit.Auditor;
import io.ticketsafe.perf.audit.Diary;
import io.ticketsafe.perf.audit.Event;
import io.ticketsafe.perf.audit.Verdict;
import io.ticketsafe.perf.stage.Stage;
import java.time.Duration;

/**
 * What all scenarios share: a stage of their own, people who arrive whatever became of those before them (an open model), an audit when
 * everybody has left, and what a run must keep to.
 */
abstract class LoadSimulation extends Simulation {
    private static final String AUDIT = "audit";
    private static final Duration LONGEST_JOURNEY = Duration.ofMinutes(10);
    private static final int WRONG_USAGE = 2;

    final Settings settings;
    final Stage stage;
    final Diary diary = new Diary();
    final Calls calls;
    final Wishes wishes;
    final Shop shop;
    final Cashier cashier;

    LoadSimulation(String title, Settings.Defaults defaults) {
        this(title, defaults, 10);
    }

    LoadSimulation(String title, Settings.Defaults defaults, int holdMinutes) {
        try {
            settings = Settings.from(System.getProperties(), defaults);
            stage = Stage.open(settings, title, holdMinutes);
        } catch (IllegalArgumentException e) {
            throw giveUp(WRONG_USAGE, e);
        } catch (RuntimeException e) {
            throw giveUp(1, e);
        }
        calls = new Calls(settings.pace());
        wishes = new Wishes(stage.hall());
        shop = new Shop(stage, diary, calls);
        cashier = new Cashier(shop, diary, calls);
        System.out.printf(
                "%s: %,d people within %d s, %,d places, %d accounts, %s%n",
                title,
                settings.users(),
                settings.duration().toSeconds(),
                stage.hall().capacity(),
                settings.accounts(),
                settings.url());
    }

    /** Ends the program: what is wrong before a run stands in one line, not in the stack trace of a constructor. */
    static RuntimeException giveUp(int exitCode, RuntimeException why) {
        System.err.println("perf/load: " + why.getMessage());
        System.exit(exitCode);
        return why;
    }

    @Override
    public void after() {
        stage.accounts().logOut();
    }

    /** Lets people in, and audits when the last has left. */
    final void perform(ScenarioBuilder people, OpenInjectionStep... arrivals) {
        setUp(people.injectOpen(arrivals).andThen(audit().injectOpen(atOnceUsers(1))))
                .protocols(protocol())
                .maxDuration(settings.duration().plus(LONGEST_JOURNEY))
                .assertions(
                        details(AUDIT).failedRequests().count().is(0L),
                        global().failedRequests().percent().lte(settings.failedPercent()),
                        global().responseTime().percentile(99.0).lte((int)
                                settings.p99().toMillis()));
    }

    /** Orders what is held and pays; who has paid sees the tickets. */
    final ChainBuilder checkOut(ChainBuilder payment) {
        return exec(calls.think(3), shop.order())
                .exitHereIfFailed()
                .exec(doIf(session -> session.contains(Shop.ORDER))
                        .then(exec(calls.think(5), payment)
                                .exec(doIf(session -> session.contains(Cashier.PAID))
                                        .then(shop.seeTickets()))));
    }

    /** The verdict becomes the check of one request, so that it stands in the report and decides about the exit code. */
    private ScenarioBuilder audit() {
        Auditor auditor =
                new Auditor(stage.api(), new Event(stage.eventId(), stage.organizationId(), stage.organizer()));
        return scenario(AUDIT)
                .exec(session -> {
                    Verdict verdict = auditor.audit(diary);
                    System.out.println(verdict.text());
                    return session.set("verdict", verdict.line());
                })
                .exec(http(AUDIT)
                        .get("/v1/events/" + stage.eventId() + "/availability")
                        .check(
                                status().is(200),
                                bodyString()
                                        .transformWithSession((body, session) -> session.getString("verdict"))
                                        .is(Verdict.BALANCED)));
    }

    private HttpProtocolBuilder protocol() {
        HttpProtocolBuilder protocol = http.baseUrl(settings.url().toString())
                .acceptHeader("application/json")
                .contentTypeHeader("application/json")
                .userAgentHeader("TicketSafe load test")
                .disableCaching();
        return settings.sharedConnections() ? protocol.shareConnections() : protocol;
    }
}
