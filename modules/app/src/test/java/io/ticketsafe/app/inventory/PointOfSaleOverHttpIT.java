package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A box office and an agency that sell at a desk, for cash and by a terminal. */
@ExtendWith(Server.class)
class PointOfSaleOverHttpIT {
    private static final String CASH = "{\"method\": {\"type\": \"cash\"}}";
    private static final String TERMINAL = "{\"method\": {\"type\": \"terminal\", \"reference\": \"NSU 004217\"}}";

    private static ApiClient organizer;
    private static ApiClient clerk;
    private static ApiClient viewer;
    private static ApiClient agent;
    private static ApiClient consumer;
    private static String organization;
    private static String agency;
    private static String venue;

    @BeforeAll
    static void found() {
        ApiClient anonymous = Server.anonymous();
        organizer = anonymous.register("organizer");
        clerk = anonymous.register("clerk");
        viewer = anonymous.register("viewer");
        agent = anonymous.register("agent");
        consumer = anonymous.register("consumer");
        organization = Hall.id(organizer.post("/v1/organizations", "{\"name\": \"House\", \"kind\": \"organizer\"}"));
        agency = Hall.id(agent.post("/v1/organizations", "{\"name\": \"Kiosk\", \"kind\": \"agency\"}"));
        member(clerk, "sales");
        member(viewer, "viewer");
        venue = Hall.id(organizer.post("/v1/venues", """
                {"organizationId": "%s", "name": "Arena", "city": "Recife", "timezone": "America/Recife", "sections": [
                  {"code": "A", "name": "Stalls", "kind": "seated", "rows": [%s]}]}
                """.formatted(organization, rows())));
    }

    private static String rows() {
        StringBuilder rows = new StringBuilder();
        for (int row = 1; row <= 12; row++) {
            rows.append(row == 1 ? "" : ", ").append("{\"label\": \"%d\", \"seats\": 25}".formatted(row));
        }
        return rows.toString();
    }

    private static void member(ApiClient member, String role) {
        organizer
                .post("/v1/organizations/" + organization + "/members", """
                        {"email": "%s", "role": "%s"}
                        """.formatted(member.email(), role))
                .expect(201);
    }

    /** @param sale members beside the caps of two and four */
    private static String event(String sale) {
        Instant startsAt = Instant.now().plus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String event = Hall.id(organizer.post(
                "/v1/events", """
                {"organizationId": "%s", "venueId": "%s", "title": "A night", "startsAt": "%s", "endsAt": "%s",
                 "ticketTypes": [{"code": "full", "name": "Full", "price": {"amountMinor": 10000, "currency": "BRL"}}],
                 "sale": {"maxPerOrder": 2, "maxPerBuyer": 4%s}}
                """.formatted(organization, venue, startsAt, startsAt.plus(3, ChronoUnit.HOURS), sale)));
        String path = "/v1/events/" + event;
        organizer.post(path + "/publish", "{}").expect(200);
        organizer
                .putIfMatch(
                        path + "/channels",
                        "{\"channels\": [{\"code\": \"kiosk\", \"name\": \"Kiosk\", \"organizationId\": \"%s\","
                                        .formatted(agency)
                                + " \"seats\": [\"A-12-1\"]}]}",
                        "*")
                .expect(200);
        return event;
    }

    private static Answer hold(ApiClient seller, String event, String of, int quantity) {
        return seller.post("/v1/events/" + event + "/holds", """
                {"best": {"quantity": %d}, "pointOfSale": true, "organizationId": "%s"}
                """.formatted(quantity, of));
    }

    private static JsonNode order(ApiClient seller, JsonNode hold) {
        return Hall.order(seller, hold).expect(201).json();
    }

    private static Answer pay(ApiClient seller, JsonNode order, String method) {
        return seller.post("/v1/orders/" + order.get("id").asText() + "/payments", method, Server.key());
    }

    @Test
    void twoHundredSeatsAtTheBoxOffice() {
        // Given
        String event = event("");
        // When
        JsonNode order =
                order(clerk, hold(clerk, event, organization, 200).expect(201).json());
        JsonNode payment = pay(clerk, order, CASH).expect(201).json();
        String path = "/v1/orders/" + order.get("id").asText();
        JsonNode paid = clerk.get(path).expect(200).json();
        JsonNode refund = organizer
                .post(path + "/refunds", "{\"reason\": \"rain\"}", Server.key())
                .expect(201)
                .json();
        // Then
        assertThat(order.get("channel").asText()).isEqualTo("boxOffice");
        assertThat(payment.get("status").asText()).isEqualTo("succeeded");
        assertThat(payment.get("method").asText()).isEqualTo("cash");
        assertThat(payment.get("recordedBy").asText()).isNotBlank();
        assertThat(paid.get("tickets")).hasSize(200);
        assertThat(paid.at("/payments/0/method").asText()).isEqualTo("cash");
        assertThat(refund.get("status").asText()).isEqualTo("succeeded");
        assertThat(refund.get("tickets")).hasSize(200);
        assertThat(clerk.get(path).json().get("status").asText()).isEqualTo("refunded");
    }

