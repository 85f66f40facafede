package io.ticketsafe.perf;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An event goes on sale: buyers look, hold the best two seats, order and pay. Every answer is checked. At the end, no
 * seat may have been sold twice, and the availability and the sales report must agree with what buyers were told.
 */
public final class OnSaleSimulation extends Simulation {
    private static final int SECONDS_FOR_REPORTS = 3;

    private final Settings settings = Settings.fromProperties();
    private final Stage stage = Stage.build(settings);
    private final Set<String> soldSeats = ConcurrentHashMap.newKeySet();
    private final AtomicInteger soldTickets = new AtomicInteger();
    private final AtomicInteger arrived = new AtomicInteger();

    private final HttpProtocolBuilder protocol = http.baseUrl(settings.url().toString())
            .acceptHeader("application/json")
            .contentTypeHeader("application/json")
            .authorizationHeader("Bearer #{token}")
            .header("Idempotency-Key", session -> UUID.randomUUID().toString());

    private final ChainBuilder arrive = exec(session -> session.set(
            "token",
            stage.buyers().get(arrived.getAndIncrement() % stage.buyers().size())));

    private final ChainBuilder look = exec(http("look")
            .get("/v1/events/" + stage.eventId() + "/availability")
            .check(status().is(200), jsonPath("$.version").exists()));

    private final ChainBuilder hold = exec(http("hold")
            .post("/v1/events/" + stage.eventId() + "/holds")
            .body(StringBody("{\"best\": {\"quantity\": 2}}"))
            .check(status().in(201, 409).saveAs("held"))
            .checkIf(session -> session.getInt("held") == 201)
            .then(jsonPath("$.seats[*]").count().is(2), jsonPath("$.id").saveAs("holdId"))
            .checkIf(session -> session.getInt("held") == 409)
            .then(jsonPath("$.code").is("NOT_ENOUGH_SEATS")));

    private final ChainBuilder order = exec(http("order")
            .post("/v1/orders")
            .body(StringBody("{\"holdId\": \"#{holdId}\"}"))
            .check(
                    status().is(201),
                    jsonPath("$.status").is("pending"),
                    jsonPath("$.total.amountMinor").ofInt().is(20_000),
                    jsonPath("$.id").saveAs("orderId")));

    private final ChainBuilder pay = exec(http("pay")
            .post("/v1/orders/#{orderId}/payments")
            .body(StringBody("{\"method\": {\"type\": \"card\", \"token\": \"tok_approve\"}}"))
            .check(status().is(201), jsonPath("$.status").is("succeeded")));

    private final ChainBuilder see = exec(http("see tickets")
                    .get("/v1/orders/#{orderId}")
                    .check(
                            status().is(200),
                            jsonPath("$.status").is("paid"),
                            jsonPath("$.tickets[*].seat").findAll().saveAs("seats")))
            .exec(session -> {
                List<String> seats = session.getList("seats");
                soldTickets.addAndGet(seats.size());
                soldSeats.addAll(seats);
                return session;
            });

    private final ScenarioBuilder buyers = scenario("buyers")
            .exec(arrive, look, hold)
            .exec(doIf(session -> session.contains("holdId"))
                    .then(exec(order)
                            .exitHereIfFailed()
                            .exec(pay)
                            .exitHereIfFailed()
                            .exec(see)));

    private final ScenarioBuilder audit = scenario("audit")
            .exec(session -> session.set("token", stage.organizer()))
            .exec(pause(SECONDS_FOR_REPORTS))
            .exec(http("audit: availability")
                    .get("/v1/events/" + stage.eventId() + "/availability")
                    .check(
                            status().is(200),
                            jsonPath("$.sections[*].capacity")
                                    .ofInt()
                                    .findAll()
                                    .transform(OnSaleSimulation::sum)
                                    .is(stage.capacity()),
                            jsonPath("$.sections[*].sold")
                                    .ofInt()
                                    .findAll()
                                    .transform(OnSaleSimulation::sum)
                                    .is(session -> soldTickets.get()),
                            jsonPath("$.sections[*].sold")
                                    .ofInt()
                                    .findAll()
                                    .transform(OnSaleSimulation::sum)
                                    .is(session -> soldSeats.size())))
            .exec(http("audit: sales report")
                    .get("/v1/events/" + stage.eventId() + "/reports/sales")
                    .check(
                            status().is(200),
                            jsonPath("$.totals.ticketsSold").ofInt().is(session -> soldTickets.get()),
                            jsonPath("$.totals.grossMinor").ofLong().is(session -> soldTickets.get() * 10_000L)));

    {
        setUp(buyers.injectOpen(rampUsers(settings.users()).during(settings.duration()))
                        .andThen(audit.injectOpen(atOnceUsers(1))))
                .protocols(protocol)
                .assertions(global().failedRequests().count().is(0L));
    }

    @Override
    public void after() {
        System.out.printf(
                "%d tickets sold of %d seats, %d different seats%n",
                soldTickets.get(), stage.capacity(), soldSeats.size());
    }

    private static int sum(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }
}
