package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the one process, whose embedded servers live on, while buyers pay. */
class KilledWhilePayingIT {
    private static final int BUYERS = 4;
    private static final int ORDERS_EACH = 10;
    private static final int PAYING_AT_ONCE = 8;
    private static final int PAID_BEFORE_THE_KILL = 6;
    private static final String CARD = "{\"method\": {\"type\": \"card\", \"token\": \"tok_approve\"}}";
    private static final Map<String, String> QUICK_RECOVERY = Map.of(
            "TICKETSAFE_PAYMENTS_RECOVER_AFTER", "9s",
            "TICKETSAFE_PAYMENTS_RECOVERY_PAUSE", "500ms");
    private static final Set<String> OVER = Set.of("failed", "canceled");

    @TempDir
    Path folder;

    private record Order(ApiClient buyer, String id) {}

    @Test
    void everyOrderIsPaidWithTicketsOrCleanlyUnpaid() throws InterruptedException {
        // Given
        Stage stage;
        List<Order> orders;
        Set<String> toldPaid;
        try (TicketSafeProcess process = start("before")) {
            ApiClient anonymous = ApiClient.anonymous(process.awaitReady());
            stage = Stage.open(anonymous);
            orders = order(anonymous, stage);
            // When
            toldPaid = payUntilKilled(orders, process);
        }
        // Then
        try (TicketSafeProcess process = start("after")) {
            ApiClient anonymous = ApiClient.anonymous(process.awaitReady());
            Map<String, ApiClient> buyers = new ConcurrentHashMap<>();
            int paid = 0;
            for (Order order : orders) {
                String email = order.buyer().email();
                ApiClient buyer = buyers.computeIfAbsent(email, anonymous::logIn);
                JsonNode settled = settle(buyer, order.id());
                boolean isPaid = settled.get("status").asText().equals("paid");
                paid += isPaid ? 1 : 0;
                assertThat(isPaid || !toldPaid.contains(order.id()))
                        .as("paid as the buyer was told: %s", settled)
                        .isTrue();
            }
            assertThat(paid).isGreaterThanOrEqualTo(PAID_BEFORE_THE_KILL);
            assertThat(sold(anonymous, stage)).isEqualTo(paid);
            payTheRest(orders, buyers);
            assertThat(sold(anonymous, stage)).isEqualTo(orders.size());
            assertThat(process.stop()).isZero();
        }
    }

    private TicketSafeProcess start(String name) {
        return TicketSafeProcess.start(
                Path.of("target", "e2e-killed-" + name + ".log"),
                QUICK_RECOVERY,
                "dev",
                "--no-demo",
                "--data",
                folder.resolve("data").toString(),
                "--port",
                "0",
                "--https-port",
                "0",
                "--management-port",
                "0");
    }

    private static List<Order> order(ApiClient anonymous, Stage stage) {
        List<Order> orders = new ArrayList<>();
        for (int b = 0; b < BUYERS; b++) {
            ApiClient buyer = anonymous.register("buyer");
            for (int i = 1; i <= ORDERS_EACH; i++) {
                String seat = "A-" + (b + 1) + "-" + i;
                String hold = buyer.post("/v1/events/" + stage.eventId() + "/holds", "{\"seats\": [\"" + seat + "\"]}")
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
                String order = buyer.post("/v1/orders", "{\"holdId\": \"" + hold + "\"}", "order-" + hold)
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
                orders.add(new Order(buyer, order));
            }
        }
        return orders;
    }

    /** The orders whose buyers were told that they have paid. */
    private static Set<String> payUntilKilled(List<Order> orders, TicketSafeProcess process)
            throws InterruptedException {
        Set<String> toldPaid = ConcurrentHashMap.newKeySet();
        Queue<Exception> early = new ConcurrentLinkedQueue<>();
        AtomicBoolean killed = new AtomicBoolean();
        CountDownLatch enough = new CountDownLatch(PAID_BEFORE_THE_KILL);
        ExecutorService payers = Executors.newFixedThreadPool(PAYING_AT_ONCE);
        for (Order order : orders) {
            payers.execute(() -> {
                try {
                    ApiClient.Answer answer = pay(order.buyer(), order.id());
                    if (answer.status() == 201
                            && answer.json().get("status").asText().equals("succeeded")) {
                        toldPaid.add(order.id());
                        enough.countDown();
                    }
                } catch (UncheckedIOException cutOff) {
                    // What became of this payment is what the test is about, unless nobody has been killed yet.
                    if (!killed.get()) {
                        early.add(cutOff);
                    }
                }
            });
        }
        payers.shutdown();
        assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
        killed.set(true);
        process.kill();
        assertThat(payers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(early).isEmpty();
        assertThat(toldPaid.size()).as("some were cut off").isLessThan(orders.size());
        return toldPaid;
    }

    private static JsonNode settle(ApiClient buyer, String order) {
        JsonNode settled = Eventually.get(
                "order " + order + " is paid or cleanly unpaid",
                () -> buyer.get("/v1/orders/" + order).expect(200).json(),
                found -> found.get("status").asText().equals("paid") || isUntouched(found));
        if (settled.get("status").asText().equals("paid")) {
            assertThat(settled.get("tickets")).hasSize(1);
            assertThat(settled.get("payments"))
                    .filteredOn(payment -> payment.get("status").asText().equals("succeeded"))
                    .hasSize(1);
        }
        return settled;
    }

    /** Waiting to be paid (again): no ticket, no money taken or under way. */
    private static boolean isUntouched(JsonNode order) {
        for (JsonNode payment : order.path("payments")) {
            if (!OVER.contains(payment.get("status").asText())) {
                return false;
            }
        }
        return order.get("status").asText().equals("pending")
                && order.path("tickets").isEmpty();
    }

    private static void payTheRest(List<Order> orders, Map<String, ApiClient> buyers) {
        for (Order order : orders) {
            ApiClient buyer = buyers.get(order.buyer().email());
            if (isUntouched(buyer.get("/v1/orders/" + order.id()).expect(200).json())) {
                assertThat(pay(buyer, order.id())
                                .expect(201)
                                .json()
                                .get("status")
                                .asText())
                        .isEqualTo("succeeded");
            }
        }
    }

    private static ApiClient.Answer pay(ApiClient buyer, String order) {
        return buyer.post(
                "/v1/orders/" + order + "/payments", CARD, UUID.randomUUID().toString());
    }

    private static int sold(ApiClient anonymous, Stage stage) {
        int sold = 0;
        for (JsonNode section : anonymous
                .get("/v1/events/" + stage.eventId() + "/availability")
                .expect(200)
                .json()
                .get("sections")) {
            sold += section.get("sold").asInt();
        }
        return sold;
    }
}
