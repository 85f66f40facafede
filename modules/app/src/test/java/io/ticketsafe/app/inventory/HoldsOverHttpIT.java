package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a hold: what can be asked for, prolonging, giving back, lapsing, repeating. */
@ExtendWith(Server.class)
class HoldsOverHttpIT {
    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    @Test
    void oneRequestMixesSeatsBestAndStandingAndSaysEveryPrice() {
        // Given
        Hall hall = Hall.open();
        // When
        Answer answer = hall.ask(ana, """
                {"seats": ["A-1-1", {"seat": "A-1-2", "ticketType": "half"}],
                 "best": {"quantity": 3, "sections": ["B"], "ticketType": "half"},
                 "standing": [{"section": "GA", "quantity": 2}]}
                """).expect(201);
        // Then
        JsonNode hold = answer.json();
        assertThat(answer.header("Location"))
                .isEqualTo("/v1/holds/" + hold.get("id").asText());
        assertThat(hold.get("status").asText()).isEqualTo("active");
        assertThat(hold.get("seats")).hasSize(5);
        assertThat(hold.at("/standing/0")).hasToString("{\"section\":\"GA\",\"quantity\":2}");
        assertThat(hold.get("items")).hasSize(7).allMatch(item -> item.hasNonNull("ticketType"));
        assertThat(hold.at("/items/0/price/amountMinor").asLong()).isEqualTo(Hall.FULL);
        assertThat(hold.at("/items/1/price/amountMinor").asLong()).isEqualTo(Hall.HALF);
        assertThat(hold.get("items"))
                .filteredOn(item -> !item.has("seat"))
                .hasSize(2)
                .allMatch(item -> item.get("section").asText().equals("GA"));
        assertThat(hold.at("/total/amountMinor").asLong()).isEqualTo(Hall.FULL + 4 * Hall.HALF + 2 * Hall.FLOOR);
        assertThat(hold.at("/total/currency").asText()).isEqualTo("BRL");
        assertThat(hold.get("adjacent").asBoolean()).isTrue();
        assertThat(Duration.between(time(hold, "createdAt"), time(hold, "expiresAt")))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(hall.letters("A")).startsWith("hhffffffff");
        assertThat(hall.count("B", "held")).isEqualTo(3);
        assertThat(hall.count("GA", "held")).isEqualTo(2);
        assertThat(ana.get("/v1/holds/" + id(hold)).expect(200).json()).isEqualTo(hold);
    }

    @Test
    void aHoldIsItsHoldersAlone() {
        // Given
        Hall hall = Hall.open();
        String path = "/v1/holds/" + id(hall.hold(ana, "{\"seats\": [\"A-1-1\", \"A-1-2\"]}"));
        // When, then
        bruno.get(path).refused(404, "NOT_FOUND");
        bruno.delete(path).refused(404, "NOT_FOUND");
        bruno.post(path + "/extend", "{}").refused(404, "NOT_FOUND");
        bruno.delete(path + "/seats/A-1-1").refused(404, "NOT_FOUND");
        bruno.post("/v1/orders", "{\"holdId\": \"%s\"}".formatted(path.substring(10)), Server.key())
                .refused(404, "NOT_FOUND");
        Server.anonymous().get(path).refused(401, "UNAUTHENTICATED");
        assertThat(hall.letters("A")).startsWith("hhffffffff");
    }

    @Test
    void seatsAreGivenBackOneByOneAndAltogether() {
        // Given
        Hall hall = Hall.open();
        JsonNode hold = hall.hold(ana, """
                {"seats": ["A-1-1", "A-1-2", "A-1-3"], "standing": [{"section": "GA", "quantity": 4}]}
                """);
        String path = "/v1/holds/" + id(hold);
        // When
        JsonNode smaller = ana.delete(path + "/seats/A-1-2").expect(200).json();
        // Then
        assertThat(smaller.get("seats")).hasToString("[\"A-1-1\",\"A-1-3\"]");
        assertThat(smaller.at("/total/amountMinor").asLong()).isEqualTo(2 * Hall.FULL + 4 * Hall.FLOOR);
        assertThat(smaller.get("expiresAt")).isEqualTo(hold.get("expiresAt"));
        assertThat(hall.letters("A")).startsWith("hfhfffffff");
        ana.delete(path + "/seats/A-1-2").refused(404, "NOT_FOUND");
        ana.delete(path + "/seats/Z-9-9").refused(404, "NOT_FOUND");
        ana.delete(path).expect(204);
        ana.delete(path).expect(204);
        assertThat(hall.letters("A")).startsWith("ffffffffff");
        assertThat(hall.count("GA", "free")).isEqualTo(20);
        assertThat(ana.get(path).expect(200).json().get("status").asText()).isEqualTo("released");
        ana.post(path + "/extend", "{}").refused(409, "WRONG_STATE");
        Hall.order(ana, hold).refused(409, "WRONG_STATE");
        assertThat(hall.hold(bruno, "{\"seats\": [\"A-1-1\", \"A-1-2\"]}").get("seats"))
                .hasSize(2);
    }

