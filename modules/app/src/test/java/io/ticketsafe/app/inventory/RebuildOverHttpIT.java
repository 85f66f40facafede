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

/** Redis loses everything while people buy. */
@ExtendWith(Server.class)
class RebuildOverHttpIT {
    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    @Test
    void holdsHaveLapsedSalesStandAndSellingGoesOn() {
        // Given
        Hall hall = Hall.open();
        JsonNode hold = hall.hold(ana, "{\"seats\": [\"A-1-1\"]}");
        JsonNode claimed = Hall.order(ana, hall.hold(ana, "{\"seats\": [\"A-1-2\"]}"))
                .expect(201)
                .json();
        JsonNode sold = Hall.order(
                        ana,
                        hall.hold(
                                ana,
                                "{\"seats\": [\"A-1-3\"], \"standing\": [{\"section\": \"GA\", \"quantity\": 4}]}"))
                .expect(201)
                .json();
        Hall.pay(ana, sold);
        String tag = Server.anonymous().get(hall.path("/seats?section=A")).header("ETag");
        // When
        Server.forgetEverythingInRedis();
        // Then
        Answer seats =
                Server.anonymous().getUnless(hall.path("/seats?section=A"), tag).expect(200);
        assertThat(version(seats.header("ETag"))).isGreaterThan(version(tag));
        assertThat(hall.letters("A")).startsWith("fcsfffffff");
        assertThat(hall.count("GA", "sold")).isEqualTo(4);
        String path = "/v1/holds/" + hold.get("id").asText();
        ana.get(path).refused(409, "HOLD_EXPIRED");
        ana.post(path + "/extend", "{}").refused(409, "HOLD_EXPIRED");
        Hall.order(ana, hold).refused(409, "HOLD_EXPIRED");
        ana.delete(path).expect(204);
        hall.hold(bruno, "{\"seats\": [\"A-1-1\"]}");
        hall.ask(bruno, "{\"seats\": [\"A-1-2\", \"A-1-3\"]}").refused(409, "SEATS_TAKEN");
        Hall.pay(ana, claimed);
        assertThat(hall.letters("A")).startsWith("hssfffffff");
    }

    @Test
    void theCapsKnowWhatWasBoughtBefore() {
        // Given
        Hall hall = Hall.open("\"maxPerBuyer\": 3");
        Hall.pay(
                ana,
                Hall.order(ana, hall.hold(ana, "{\"seats\": [\"A-1-1\", \"A-1-2\"]}"))
                        .expect(201)
                        .json());
        // When
        Server.forgetEverythingInRedis();
        // Then
        hall.ask(ana, "{\"best\": {\"quantity\": 2}}").refused(422, "LIMIT_PER_BUYER");
        hall.hold(ana, "{\"best\": {\"quantity\": 1}}");
    }

    @Test
    void manyWhoComeAtOnceFindOneInventory() {
        // Given
        Hall hall = Hall.open();
        hall.hold(ana, "{\"best\": {\"quantity\": 5}}");
        Server.forgetEverythingInRedis();
        // When
        List<Answer> answers = IntStream.range(0, 40)
                .mapToObj(i ->
                        hall.askLater(i % 2 == 0 ? ana : bruno, "{\"best\": {\"quantity\": 1, \"sections\": [\"A\"]}}"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        // Then
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(30);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 201)
                .extracting(answer -> answer.json().at("/seats/0").asText())
                .doesNotHaveDuplicates();
    }

    private static long version(String tag) {
        return Long.parseLong(tag.replace("\"", ""));
    }
}
