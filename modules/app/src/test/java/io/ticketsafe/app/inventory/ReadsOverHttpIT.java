package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everybody may see. That a gateway remembers its answers for 250 ms is tested there. */
@ExtendWith(Server.class)
class ReadsOverHttpIT {
    private static ApiClient buyer;

    @BeforeAll
    static void register() {
        buyer = Server.anonymous().register("ana");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/availability", "/seats?section=A"})
    void anUnchangedInventoryIsNotSentAgain(String what) {
        // Given
        Hall hall = Hall.open();
        ApiClient anybody = Server.anonymous();
        Answer first = anybody.get(hall.path(what)).expect(200);
        String tag = first.header("ETag");
        // When
        Answer unchanged = anybody.getUnless(hall.path(what), tag);
        hall.hold(buyer, "{\"seats\": [\"A-1-1\"]}");
        Answer changed = anybody.getUnless(hall.path(what), tag);
        // Then
        assertThat(tag).isEqualTo("\"" + first.json().get("version").asText() + "\"");
        assertThat(unchanged.expect(304).body()).isEmpty();
        assertThat(unchanged.header("ETag")).isEqualTo(tag);
        assertThat(changed.expect(200).json().get("version").asLong())
                .isGreaterThan(first.json().get("version").asLong());
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void theNumbersOfASectionAddUpInEveryState() {
        // Given
        Hall hall = Hall.open();
        hall.hold(buyer, "{\"best\": {\"quantity\": 2, \"sections\": [\"A\"]}}");
        Hall.order(buyer, hall.hold(buyer, "{\"seats\": [\"A-3-1\", \"A-3-2\"]}"))
                .expect(201);
        JsonNode sold = Hall.order(
                        buyer,
                        hall.hold(
                                buyer,
                                "{\"seats\": [\"A-3-3\"], \"standing\": [{\"section\": \"GA\", \"quantity\": 5}]}"))
                .expect(201)
                .json();
        Hall.pay(buyer, sold);
        // When
        JsonNode availability =
                Server.anonymous().get(hall.path("/availability")).expect(200).json();
        // Then
        for (JsonNode section : availability.get("sections")) {
            int sum = 0;
            for (String state : new String[] {"free", "held", "claimed", "sold", "blocked"}) {
                sum += section.get(state).asInt();
            }
            assertThat(sum)
                    .as(section.toString())
                    .isEqualTo(section.get("capacity").asInt());
        }
        assertThat(hall.count("A", "held")).isEqualTo(2);
        assertThat(hall.count("A", "claimed")).isEqualTo(2);
        assertThat(hall.count("A", "sold")).isEqualTo(1);
        assertThat(hall.count("GA", "sold")).isEqualTo(5);
        assertThat(hall.letters("A")).hasSize(32).endsWith(" ccsfffffff");
        assertThat(hall.letters("B")).isEqualTo("fffff fffff");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Hall hall = Hall.open();
        ApiClient anybody = Server.anonymous();
        anybody.get(hall.path("/seats?section=Q")).expect(404);
        anybody.get(hall.path("/seats")).refused(400, "VALIDATION");
        anybody.get("/v1/events/01939f3c-8a52-7c4e-9f6b-0242ac120002/availability")
                .refused(404, "NOT_FOUND");
    }
}
