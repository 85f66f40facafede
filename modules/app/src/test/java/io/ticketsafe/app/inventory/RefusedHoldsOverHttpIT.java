package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that must be refused in clear words, with nothing held. */
@ExtendWith(Server.class)
class RefusedHoldsOverHttpIT {
    private static ApiClient ana;
    private static Hall hall;

    @BeforeAll
    static void open() {
        ana = Server.anonymous().register("ana");
        hall = Hall.open();
    }

    @AfterEach
    void nothingIsHeld() {
        assertThat(hall.count("A", "held") + hall.count("B", "held") + hall.count("GA", "held"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/seats/1 | {`seats`: [`A-1-1`, `A-1-1`]}",
                "/seats/1 | {`seats`: [`A-1-1`, {`seat`: `A-1-1`, `ticketType`: `half`}]}",
                "/seats/0 | {`seats`: [`A-1-11`]}",
                "/seats/0 | {`seats`: [`Ä-1-1`], `standing`: [{`section`: `GA`, `quantity`: 1}]}",
                "/seats/0 | {`seats`: [`座席 🎭`]}",
                "/seats/0 | {`seats`: [`a-1-1`]}",
                "/seats/0 | {`seats`: [``]}",
                "/seats/0 | {`seats`: [null]}",
                "/seats/0 | {`seats`: [7]}",
                "/seats/0/seat | {`seats`: [{`ticketType`: `half`}]}",
                "/seats/0/ticketType | {`seats`: [{`seat`: `A-1-1`, `ticketType`: `floor`}]}",
                "/seats/0/price | {`seats`: [{`seat`: `A-1-1`, `price`: 0}]}",
                "/seats | {`seats`: []}",
                "/seats | {`seats`: `A-1-1`}",
                "/best/quantity | {`best`: {`quantity`: 0}}",
                "/best/quantity | {`best`: {`quantity`: -1}}",
                "/best/quantity | {`best`: {`quantity`: 201}}",
                "/best/quantity | {`best`: {`quantity`: 99999999999999999999}}",
                "/best/quantity | {`best`: {`quantity`: 1.5}}",
                "/best/quantity | {`best`: {`quantity`: `2`}}",
                "/best/quantity | {`best`: {}}",
                "/best/sections/0 | {`best`: {`quantity`: 1, `sections`: [`Q`]}}",
                "/best/sections/0 | {`best`: {`quantity`: 1, `sections`: [`GA`]}}",
                "/best/ticketType | {`best`: {`quantity`: 1, `ticketType`: `gold`}}",
                "/best/ticketType | {`best`: {`quantity`: 1, `sections`: [`A`], `ticketType`: `floor`}}",
                "/best/accessible | {`best`: {`quantity`: 1, `accessible`: `yes`}}",
                "/standing/0/section | {`standing`: [{`section`: `Q`, `quantity`: 1}]}",
                "/standing/0/section | {`standing`: [{`section`: `A`, `quantity`: 1}]}",
                "/standing/0/quantity | {`standing`: [{`section`: `GA`, `quantity`: 0}]}",
                "/standing/0/quantity | {`standing`: [{`section`: `GA`, `quantity`: -3}]}",
                "/standing/0/quantity | {`seats`: [`A-1-1`], `standing`: [{`section`: `GA`, `quantity`: 2147483648}]}",
                "/standing/1/section | {`standing`: [{`section`: `GA`, `quantity`: 1}, {`section`: `GA`, `quantity`: 1}]}",
                "/standing/0/ticketType | {`standing`: [{`section`: `GA`, `quantity`: 1, `ticketType`: `full`}]}",
                "/surprise | {`seats`: [`A-1-1`], `surprise`: 1}",
                "/channelKey | {`seats`: [`A-1-1`], `channelKey`: ``}"
            })
    void aPointerSaysWhatIsWrong(String pointer, String body) {
        JsonNode problem = hall.ask(ana, body.replace('`', '"')).refused(400, "VALIDATION");
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(problem.at("/errors/0/detail").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "\"A-1-1\"", "{}", "{\"channelKey\": \"key\"}", "\u0000"})
    void whatAsksForNothingIsRefused(String body) {
        hall.ask(ana, body).refused(400, "VALIDATION");
    }

    @Test
    void moreThanTwoHundredPlacesAreTooManyHoweverTheyAreAskedFor() {
        // Given
        String seats = IntStream.rangeClosed(1, 201)
                .mapToObj(seat -> "\"A-1-" + seat + "\"")
                .collect(Collectors.joining(","));
        // When, then
        hall.ask(ana, "{\"seats\": [" + seats + "]}").refused(400, "VALIDATION");
        hall.ask(ana, "{\"best\": {\"quantity\": 150}, \"standing\": [{\"section\": \"GA\", \"quantity\": 51}]}")
                .refused(400, "VALIDATION");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        JsonNode problem = hall.ask(ana, """
                {"seats": ["A-1-1", "X-1-1"], "best": {"quantity": 1, "sections": ["Y"]},
                 "standing": [{"section": "Z", "quantity": 1}]}
                """).refused(400, "VALIDATION");
        assertThat(problem.get("errors"))
                .extracting(error -> error.get("pointer").asText())
                .containsExactlyInAnyOrder("/seats/1", "/standing/0/section", "/best/sections/0");
    }

    @Test
    void anEventThatIsNotThereOrNotOnSaleSellsNothing() {
        ana.post("/v1/events/" + UUID.randomUUID() + "/holds", "{\"best\": {\"quantity\": 1}}")
                .refused(404, "NOT_FOUND");
        Hall later = Hall.open("\"opensAt\": \"%s\"".formatted(Instant.now().plus(5, ChronoUnit.DAYS)));
        later.ask(ana, "{\"best\": {\"quantity\": 1}}").refused(409, "SALE_CLOSED");
        Hall over = Hall.open("\"closesAt\": \"2020-01-01T00:00:00Z\"");
        over.ask(ana, "{\"best\": {\"quantity\": 1}}").refused(409, "SALE_CLOSED");
        Server.anonymous()
                .post(hall.path("/holds"), "{\"best\": {\"quantity\": 1}}")
                .refused(401, "UNAUTHENTICATED");
    }

    @Test
    void whatIsTakenIsNamedAndNothingElseIsHeld() {
        // Given
        Hall small = Hall.open();
        ApiClient bruno = Server.anonymous().register("bruno");
        small.hold(
                bruno, "{\"seats\": [\"A-1-2\", \"A-1-3\"], \"standing\": [{\"section\": \"GA\", \"quantity\": 18}]}");
        // When
        JsonNode seats = small.ask(ana, """
                {"seats": ["A-1-1", "A-1-2", "A-1-3"], "best": {"quantity": 2}, "standing": [{"section": "GA", "quantity": 1}]}
                """).refused(409, "SEATS_TAKEN");
        JsonNode standing = small.ask(
                        ana, "{\"seats\": [\"A-1-1\"], \"standing\": [{\"section\": \"GA\", \"quantity\": 3}]}")
                .refused(409, "NOT_ENOUGH_SEATS");
        // Then
        assertThat(seats.get("seats")).hasToString("[\"A-1-2\",\"A-1-3\"]");
        assertThat(standing.get("left").asInt()).isEqualTo(2);
        assertThat(standing.get("section").asText()).isEqualTo("GA");
        assertThat(small.letters("A")).startsWith("fhhfffffff");
        assertThat(small.count("GA", "held")).isEqualTo(18);
    }

    @Test
    void aSeatThatIsNamedIsNotFoundAgainAsTheBest() {
        // Given
        Hall small = Hall.open();
        // When
        JsonNode hold = small.hold(ana, "{\"seats\": [\"B-1-3\"], \"best\": {\"quantity\": 7, \"sections\": [\"B\"]}}");
        // Then
        assertThat(hold.get("seats")).hasSize(8).doesNotHaveDuplicates();
        assertThat(small.letters("B")).isEqualTo("hhhhh ffhhh");
        assertThat(hold.get("adjacent").asBoolean()).isFalse();
    }
}