    @Test
    void aHoldIsExtendedUntilItIsTooOld() {
        // Given
        Hall hall = Hall.open();
        JsonNode hold = hall.hold(ana, "{\"seats\": [\"A-1-1\"]}");
        String extend = "/v1/holds/" + id(hold) + "/extend";
        Server.age(hall.id(), id(hold), 9);
        // When
        JsonNode extended = ana.post(extend, "{}").expect(200).json();
        // Then
        assertThat(time(extended, "expiresAt")).isAfterOrEqualTo(time(hold, "expiresAt"));
        Server.age(hall.id(), id(hold), 2);
        ana.post(extend, "{}").refused(409, "WRONG_STATE");
        assertThat(ana.get("/v1/holds/" + id(hold)).expect(200).json().get("expiresAt"))
                .isEqualTo(extended.get("expiresAt"));
    }

    @Test
    void whatLapsedIsFreeAtOnceAndSaysSo() {
        // Given
        Hall hall = Hall.open();
        JsonNode hold =
                hall.hold(ana, "{\"seats\": [\"A-1-1\"], \"standing\": [{\"section\": \"GA\", \"quantity\": 3}]}");
        // When
        Server.lapse(hall.id(), id(hold));
        // Then
        assertThat(hall.letters("A")).startsWith("ffffffffff");
        assertThat(hall.count("GA", "free")).isEqualTo(20);
        assertThat(ana.get("/v1/holds/" + id(hold))
                        .expect(200)
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("expired");
        ana.post("/v1/holds/" + id(hold) + "/extend", "{}").refused(409, "HOLD_EXPIRED");
        Hall.order(ana, hold).refused(409, "HOLD_EXPIRED");
        ana.delete("/v1/holds/" + id(hold)).expect(204);
        hall.hold(bruno, "{\"seats\": [\"A-1-1\"]}");
    }

    @Test
    void aRepeatFindsItsHoldAndCannotProlongIt() {
        // Given
        Hall hall = Hall.open();
        String path = hall.path("/holds");
        String key = Server.key();
        Answer first = ana.post(path, "{\"best\": {\"quantity\": 2}}", key).expect(201);
        // When
        Answer again = ana.post(path, "{\"best\": {\"quantity\": 2}}", key).expect(201);
        // Then
        assertThat(again.text()).isEqualTo(first.text());
        ana.post(path, "{\"best\": {\"quantity\": 3}}", key).refused(422, "IDEMPOTENCY_MISMATCH");
        assertThat(id(bruno.post(path, "{\"best\": {\"quantity\": 2}}", key)
                        .expect(201)
                        .json()))
                .isNotEqualTo(id(first.json()));
        assertThat(hall.count("A", "held") + hall.count("B", "held")).isEqualTo(4);
    }

    @Test
    void anOrderedHoldIsOverAndItsSeatsGoFromHeldToClaimedToSold() {
        // Given
        Hall hall = Hall.open();
        JsonNode hold = hall.hold(ana, "{\"seats\": [\"A-1-1\"]}");
        // When
        JsonNode order = Hall.order(ana, hold).expect(201).json();
        // Then
        assertThat(hall.letters("A")).startsWith("cfffffffff");
        assertThat(ana.get("/v1/holds/" + id(hold))
                        .expect(200)
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("ordered");
        ana.delete("/v1/holds/" + id(hold)).refused(409, "WRONG_STATE");
        ana.post("/v1/holds/" + id(hold) + "/extend", "{}").refused(409, "WRONG_STATE");
        Hall.pay(ana, order);
        assertThat(hall.letters("A")).startsWith("sfffffffff");
    }

    private static String id(JsonNode node) {
        return node.get("id").asText();
    }

    private static Instant time(JsonNode node, String member) {
        return Instant.parse(node.get(member).asText());
    }
}
