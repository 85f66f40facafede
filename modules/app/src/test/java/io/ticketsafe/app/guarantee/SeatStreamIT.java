package io.ticketsafe.app.guarantee;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.testing.SeatWatcher;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.gateway.GatewayConfig;
import io.ticketsafe.gateway.GatewayVerticle;
import io.ticketsafe.tickets.TicketsConfig;
import io.ticketsafe.tickets.TicketsVerticle;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What viewers of a live seat map know is what the inventory says, whatever happens between the two. */
class SeatStreamIT {
    private static final int ROWS = 10;
    private static final int SEATS = 20;
    private static final int STANDING = 100;
    private static final int BUYERS = 8;
    private static final int ROUNDS = 12;

    private final List<SeatWatcher> watchers = new ArrayList<>();
    private Box box;
    private GatewayVerticle gateway;
    private GatewayVerticle other;
    private HttpClient client;

    /** Two services that sell and two gateways. */
    @BeforeEach
    void open() {
        box = Box.open();
        box.harness().deploy(new TicketsVerticle(box.harness().context(), TicketsConfig.defaults()));
        gateway = gateway();
        other = gateway();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private GatewayVerticle gateway() {
        GatewayConfig config = new GatewayConfig(
                null, 0, null, null, 2, null, null, null, null, null, null, null, null, null, null, null);
        GatewayVerticle verticle = new GatewayVerticle(box.harness().context(), config);
        box.harness().deploy(verticle);
        return verticle;
    }

    @AfterEach
    void close() {
        watchers.forEach(SeatWatcher::close);
        box.close();
    }

    @Test
    void whoeverComesAndGoesKnowsWhatTheInventorySays() {
        // Given
        UUID event = box.publish(ROWS, SEATS, STANDING);
        assertThat(other.port()).as("a gateway of its own").isNotEqualTo(gateway.port());
        SeatWatcher staying = watching(event, gateway);
        SeatWatcher wandering = watching(event, other);
        List<SeatWatcher> restless = List.of(watching(event, gateway), watching(event, other), wandering);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        // When
        Future<?> crowd = crowd(event, random);
        while (!crowd.isComplete()) {
            for (SeatWatcher watcher : restless) {
                await(box.harness().vertx().timer(1 + random.nextInt(40), TimeUnit.MILLISECONDS));
                watcher.disconnect();
                if (watcher == wandering) {
                    watcher.moveTo(random.nextBoolean() ? gateway.port() : other.port());
                }
                assertThat(watcher.connect()).isEqualTo(200);
            }
        }
        await(crowd);
        // Then
        assertKnows(staying, event);
        assertThat(staying.names()).filteredOn("snapshot"::equals).hasSize(1);
        assertThat(staying.names()).contains("change");
        for (SeatWatcher watcher : restless) {
            assertKnows(watcher, event);
            assertThat(watcher.names()).filteredOn("snapshot"::equals).hasSize(1);
        }
    }

    @Test
    void anInventoryThatWasLostIsFollowedFromItsNewBeginning() {
        // Given
        UUID event = box.publish(ROWS, SEATS, STANDING);
        SeatWatcher watcher = watching(event, gateway);
        await(crowd(event, new Random(1)));
        // When
        await(box.harness().context().stores().redis().send(Request.cmd(Command.FLUSHALL)));
        await(crowd(event, new Random(2)));
        // Then
        assertKnows(watcher, event);
        assertThat(watcher.names()).filteredOn("snapshot"::equals).hasSizeGreaterThan(1);
    }

    @Test
    void messagesThatAreLostAreMadeUpFor() {
        // Given
        UUID event = box.publish(ROWS, SEATS, STANDING);
        SeatWatcher watcher = watching(event, gateway);
        Random random = new Random(3);
        box.harness().vertx().eventBus().addOutboundInterceptor(message -> {
            boolean lost = message.message().address().contains("internal.seatChanges") && random.nextInt(3) == 0;
            if (!lost) {
                message.next();
            }
        });
        // When
        await(crowd(event, new Random(4)));
        // Then
        assertKnows(watcher, event);
        assertThat(watcher.names()).filteredOn("snapshot"::equals).hasSize(1);
    }

    private SeatWatcher watching(UUID event, GatewayVerticle at) {
        SeatWatcher watcher = new SeatWatcher(box.harness().vertx(), at.port(), "/v1/events/" + event + "/stream");
        watchers.add(watcher);
        assertThat(watcher.connect()).isEqualTo(200);
        box.eventually(() -> watcher.version() > 0, "there is a snapshot");
        return watcher;
    }

    private Future<?> crowd(UUID event, Random random) {
        return Future.all(IntStream.range(0, BUYERS)
                .mapToObj(i -> act(event, new Random(random.nextLong()), ROUNDS))
                .toList());
    }

    private Future<Void> act(UUID event, Random random, int times) {
        if (times == 0) {
            return Future.succeededFuture();
        }
        UUID buyer = UUID.randomUUID();
        HoldSeats wish = wish(event, random);
        Future<?> done = random.nextInt(3) == 0
                ? box.buy(buyer, wish)
                : box.hold(buyer, wish)
                        .compose(hold -> box.harness()
                                .context()
                                .bus()
                                .call(
                                        HoldOperations.RELEASE,
                                        new GetHold(hold.id()),
                                        box.harness().userCall(buyer)))
                        .map(released -> null)
                        .recover(Box::lost);
        return done.compose(any -> act(event, random, times - 1));
    }

    private static HoldSeats wish(UUID event, Random random) {
        return switch (random.nextInt(3)) {
            case 0 ->
                new HoldSeats(
                        event,
                        List.of(new SeatChoice("A-" + (1 + random.nextInt(ROWS)) + "-" + (1 + random.nextInt(SEATS)))),
                        null,
                        null,
                        null);
            case 1 -> new HoldSeats(event, null, new BestChoice(1 + random.nextInt(3), null, null, null), null, null);
            default -> new HoldSeats(event, null, null, List.of(new StandingChoice(Box.STANDING, 1, null)), null);
        };
    }

    /** The same as GET seats and GET availability at the same version. */
    private void assertKnows(SeatWatcher watcher, UUID event) {
        assertThat(watcher.wrong()).isEmpty();
        Map<String, Character> expected = new TreeMap<>();
        box.eventually(
                () -> {
                    long before = watcher.version();
                    JsonNode rows = get("/v1/events/" + event + "/seats?section=A");
                    JsonNode counts = get("/v1/events/" + event + "/availability");
                    expected.clear();
                    rows.get("rows").forEach(row -> {
                        String letters = row.get("seats").asText();
                        for (int i = 0; i < letters.length(); i++) {
                            expected.put("A-" + row.get("label").asText() + '-' + (i + 1), letters.charAt(i));
                        }
                    });
                    return before == watcher.version()
                            && rows.get("version").asLong() == before
                            && counts.get("version").asLong() == before
                            && standingOf(counts).equals(watcher.standing().get(Box.STANDING));
                },
                "the viewer has the inventory's version");
        assertThat(watcher.seats()).isEqualTo(expected);
    }

    private static String standingOf(JsonNode availability) {
        for (JsonNode section : availability.get("sections")) {
            if (section.get("code").asText().equals(Box.STANDING)) {
                return "{\"free\":" + section.get("free") + ",\"held\":" + section.get("held") + ",\"claimed\":"
                        + section.get("claimed") + ",\"sold\":" + section.get("sold") + '}';
            }
        }
        throw new AssertionError(availability);
    }

    private JsonNode get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + gateway.port() + path);
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
