package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No field of any request takes a card number, and no answer repeats one. */
@ExtendWith(Server.class)
class CardNumbersOverHttpIT {
    private static final String CARD = "4242 4242 4242 4242";
    private static final String BARE = "4242424242424242";

    private static ApiClient buyer;
    private static Hall hall;
    private static JsonNode order;

    @BeforeAll
    static void sell() {
        buyer = Server.anonymous().register("buyer");
        hall = Hall.open();
        JsonNode hold = hall.hold(buyer, "{\"seats\": [\"A-1-1\", \"A-1-2\"]}");
        order = Hall.order(buyer, hold).expect(201).json();
    }

    @Test
    void namesAndTitles() {
        refused(Server.anonymous().post("/v1/users", """
                {"email": "card@e2e.test", "password": "a good long password", "name": "Ana %s"}
                """.formatted(CARD)), "/name");
        refused(buyer.post("/v1/organizations", "{\"name\": \"%s\", \"kind\": \"agency\"}".formatted(BARE)), "/name");
        refused(hall.organizer().post("/v1/venues", """
                {"organizationId": "%s", "name": "Hall", "city": "Recife %s", "timezone": "America/Recife",
                 "sections": [{"code": "GA", "name": "Floor", "kind": "standing", "capacity": 20}]}
                """.formatted(hall.organizationId(), CARD)), "/city");
    }

    @Test
    void freeFormAttributes() {
        String body = """
                {"attributes": {"notes": [{"card": %s}]}}
                """.formatted(BARE);
        refused(hall.organizer().post(hall.path("/cancel"), "{\"reason\": \"%s\"}".formatted(CARD)), "/reason");
        refused(hall.organizer().patchIfMatch(hall.path(""), body, "*"), "/attributes/notes/0/card");
    }

    @Test
    void holdsByEitherWayOfReadingThem() {
        refused(hall.ask(buyer, "{\"seats\": [\"A-1-5\"], \"channelKey\": \"" + BARE + "\"}"), "/channelKey");
        refused(hall.ask(buyer, "{\"seats\": [\"4242-4242-4242-4242\"]}"), "/seats/0/seat");
        refused(hall.ask(buyer, """
                {"seats": ["A-1-5"], "buyer": {"name": "Ana", "reference": "%s"}}
                """.formatted(CARD)), "/buyer/reference");
        assertThat(hall.letters("A")).startsWith("ccff");
    }

    @Test
    void tokensAndReasons() {
        String path = "/v1/orders/" + order.get("id").asText();
        refused(
                buyer.post(
                        path + "/payments",
                        "{\"method\": {\"type\": \"card\", \"token\": \"tok_%s\"}}".formatted(BARE),
                        Server.key()),
                "/method/token");
        refused(buyer.post(path + "/refunds", "{\"reason\": \"back to %s\"}".formatted(CARD), Server.key()), "/reason");
    }

    @Test
    void queriesPathsAndHeaders() {
        refused(buyer.get("/v1/events?q=" + BARE), "query/q");
        refused(
                buyer.post("/v1/orders", "{\"holdId\": \"" + order.get("holdId").asText() + "\"}", BARE),
                "header/Idempotency-Key");
        Answer unknown = buyer.get("/v1/holds/" + BARE);
        unknown.refused(404, "NOT_FOUND");
        assertThat(unknown.text()).doesNotContain(BARE);
    }

    @Test
    void unknownMembersAreNotRepeatedEither() {
        refused(buyer.post("/v1/organizations", """
                {"name": "Fine", "kind": "agency", "%s": 1}
                """.formatted(BARE)), null);
        refused(buyer.get("/v1/events?" + BARE + "=1"), null);
    }

    @Test
    void aPasswordThatLooksLikeOneIsNobodysBusiness() {
        Server.anonymous().post("/v1/users", """
                {"email": "%s@e2e.test", "password": "%s", "name": "Ana"}
                """.formatted(Server.key(), BARE)).expect(201);
    }

    /** @param pointer null: wherever it is */
    private static void refused(Answer answer, String pointer) {
        JsonNode problem = answer.refused(400, "VALIDATION");
        assertThat(answer.text()).doesNotContain(BARE).doesNotContain(CARD);
        if (pointer != null) {
            assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
            assertThat(problem.at("/errors/0/detail").asText()).contains("card number");
        }
    }
}
