package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many places an order and a buyer may have. */
@ExtendWith(Server.class)
class CapsOverHttpIT {
    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    @Test
    void anOrderHasItsCapOverAllKindsOfPlaces() {
        // Given
        Hall hall = Hall.open("\"maxPerOrder\": 4");
        // When
        Answer tooMany = hall.ask(ana, """
                {"seats": ["A-1-1"], "best": {"quantity": 2}, "standing": [{"section": "GA", "quantity": 2}]}
                """);
        // Then
        assertThat(tooMany.refused(422, "LIMIT_PER_ORDER").get("limit").asInt()).isEqualTo(4);
        assertThat(hall.count("GA", "free")).isEqualTo(20);
        hall.hold(ana, "{\"best\": {\"quantity\": 4}}");
        hall.hold(ana, "{\"best\": {\"quantity\": 4}}");
    }

    @Test
    void fiftyRequestsOfOneBuyerAtOnceDoNotPassTheCap() {
        // Given
        Hall hall = Hall.open("\"maxPerBuyer\": 6");
        // When
        List<Answer> answers = IntStream.range(0, 50)
                .mapToObj(i -> hall.askLater(
                        ana,
                        i % 2 == 0
                                ? "{\"best\": {\"quantity\": 1}}"
                                : "{\"standing\": [{\"section\": \"GA\", \"quantity\": 1}]}"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        // Then
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(6);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> answer.refused(422, "LIMIT_PER_BUYER"));
        assertThat(hall.count("A", "held") + hall.count("B", "held") + hall.count("GA", "held"))
                .isEqualTo(6);
        hall.hold(bruno, "{\"best\": {\"quantity\": 6}}");
    }

    @Test
    void theCapCountsHoldsOrdersAndTicketsUntilTheyEnd() {
        // Given
        Hall hall = Hall.open("\"maxPerBuyer\": 4");
        JsonNode held = hall.hold(ana, "{\"seats\": [\"A-1-1\"]}");
        JsonNode claimed = Hall.order(ana, hall.hold(ana, "{\"seats\": [\"A-1-2\"]}"))
                .expect(201)
                .json();
        JsonNode sold = Hall.order(
                        ana,
                        hall.hold(
                                ana,
                                "{\"seats\": [\"A-1-3\"], \"standing\": [{\"section\": \"GA\", \"quantity\": 1}]}"))
                .expect(201)
                .json();
        Hall.pay(ana, sold);
        // When
        Answer full = hall.ask(ana, "{\"seats\": [\"A-1-4\"]}");
        // Then
        assertThat(full.refused(422, "LIMIT_PER_BUYER").get("limit").asInt()).isEqualTo(4);
        ana.delete("/v1/holds/" + held.get("id").asText()).expect(204);
        hall.hold(ana, "{\"seats\": [\"A-1-4\"]}");
        ana.post("/v1/orders/" + claimed.get("id").asText() + "/cancel", "{}").expect(200);
        hall.hold(ana, "{\"seats\": [\"A-1-5\"]}");
        ana.post("/v1/orders/" + sold.get("id").asText() + "/refunds", "{}", Server.key())
                .expect(201);
        hall.hold(ana, "{\"seats\": [\"A-1-6\", \"A-1-7\"]}");
        hall.ask(ana, "{\"seats\": [\"A-1-8\"]}").refused(422, "LIMIT_PER_BUYER");
    }

    @Test
    void aHoldThatLapsedDoesNotCount() {
        // Given
        Hall hall = Hall.open("\"maxPerBuyer\": 2");
        JsonNode hold = hall.hold(ana, "{\"best\": {\"quantity\": 2}}");
        hall.ask(ana, "{\"best\": {\"quantity\": 1}}").refused(422, "LIMIT_PER_BUYER");
        // When
        Server.lapse(hall.id(), hold.get("id").asText());
        // Then
        hall.hold(ana, "{\"best\": {\"quantity\": 2}}");
    }
}
