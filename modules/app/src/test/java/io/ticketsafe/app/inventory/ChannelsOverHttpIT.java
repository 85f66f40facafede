package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places of channels, allotments and blocked seats, from the organiser who assigns them to the sale in the report. */
@ExtendWith(Server.class)
class ChannelsOverHttpIT {
    private static final String KEY = "fans know this";
    private static final String FANS = """
            {"code": "fans", "name": "Fan club", "keys": ["%s"], "seats": ["A-2-4:7"], "standing": [{"section": "GA", "quantity": 15}]}
            """.formatted(KEY).strip();
    private static final String DESK = "{\"reason\": \"mixing desk\", \"seats\": [\"B-1\"]}";

    private static ApiClient ana;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
    }

    @Test
    void theOrganiserReadsBackWhatWasPut() {
        // Given
        Hall hall = Hall.open();
        // When
        Answer put = set(hall, FANS, DESK).expect(200);
        Answer got = hall.organizer().get(hall.path("/channels")).expect(200);
        // Then
        assertThat(put.text()).isEqualTo(got.text());
        assertThat(put.header("ETag")).isEqualTo(got.header("ETag")).isEqualTo(version(hall));
        assertThat(got.json().at("/channels/0/keys/0").asText()).isEqualTo(KEY);
        assertThat(got.json().at("/channels/0/standing/0/quantity").asInt()).isEqualTo(15);
        assertThat(got.json().at("/blocked/0/reason").asText()).isEqualTo("mixing desk");
        hall.organizer().getUnless(hall.path("/channels"), got.header("ETag")).expect(304);
    }

    @Test
    void theVersionThatWasSeenIsNeeded() {
        // Given
        Hall hall = Hall.open();
        String seen = version(hall);
        set(hall, FANS, DESK).expect(200);
        // When, then
        hall.organizer().put(hall.path("/channels"), channels(FANS, DESK)).refused(428, "PRECONDITION_REQUIRED");
        hall.organizer()
                .putIfMatch(hall.path("/channels"), channels("", ""), seen)
                .refused(412, "PRECONDITION_FAILED");
        assertThat(hall.letters("B")).isEqualTo("bbbbb fffff");
    }

    @Test
    void nobodyElseSeesOrSetsThem() {
        // Given
        Hall hall = Hall.open();
        ApiClient viewer = Server.anonymous().register("viewer");
        hall.organizer()
                .post(
                        "/v1/organizations/" + hall.organizationId() + "/members",
                        "{\"email\": \"%s\", \"role\": \"viewer\"}".formatted(viewer.email()))
                .expect(201);
        set(hall, FANS, DESK).expect(200);
        // When, then
        viewer.get(hall.path("/channels")).refused(403, "FORBIDDEN");
        ana.get(hall.path("/channels")).refused(404, "NOT_FOUND");
        ana.putIfMatch(hall.path("/channels"), channels("", ""), "*").refused(404, "NOT_FOUND");
        Server.anonymous().get(hall.path("/channels")).refused(401, "UNAUTHENTICATED");
        JsonNode hold = hall.hold(ana, withKey("\"seats\": [\"A-2-4\"]", KEY));
        assertThat(List.of(
                        Server.anonymous().get(hall.path("")).expect(200).text(),
                        Server.anonymous()
                                .get(hall.path("/seats?section=A"))
                                .expect(200)
                                .text(),
                        Server.anonymous()
                                .get(hall.path("/availability"))
                                .expect(200)
                                .text(),
                        ana.get("/v1/holds/" + hold.get("id").asText())
                                .expect(200)
                                .text()))
                .noneMatch(answer -> answer.contains(KEY));
    }

    @Test
    void seatsOfAChannelSellWithItsKeyOnly() {
        // Given
        Hall hall = Hall.open();
        set(hall, FANS, DESK).expect(200);
        // When
        Answer without = hall.ask(ana, "{\"seats\": [\"A-2-4\", \"A-2-1\"]}");
        Answer wrong = hall.ask(ana, withKey("\"seats\": [\"A-2-4\"]", "fans guess this"));
        Answer code = hall.ask(ana, withKey("\"seats\": [\"A-2-4\"]", "fans"));
        Answer blocked = hall.ask(ana, withKey("\"seats\": [\"B-1-1\"]", KEY));
        JsonNode hold = hall.hold(ana, withKey("\"seats\": [\"A-2-4\", \"A-2-1\"]", KEY));
        // Then
        assertThat(without.refused(409, "SEATS_TAKEN").get("seats"))
                .extracting(JsonNode::asText)
                .containsExactly("A-2-4");
        assertThat(wrong.refused(400, "VALIDATION").at("/errors/0/pointer").asText())
                .isEqualTo("/channelKey");
        code.refused(400, "VALIDATION");
        blocked.refused(409, "SEATS_TAKEN");
        assertThat(hall.letters("A")).isEqualTo("ffffffffff hffhbbbfff ffffffffff");
        assertThat(hall.letters("B")).isEqualTo("bbbbb fffff");
        assertThat(hall.count("B", "blocked")).isEqualTo(5);
        assertThat(hold.at("/items/0/channel").asText()).isEqualTo("fans");
    }

    @Test
    void theBestAvailableWithAKeyAreTheChannelsFirst() {
        // Given
        Hall hall = Hall.open();
        set(hall, FANS, DESK).expect(200);
        // When
        JsonNode own = hall.hold(ana, withKey("\"best\": {\"quantity\": 4, \"sections\": [\"A\"]}", KEY));
        JsonNode more = hall.hold(ana, withKey("\"best\": {\"quantity\": 3, \"sections\": [\"A\"]}", KEY));
        JsonNode without = hall.hold(ana, "{\"best\": {\"quantity\": 1, \"sections\": [\"B\"]}}");
        // Then
        assertThat(own.get("seats")).extracting(JsonNode::asText).containsExactly("A-2-4", "A-2-5", "A-2-6", "A-2-7");
        assertThat(own.get("adjacent").asBoolean()).isTrue();
        assertThat(more.get("seats")).hasSize(3);
        assertThat(without.at("/seats/0").asText()).startsWith("B-2-");
    }

    @Test
    void anAllotmentOfStandingPlacesIsKept() {
        // Given
        Hall hall = Hall.open();
        set(hall, FANS, "").expect(200);
        // When
        JsonNode problem = hall.ask(ana, "{\"standing\": [{\"section\": \"GA\", \"quantity\": 6}]}")
                .refused(409, "NOT_ENOUGH_SEATS");
        hall.hold(ana, withKey("\"standing\": [{\"section\": \"GA\", \"quantity\": 15}]", KEY));
        // Then
        assertThat(problem.get("left").asInt()).isEqualTo(5);
        hall.hold(ana, "{\"standing\": [{\"section\": \"GA\", \"quantity\": 5}]}");
        assertThat(hall.count("GA", "held")).isEqualTo(20);
    }

    @Test
    void whatIsLeftGoesBackToGeneralSaleAtTheReleaseDate() {
        // Given
        Hall hall = Hall.open();
        Instant soon = Instant.now().plusSeconds(5);
        String brief = FANS.replace("}]}", "}], \"releaseAt\": \"" + soon + "\"}");
        set(hall, brief, "").expect(200);
        JsonNode held = hall.hold(ana, withKey("\"seats\": [\"A-2-4\"]", KEY));
        // When
        Eventually.get("the release", () -> hall.letters("A"), "ffffffffff fffhffffff ffffffffff"::equals);
        // Then
        assertThat(hall.count("GA", "free")).isEqualTo(20);
        hall.hold(ana, "{\"seats\": [\"A-2-5\"]}");
        ana.delete("/v1/holds/" + held.get("id").asText()).expect(204);
        assertThat(hall.letters("A")).isEqualTo("ffffffffff ffffhfffff ffffffffff");
        set(hall, brief, DESK).expect(200);
        assertThat(hall.letters("A")).isEqualTo("ffffffffff ffffhfffff ffffffffff");
    }

    @Test
    void channelsOfALiveEventAreAssignedAnewAndTakenBack() {
        // Given
        Hall hall = Hall.open();
        JsonNode held = hall.hold(ana, "{\"seats\": [\"A-2-5\"]}");
        String first = Server.key();
        String body = withKey("\"seats\": [\"A-2-4\"]", KEY);
        // When
        set(hall, FANS, DESK).expect(200);
        Answer withKey = ana.post(hall.path("/holds"), body, first).expect(201);
        ana.delete("/v1/holds/" + held.get("id").asText()).expect(204);
        String assigned = hall.letters("A");
        set(hall, FANS.replace("A-2-4:7", "A-3-1"), "").expect(200);
        String anew = hall.letters("A");
        set(hall, "", "").expect(200);
        // Then
        assertThat(assigned).isEqualTo("ffffffffff fffhbbbfff ffffffffff");
        assertThat(anew).isEqualTo("ffffffffff fffhffffff bfffffffff");
        assertThat(hall.letters("A")).isEqualTo("ffffffffff fffhffffff ffffffffff");
        assertThat(hall.letters("B")).isEqualTo("fffff fffff");
        assertThat(hall.count("GA", "free")).isEqualTo(20);
        assertThat(ana.post(hall.path("/holds"), body, first).expect(201).text())
                .isEqualTo(withKey.text());
        hall.ask(ana, withKey("\"seats\": [\"A-2-6\"]", KEY)).refused(400, "VALIDATION");
    }

    @Test
    void sellersOfAnAgencyUseItsCode() {
        // Given
        Hall hall = Hall.open();
        ApiClient seller = Server.anonymous().register("seller");
        String agency = Hall.id(seller.post("/v1/organizations", "{\"name\": \"Counter\", \"kind\": \"agency\"}"));
        set(hall, """
                {"code": "counter", "name": "Counter", "organizationId": "%s", "seats": ["B"]}
                """.formatted(agency), "").expect(200);
        // When
        Answer stranger = hall.ask(ana, withKey("\"seats\": [\"B-1-1\"]", "counter"));
        JsonNode own = hall.hold(seller, withKey("\"seats\": [\"B-1-1\"]", "counter"));
        JsonNode customers =
                hall.hold(seller, withKey("\"seats\": [\"B-1-2\"], \"buyer\": {\"name\": \"Maria\"}", "counter"));
        // Then
        assertThat(stranger.refused(400, "VALIDATION").at("/errors/0/pointer").asText())
                .isEqualTo("/channelKey");
        assertThat(own.at("/items/0/channel").asText()).isEqualTo("counter");
        JsonNode order = Hall.order(seller, customers).expect(201).json();
        assertThat(order.get("channel").asText()).isEqualTo("counter");
        assertThat(order.get("organizationId").asText()).isEqualTo(agency);
    }

    @Test
    void theReportTellsWhatWasSoldThroughAChannel() {
        // Given
        Hall hall = Hall.open();
        set(hall, FANS, "").expect(200);
        JsonNode order = Hall.order(ana, hall.hold(ana, withKey("\"seats\": [\"A-2-4\", \"A-2-5\"]", KEY)))
                .expect(201)
                .json();
        // When
        Hall.pay(ana, order);
        // Then
        assertThat(order.get("channel").asText()).isEqualTo("fans");
        JsonNode rows = Eventually.get(
                "the sale in the report",
                () -> hall.organizer()
                        .get(hall.path("/reports/sales?by=channel"))
                        .expect(200)
                        .json()
                        .get("rows"),
                found -> !found.isEmpty());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).toString()).contains("\"fans\"").doesNotContain(KEY);
        assertThat(hall.letters("A")).isEqualTo("ffffffffff fffssbbfff ffffffffff");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/channels/0/seats/0 | {`code`: `x`, `name`: `X`, `keys`: [`12345678`], `seats`: [`Q`]}",
                "/channels/0/seats/0 | {`code`: `x`, `name`: `X`, `keys`: [`12345678`], `seats`: [`A-9`]}",
                "/channels/0/seats/1 | {`code`: `x`, `name`: `X`, `keys`: [`12345678`], `seats`: [`A-1-1`, `A-1-11`]}",
                "/blocked/0/seats/0 | {`code`: `x`, `name`: `X`, `keys`: [`12345678`], `seats`: [`B-1-5`]}",
                "/channels/0/seats/0 | {`code`: `x`, `name`: `X`, `keys`: [`12345678`], `seats`: [`A 1`]}",
                "/channels/0/standing/0/quantity | {`code`: `x`, `name`: `X`, `keys`: [`12345678`], `standing`: [{`section`: `GA`, `quantity`: 21}]}",
                "/channels/0/keys/0 | {`code`: `x`, `name`: `X`, `keys`: [`1234567`]}",
                "/channels/0/keys | {`code`: `x`, `name`: `X`}",
                "/channels/0/code | {`code`: `agency`, `name`: `X`, `keys`: [`12345678`]}",
                "/channels/1/code | {`code`: `x`, `name`: `X`, `keys`: [`12345678`]}, {`code`: `x`, `name`: `X`, `keys`: [`87654321`]}",
                "/channels/1/keys/0 | {`code`: `x`, `name`: `X`, `keys`: [`12345678`]}, {`code`: `y`, `name`: `X`, `keys`: [`12345678`]}",
                "/channels/0/releaseAt | {`code`: `x`, `name`: `X`, `keys`: [`12345678`], `releaseAt`: `2020-01-01T00:00:00Z`}",
                "/channels/0/organizationId | {`code`: `x`, `name`: `X`, `organizationId`: `01939f3c-8a52-7c4e-9f6b-0242ac120002`}",
                "/channels/0/secret | {`code`: `x`, `name`: `X`, `secret`: 1}",
            })
    void aPointerSaysWhatIsWrong(String pointer, String channel) {
        // Given
        Hall hall = Hall.open();
        // When
        JsonNode problem = set(hall, channel.replace('`', '"'), DESK).refused(400, "VALIDATION");
        // Then
        assertThat(problem.get("errors"))
                .extracting(error -> error.get("pointer").asText())
                .containsExactly(pointer);
        assertThat(hall.letters("B")).isEqualTo("fffff fffff");
    }

    private static Answer set(Hall hall, String channel, String blocked) {
        return hall.organizer().putIfMatch(hall.path("/channels"), channels(channel, blocked), version(hall));
    }

    private static String channels(String channel, String blocked) {
        return "{\"channels\": [%s], \"blocked\": [%s]}".formatted(channel, blocked);
    }

    private static String version(Hall hall) {
        return hall.organizer().get(hall.path("")).expect(200).header("ETag");
    }

    private static String withKey(String wanted, String key) {
        return "{%s, \"channelKey\": \"%s\"}".formatted(wanted, key);
    }
}