    @Test
    void salesAtDesksHaveLinesOfTheirOwn() {
        // Given
        String event = event("");
        pay(clerk, order(clerk, hold(clerk, event, organization, 5).expect(201).json()), CASH)
                .expect(201);
        pay(agent, order(agent, hold(agent, event, agency, 3).expect(201).json()), TERMINAL)
                .expect(201);
        // When
        JsonNode byMethod = report(event, "paymentMethod,channel", 2);
        JsonNode bySeller = report(event, "seller,day,paymentMethod", 2);
        // Then
        JsonNode cash = row(byMethod, "paymentMethod", "cash");
        assertThat(cash.get("channel").asText()).isEqualTo("boxOffice");
        assertThat(cash.get("ticketsSold").asInt()).isEqualTo(5);
        assertThat(cash.get("grossMinor").asLong()).isEqualTo(50_000);
        assertThat(row(byMethod, "paymentMethod", "terminal").get("channel").asText())
                .isEqualTo("agency");
        assertThat(row(bySeller, "paymentMethod", "cash").get("seller").asText())
                .isNotEqualTo(
                        row(bySeller, "paymentMethod", "terminal").get("seller").asText())
                .isNotBlank();
    }

    @Test
    void onlySellersRecordMoney() {
        // Given
        String event = event("");
        JsonNode direct = order(
                consumer,
                consumer.post("/v1/events/" + event + "/holds", "{\"seats\": [\"A-1-1\"]}")
                        .expect(201)
                        .json());
        JsonNode atDesk =
                order(clerk, hold(clerk, event, organization, 2).expect(201).json());
        // When, then
        pay(consumer, direct, CASH).refused(403, "FORBIDDEN");
        pay(clerk, direct, CASH).refused(403, "FORBIDDEN");
        pay(agent, direct, CASH).refused(404, "NOT_FOUND");
        pay(viewer, atDesk, CASH).refused(403, "FORBIDDEN");
        pay(consumer, atDesk, CASH).refused(404, "NOT_FOUND");
        pay(organizer, atDesk, TERMINAL).expect(201);
        pay(clerk, atDesk, CASH).refused(409, "WRONG_STATE");
    }

    @Test
    void onlySellersHoldAtADesk() {
        // Given
        String event = event("");
        ApiClient founder = Server.anonymous().register("founder");
        String unknown = Hall.id(founder.post("/v1/organizations", "{\"name\": \"New\", \"kind\": \"agency\"}"));
        // When, then
        hold(consumer, event, organization, 2).refused(404, "NOT_FOUND");
        hold(viewer, event, organization, 2).refused(403, "FORBIDDEN");
        hold(founder, event, unknown, 2).refused(403, "FORBIDDEN");
        clerk.post("/v1/events/" + event + "/holds", "{\"best\": {\"quantity\": 2}, \"pointOfSale\": true}")
                .refused(400, "VALIDATION");
        clerk.post("/v1/events/" + event + "/holds", "{\"best\": {\"quantity\": 3}}")
                .refused(422, "LIMIT_PER_ORDER");
    }

    @Test
    void theDesksCapCanBeSmaller() {
        // Given
        String event = event(", \"maxPerPosOrder\": 30");
        // When, then
        hold(clerk, event, organization, 31).refused(422, "LIMIT_PER_ORDER");
        hold(clerk, event, organization, 30).expect(201);
        hold(clerk, event, organization, 30).expect(201);
        organizer
                .patchIfMatch("/v1/events/" + event, "{\"sale\": {\"maxPerPosOrder\": 201}}", "*")
                .refused(400, "VALIDATION");
    }

    @Test
    void whatIsNoDeskPaymentIsRefused() {
        // Given
        JsonNode order =
                order(clerk, hold(clerk, event(""), organization, 1).expect(201).json());
        // When, then
        pay(clerk, order, "{\"method\": {\"type\": \"terminal\"}}").refused(400, "VALIDATION");
        pay(clerk, order, "{\"method\": {\"type\": \"cash\", \"token\": \"tok_approve\"}}")
                .refused(400, "VALIDATION");
        JsonNode card = pay(
                        clerk, order, "{\"method\": {\"type\": \"terminal\", \"reference\": \"4242 4242 4242 4242\"}}")
                .refused(400, "VALIDATION");
        assertThat(card.at("/errors/0/pointer").asText()).isEqualTo("/method/reference");
        pay(clerk, order, "{\"method\": {\"type\": \"cheque\"}}").refused(400, "VALIDATION");
    }

    /** Once the facts of the sales have arrived. */
    private static JsonNode report(String event, String by, int rows) {
        String path = "/v1/events/" + event + "/reports/sales?by=" + by;
        return Eventually.get(
                "a report with all sales",
                () -> organizer.get(path).expect(200).json(),
                report -> report.get("rows").size() == rows);
    }

    private static JsonNode row(JsonNode report, String member, String value) {
        return StreamSupport.stream(report.get("rows").spliterator(), false)
                .filter(row -> row.get(member).asText().equals(value))
                .findFirst()
                .orElseThrow();
    }
}
