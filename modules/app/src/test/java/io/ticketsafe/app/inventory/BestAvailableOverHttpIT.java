package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which seats the server chooses, and what it says when it cannot. */
@ExtendWith(Server.class)
class BestAvailableOverHttpIT {
    private static ApiClient ana;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
    }

    @Test
    void neighboursInOneRowWherePossible() {
        // Given
        Hall hall = Hall.open();
        // When
        JsonNode hold = hall.hold(ana, "{\"best\": {\"quantity\": 4}}");
        // Then
        assertThat(hold.get("adjacent").asBoolean()).isTrue();
        assertThat(rows(hold)).hasSize(1);
        assertThat(hall.letters("A") + hall.letters("B")).contains("hhhh");
    }

    @Test
    void sectionsTicketTypeAndAccessibleSeatsAreRespected() {
        // Given
        Hall hall = Hall.open();
        // When
        JsonNode inB = hall.hold(ana, "{\"best\": {\"quantity\": 2, \"sections\": [\"B\"], \"ticketType\": \"half\"}}");
        JsonNode accessible = hall.hold(ana, "{\"best\": {\"quantity\": 2, \"accessible\": true}}");
        // Then
        assertThat(texts(inB)).allMatch(seat -> seat.startsWith("B-"));
        assertThat(inB.get("items"))
                .allMatch(item -> item.get("ticketType").asText().equals("half"));
        assertThat(texts(accessible)).containsExactlyInAnyOrder("B-2-1", "B-2-2");
        JsonNode noneLeft = hall.ask(ana, "{\"best\": {\"quantity\": 1, \"accessible\": true}}")
                .refused(409, "NOT_ENOUGH_SEATS");
        assertThat(noneLeft.get("largestBlock").asInt()).isZero();
    }

    @Test
    void accessibleSeatsAreKeptForThoseWhoAskForThem() {
        // Given
        Hall hall = Hall.open();
        // When
        JsonNode hold = hall.hold(ana, "{\"best\": {\"quantity\": 8, \"sections\": [\"B\"]}}");
        // Then
        assertThat(texts(hold)).doesNotContain("B-2-1", "B-2-2");
        hall.ask(ana, "{\"best\": {\"quantity\": 1, \"sections\": [\"B\"]}}").refused(409, "NOT_ENOUGH_SEATS");
    }

    @Test
    void aSplitIsSaidAndARefusalTellsTheLargestBlock() {
        // Given
        Hall hall = Hall.open();
        hall.hold(ana, "{\"seats\": [\"B-1-2\", \"B-1-4\", \"B-2-1\", \"B-2-2\", \"B-2-4\"]}");
        // When
        JsonNode split = hall.hold(ana, "{\"best\": {\"quantity\": 2, \"sections\": [\"B\"]}}");
        JsonNode refusal = hall.ask(ana, "{\"best\": {\"quantity\": 9, \"sections\": [\"B\"]}}")
                .refused(409, "NOT_ENOUGH_SEATS");
        // Then
        assertThat(split.get("adjacent").asBoolean()).isFalse();
        assertThat(refusal.get("largestBlock").asInt()).isEqualTo(1);
        assertThat(hall.count("B", "held")).isEqualTo(7);
    }

    @Test
    void aPairDoesNotLeaveASingleSeatBehindWhereItNeedNot() {
        // Given
        Hall hall = Hall.open();
        hall.hold(ana, "{\"seats\": [\"B-1-4\", \"B-1-5\", \"B-2-1\", \"B-2-2\", \"B-2-5\"]}");
        // When
        JsonNode pair = hall.hold(ana, "{\"best\": {\"quantity\": 2, \"sections\": [\"B\"]}}");
        // Then
        assertThat(texts(pair)).containsExactlyInAnyOrder("B-2-3", "B-2-4");
    }

    @Test
    void manyBuyersAtOnceGetTheHallFullAndNoSeatTwice() {
        // Given
        Hall hall = Hall.open();
        List<ApiClient> buyers = IntStream.range(0, 4)
                .mapToObj(i -> Server.anonymous().register("buyer" + i))
                .toList();
        // When
        List<ApiClient.Answer> answers = IntStream.range(0, 24)
                .mapToObj(i -> hall.askLater(
                        buyers.get(i % buyers.size()), "{\"best\": {\"quantity\": 2, \"sections\": [\"A\"]}}"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        // Then
        List<String> seats = answers.stream()
                .filter(answer -> answer.status() == 201)
                .flatMap(answer -> texts(answer.json()).stream())
                .toList();
        assertThat(seats).hasSize(30).doesNotHaveDuplicates();
        assertThat(answers.stream().filter(answer -> answer.status() != 201))
                .hasSize(9)
                .allSatisfy(answer -> answer.refused(409, "NOT_ENOUGH_SEATS"));
        assertThat(hall.letters("A")).isEqualTo("hhhhhhhhhh hhhhhhhhhh hhhhhhhhhh");
    }

    private static List<String> texts(JsonNode hold) {
        return IntStream.range(0, hold.get("seats").size())
                .mapToObj(i -> hold.get("seats").get(i).asText())
                .toList();
    }

    private static Set<String> rows(JsonNode hold) {
        Set<String> rows = new HashSet<>();
        texts(hold).forEach(seat -> rows.add(seat.substring(0, seat.lastIndexOf('-'))));
        return rows;
    }
}
