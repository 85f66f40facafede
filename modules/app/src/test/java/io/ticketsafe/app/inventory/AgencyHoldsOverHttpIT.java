package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holds of an agency on behalf of its customers. */
@ExtendWith(Server.class)
class AgencyHoldsOverHttpIT {
    private static final String MARIA = "{\"name\": \"Maria Souza\", \"email\": \"maria@example.org\"}";
    private static final String JOANA = "{\"name\": \"Joana Lima\", \"reference\": \"C-17\"}";

    private static ApiClient seller;
    private static ApiClient colleague;
    private static ApiClient viewer;
    private static ApiClient stranger;
    private static String agency;

    @BeforeAll
    static void found() {
        ApiClient anonymous = Server.anonymous();
        ApiClient owner = anonymous.register("owner");
        seller = anonymous.register("seller");
        colleague = anonymous.register("colleague");
        viewer = anonymous.register("viewer");
        stranger = anonymous.register("stranger");
        agency = Hall.id(owner.post("/v1/organizations", "{\"name\": \"Tickets & More\", \"kind\": \"agency\"}"));
        member(owner, seller, "sales");
        member(owner, colleague, "sales");
        member(owner, viewer, "viewer");
    }

    private static void member(ApiClient owner, ApiClient member, String role) {
        owner.post("/v1/organizations/" + agency + "/members", """
                {"email": "%s", "role": "%s"}
                """.formatted(member.email(), role))
                .expect(201);
    }

    @Test
    void theAgencyOwnsTheHoldAndItsOrderCarriesTheCustomer() {
        // Given
        Hall hall = Hall.open();
        JsonNode hold =
                hold(hall, seller, MARIA, "\"A-1-1\", \"A-1-2\"").expect(201).json();
        String path = "/v1/holds/" + hold.get("id").asText();
        // When
        JsonNode extended = colleague.post(path + "/extend", "{}").expect(200).json();
        JsonNode smaller = colleague.delete(path + "/seats/A-1-2").expect(200).json();
        JsonNode order = Hall.order(colleague, hold).expect(201).json();
        // Then
        assertThat(hold.get("organizationId").asText()).isEqualTo(agency);
        assertThat(hold.at("/buyer/email").asText()).isEqualTo("maria@example.org");
        assertThat(extended.get("buyer")).isEqualTo(hold.get("buyer"));
        assertThat(smaller.get("seats")).hasSize(1);
        assertThat(order.get("buyer")).isEqualTo(hold.get("buyer"));
        assertThat(order.get("organizationId").asText()).isEqualTo(agency);
        assertThat(order.get("channel").asText()).isEqualTo("agency");
        assertThat(seller.get(path).expect(200).json().get("status").asText()).isEqualTo("ordered");
        Hall.pay(seller, order);
        assertThat(hall.letters("A")).startsWith("sfffffffff");
    }

    @Test
    void toEverybodyElseItDoesNotExist() {
        // Given
        Hall hall = Hall.open();
        JsonNode hold = hold(hall, seller, MARIA, "\"A-1-1\"").expect(201).json();
        String path = "/v1/holds/" + hold.get("id").asText();
        // When, then
        stranger.get(path).refused(404, "NOT_FOUND");
        stranger.post(path + "/extend", "{}").refused(404, "NOT_FOUND");
        stranger.delete(path).refused(404, "NOT_FOUND");
        Hall.order(stranger, hold).refused(404, "NOT_FOUND");
        viewer.get(path).refused(403, "FORBIDDEN");
        viewer.delete(path).refused(403, "FORBIDDEN");
        assertThat(hall.letters("A")).startsWith("hfffffffff");
        colleague.delete(path).expect(204);
        assertThat(hall.letters("A")).startsWith("ffffffffff");
    }

    @Test
    void theCapIsTheCustomersAndNotTheSellers() {
        // Given
        Hall hall = Hall.open("\"maxPerBuyer\": 2");
        hold(hall, seller, MARIA, "\"A-1-1\", \"A-1-2\"").expect(201);
        // When
        Answer sameCustomer =
                hold(hall, colleague, "{\"name\": \"M. Souza\", \"email\": \"Maria@Example.org\"}", "\"A-1-3\"");
        Answer otherCustomer = hold(hall, seller, JOANA, "\"A-1-3\", \"A-1-4\"");
        // Then
        sameCustomer.refused(422, "LIMIT_PER_BUYER");
        otherCustomer.expect(201);
        hold(hall, colleague, JOANA, "\"A-1-5\"").refused(422, "LIMIT_PER_BUYER");
        hall.hold(seller, "{\"seats\": [\"A-1-5\", \"A-1-6\"]}");
    }

    @Test
    void anOrderMayNotNameSomebodyElse() {
        // Given
        Hall hall = Hall.open();
        String hold = hold(hall, seller, MARIA, "\"A-1-1\"")
                .expect(201)
                .json()
                .get("id")
                .asText();
        String body = "{\"holdId\": \"%s\", \"buyer\": %s}";
        // When
        JsonNode problem = seller.post("/v1/orders", body.formatted(hold, JOANA), Server.key())
                .refused(400, "VALIDATION");
        // Then
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/buyer/name");
        assertThat(seller.get("/v1/holds/" + hold)
                        .expect(200)
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("active");
        seller.post("/v1/orders", body.formatted(hold, MARIA), Server.key()).expect(201);
    }

    @Test
    void whoDoesNotSellForTheAgencyCannotHoldForIt() {
        Hall hall = Hall.open();
        hold(hall, stranger, MARIA, "\"A-1-1\"").refused(404, "NOT_FOUND");
        hold(hall, viewer, MARIA, "\"A-1-1\"").refused(403, "FORBIDDEN");
        hall.ask(stranger, "{\"seats\": [\"A-1-1\"], \"buyer\": %s}".formatted(MARIA))
                .refused(403, "FORBIDDEN");
        hall.ask(seller, "{\"seats\": [\"A-1-1\"], \"organizationId\": \"%s\"}".formatted(agency))
                .refused(400, "VALIDATION");
        JsonNode problem = hold(hall, seller, "{\"name\": \" \", \"email\": \"nobody\"}", "\"A-1-1\"")
                .refused(400, "VALIDATION");
        assertThat(problem.get("errors"))
                .extracting(error -> error.get("pointer").asText())
                .contains("/buyer/name", "/buyer/email");
        assertThat(hall.letters("A")).startsWith("ffffffffff");
    }

    @Test
    void aRepeatFindsTheHoldAndAnotherCustomerUnderTheSameKeyIsAMismatch() {
        // Given
        Hall hall = Hall.open();
        String key = Server.key();
        String body = "{\"best\": {\"quantity\": 2}, \"buyer\": %s}";
        Answer first =
                seller.post(hall.path("/holds"), body.formatted(MARIA), key).expect(201);
        // When
        Answer again = seller.post(hall.path("/holds"), body.formatted(MARIA), key);
        Answer other = seller.post(hall.path("/holds"), body.formatted(JOANA), key);
        // Then
        assertThat(again.expect(201).text()).isEqualTo(first.text());
        other.refused(422, "IDEMPOTENCY_MISMATCH");
    }

    private static Answer hold(Hall hall, ApiClient client, String customer, String seats) {
        return hall.ask(
                client,
                "{\"seats\": [%s], \"organizationId\": \"%s\", \"buyer\": %s}".formatted(seats, agency, customer));
    }
}
