package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.Role;
import io.ticketsafe.app.e2e.StandingPoints.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the process that pays, while one payment stands at each of its recovery points, before and after the bank did
 * what it was asked for. The other processes live on.
 */
class KilledPaymentsIT {
    private static final Set<Point> VOIDS = EnumSet.of(Point.BEFORE_VOID, Point.AFTER_VOID);
    private static final Set<Point> REFUNDS = EnumSet.of(Point.BEFORE_REFUND, Point.AFTER_REFUND);
    private static final String KEPT = "SELECT coalesce(sum(captured_minor - refunded_minor), 0) FROM payments.payment";
    private static final String KEPT_BY_THE_BANK = "SELECT coalesce(sum(amount_minor - refunded_minor), 0)"
            + " FROM payments.sandbox_charge WHERE state = 'captured'";
    private static final String WORTH =
            "SELECT coalesce(sum(price_minor), 0) FROM tickets.ticket WHERE status <> 'void'";
    private static final String UNFINISHED =
            "SELECT (SELECT count(*) FROM payments.payment WHERE recheck_at IS NOT NULL)"
                    + " + (SELECT count(*) FROM payments.refund WHERE state = 'requested')"
                    + " + (SELECT count(*) FROM payments.sandbox_charge WHERE state = 'authorized')";

    @TempDir
    Path folder;

    @Test
    void moneyAndTicketsAgreeWhereverTheProcessStood() throws Exception {
        // Given
        Map<String, String> settings = settings();
        try (TicketSafeProcess rest = start("rest", settings, allBut(Role.PAYMENTS))) {
            String baseUrl = rest.awaitReady();
            TicketSafeProcess doomed = start("payments-before", settings, Role.PAYMENTS.label());
            doomed.awaitReady();
            Map<Point, OneSeatOrder> orders = order(ApiClient.anonymous(baseUrl));
            try (StandingPoints points = StandingPoints.in(settings.get("postgres.url"))) {
                bringThere(points, orders);
                // When
                doomed.kill();
                points.open();
                try (TicketSafeProcess reborn = start("payments-after", settings, Role.PAYMENTS.label())) {
                    reborn.awaitReady();
                    // Then
                    orders.forEach(KilledPaymentsIT::awaitEnd);
                    Eventually.get("nothing is left to do", () -> points.number(UNFINISHED), left -> left == 0);
                    assertBooksAgree(points);
                }
            }
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = Installation.create().settings();
        settings.put("postgres.maxPoolSize", "24");
        settings.put("cluster.name", "killed-" + ProcessHandle.current().pid());
        settings.put("cluster.port", String.valueOf(Installation.freePort()));
        settings.put("cluster.members", "127.0.0.1:" + settings.get("cluster.port"));
        settings.put("payments.providerBudget", "5s");
        settings.put("payments.providerTimeout", "5s");
        settings.put("payments.recoverAfter", "5s");
        settings.put("payments.recoveryPause", "500ms");
        // Those that stand are no sign of a bank that is down.
        settings.put("payments.breaker.fewestCalls", "10000");
        return settings;
    }

    private static String allBut(Role role) {
        return Arrays.stream(Role.values())
                .filter(other -> other != role)
                .map(Role::label)
                .collect(Collectors.joining(","));
    }

    private TicketSafeProcess start(String name, Map<String, String> settings, String roles) throws IOException {
        Path file = folder.resolve("ticketsafe.yaml");
        Files.writeString(file, "profile: dev\n");
        return TicketSafeProcess.start(
                Path.of("target", "e2e-killed-" + name + ".log"),
                Installation.environment(settings),
                "run",
                "--config",
                file.toString(),
                "--roles",
                roles);
    }

    /** One order for each point, brought to where the next thing that happens to it is what the point is about. */
    private static Map<Point, OneSeatOrder> order(ApiClient anonymous) {
        Stage stage = Stage.open(anonymous);
        ApiClient buyer = anonymous.register("buyer");
        Map<Point, OneSeatOrder> orders = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            OneSeatOrder order = OneSeatOrder.of(buyer, stage, "A-1-" + (point.ordinal() + 1));
            if (VOIDS.contains(point)) {
                order.payByCard("tok_action").expect(201);
            } else if (REFUNDS.contains(point)) {
                order.payByCard("tok_approve").expect(201);
            }
            orders.put(point, order);
        }
        Eventually.get(
                "what is to be refunded is captured",
                () -> REFUNDS.stream()
                        .map(point -> orders.get(point).payments())
                        .toList(),
                all -> all.stream().allMatch(payments -> payments.equals(List.of("succeeded"))));
        return orders;
    }

    private static void bringThere(StandingPoints points, Map<Point, OneSeatOrder> orders) throws SQLException {
        for (Map.Entry<Point, OneSeatOrder> entry : orders.entrySet()) {
            points.let(entry.getValue().id(), entry.getKey());
        }
        // Their callers wait for answers that never come; what they are told then is not what this is about.
        ExecutorService callers = Executors.newFixedThreadPool(orders.size(), task -> {
            Thread caller = new Thread(task, "caller");
            caller.setDaemon(true);
            return caller;
        });
        orders.forEach((point, order) -> callers.execute(() -> act(point, order)));
        callers.shutdown();
        Eventually.get("every point is reached", points::reached, reached -> reached.size() == Point.values().length);
    }

    private static void act(Point point, OneSeatOrder order) {
        if (VOIDS.contains(point)) {
            order.buyer().post(order.path() + "/cancel", "{}", UUID.randomUUID().toString());
        } else if (REFUNDS.contains(point)) {
            String ticket = order.now().get("tickets").get(0).get("id").asText();
            order.buyer()
                    .post(
                            order.path() + "/refunds",
                            "{\"tickets\": [\"" + ticket + "\"]}",
                            UUID.randomUUID().toString());
        } else {
            order.payByCard("tok_approve");
        }
    }

    private static void awaitEnd(Point point, OneSeatOrder order) {
        String end = VOIDS.contains(point) ? "canceled" : REFUNDS.contains(point) ? "refunded" : "paid";
        JsonNode ended = Eventually.get(
                "the order that stood " + point + " is " + end,
                order::now,
                now -> now.get("status").asText().equals(end));
        if (end.equals("paid")) {
            assertThat(ended.get("tickets")).hasSize(1);
            assertThat(ended.get("payments")).hasSize(1);
        }
    }

    private static void assertBooksAgree(StandingPoints books) {
        long worth = books.number(WORTH);
        assertThat(worth).as("five orders have their ticket").isEqualTo(5L * Stage.SEAT_PRICE);
        assertThat(books.number(KEPT)).as("money kept").isEqualTo(worth);
        assertThat(books.number(KEPT_BY_THE_BANK))
                .as("money that the bank gave")
                .isEqualTo(worth);
        assertThat(books.number("SELECT sum(amount_minor) FROM payments.ledger"))
                .as("ledger")
                .isZero();
        assertThat(books.number("SELECT count(*) FROM tickets.ticket_order o WHERE status = 'paid' AND NOT EXISTS"
                        + " (SELECT 1 FROM tickets.ticket t WHERE t.order_id = o.id AND t.status <> 'void')"))
                .as("paid orders without tickets")
                .isZero();
        assertThat(
                        books.number(
                                "SELECT count(*) FROM payments.payment p WHERE captured_minor > refunded_minor AND NOT EXISTS"
                                        + " (SELECT 1 FROM tickets.ticket_order o WHERE o.id = p.order_id AND o.status = 'paid')"))
                .as("money without an order")
                .isZero();
    }
}
