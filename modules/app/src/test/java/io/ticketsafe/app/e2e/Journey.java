package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The main job as its users live it, over HTTP: from registration to a scanned ticket and a sales report. */
final class Journey {
    private static final int SEATS = 50;
    private static final String CARD = "{\"method\": {\"type\": \"card\", \"token\": \"%s\"}}";

    private final ApiClient anonymous;

    Journey(String baseUrl) {
        this(ApiClient.anonymous(baseUrl));
    }

    Journey(ApiClient anonymous) {
        this.anonymous = anonymous;
    }

    void walk() {
        Stage stage = Stage.open(anonymous);
        ApiClient buyer = anonymous.register("buyer");
        everyoneFinds(stage);
        String hold = hold(stage, buyer);
        JsonNode order = order(buyer, hold);
        List<JsonNode> tickets = pay(buyer, order.get("id").asText());
        showCode(buyer, tickets.get(0));
        checkIn(stage, tickets.get(0));
        refund(stage, buyer, order.get("id").asText(), tickets.get(1));
        reports(stage);
    }

    private void everyoneFinds(Stage stage) {
        Eventually.get(
                "the public list shows the event",
                () -> anonymous
                        .get("/v1/events?q=" + stage.title().replace(" ", "%20"))
                        .expect(200)
                        .json()
                        .get("items"),
                items -> items.size() == 1 && items.get(0).get("id").asText().equals(stage.eventId()));
        assertThat(free(stage, "A") + free(stage, "GA")).isEqualTo(Stage.CAPACITY);
    }

    private String hold(Stage stage, ApiClient buyer) {
        String path = "/v1/events/" + stage.eventId() + "/holds";
        JsonNode hold = buyer.post(path, """
                {"seats": ["A-1-1", "A-1-2"], "standing": [{"section": "GA", "quantity": 1}]}
                """).expect(201).json();
        assertThat(hold.at("/total/amountMinor").asLong()).isEqualTo(2 * Stage.SEAT_PRICE + Stage.STANDING_PRICE);
        JsonNode refusal = anonymous
                .register("rival")
                .post(path, "{\"seats\": [\"A-1-2\", \"A-1-3\"]}")
                .expect(409)
                .json();
        assertThat(refusal.get("code").asText()).isEqualTo("SEATS_TAKEN");
        assertThat(refusal.get("seats")).hasSize(1);
        return hold.get("id").asText();
    }

    private JsonNode order(ApiClient buyer, String hold) {
        String key = UUID.randomUUID().toString();
        String body = "{\"holdId\": \"" + hold + "\"}";
        ApiClient.Answer order = buyer.post("/v1/orders", body, key).expect(201);
        ApiClient.Answer repeated = buyer.post("/v1/orders", body, key).expect(201);
        assertThat(repeated.text()).isEqualTo(order.text());
        assertThat(order.json().get("status").asText()).isEqualTo("pending");
        return order.json();
    }

    private List<JsonNode> pay(ApiClient buyer, String order) {
        String path = "/v1/orders/" + order + "/payments";
        JsonNode declined = buyer.post(
                        path, CARD.formatted("tok_decline"), UUID.randomUUID().toString())
                .expect(402)
                .json();
        assertThat(declined.get("code").asText()).isEqualTo("CARD_DECLINED");
        JsonNode payment = buyer.post(
                        path, CARD.formatted("tok_approve"), UUID.randomUUID().toString())
                .expect(201)
                .json();
        assertThat(payment.get("status").asText()).isEqualTo("succeeded");
        JsonNode paid = buyer.get("/v1/orders/" + order).expect(200).json();
        assertThat(paid.get("status").asText()).isEqualTo("paid");
        assertThat(paid.get("tickets")).hasSize(3);
        List<JsonNode> tickets = new ArrayList<>();
        paid.get("tickets").forEach(tickets::add);
        return tickets;
    }

    private void showCode(ApiClient buyer, JsonNode ticket) {
        String path = "/v1/tickets/" + ticket.get("id").asText();
        assertThat(buyer.get(path).expect(200).json().get("status").asText()).isEqualTo("valid");
        ApiClient.Answer svg = buyer.get(path + "/code.svg").expect(200);
        assertThat(svg.contentType()).startsWith("image/svg+xml");
        assertThat(svg.text()).contains("<svg");
        ApiClient.Answer png = buyer.get(path + "/code.png").expect(200);
        assertThat(png.contentType()).startsWith("image/png");
        assertThat(new String(png.body(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
        anonymous.register("stranger").get(path).expect(404);
    }

    private void checkIn(Stage stage, JsonNode ticket) {
        String path = "/v1/events/" + stage.eventId() + "/check-ins";
        String code = ticket.get("code").asText();
        String first = "{\"code\": \"" + code + "\", \"nonce\": \"scan-1\", \"gate\": \"north\"}";
        String second = "{\"code\": \"" + code + "\", \"nonce\": \"scan-2\", \"gate\": \"north\"}";
        assertThat(stage.gate()
                        .post(path, first)
                        .expect(201)
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("ok");
        assertThat(stage.gate().post(path, first).json().get("status").asText()).isEqualTo("ok");
        JsonNode again = stage.gate().post(path, second).expect(200).json();
        assertThat(again.get("status").asText()).isEqualTo("error");
        assertThat(again.get("reason").asText()).isEqualTo("already_redeemed");
    }

    private void refund(Stage stage, ApiClient buyer, String order, JsonNode ticket) {
        // What everybody is told may be some milliseconds old, and the whole sale may have taken no longer.
        int freeBefore = Eventually.get("both seats are sold", () -> free(stage, "A"), free -> free == SEATS - 2);
        String body = "{\"tickets\": [\"" + ticket.get("id").asText() + "\"], \"reason\": \"ill\"}";
        buyer.post("/v1/orders/" + order + "/refunds", body, UUID.randomUUID().toString())
                .expect(201);
        Eventually.get(
                "the refund succeeds",
                () -> buyer.get("/v1/orders/" + order + "/refunds")
                        .expect(200)
                        .json()
                        .get("items"),
                refunds -> refunds.size() == 1
                        && refunds.get(0).get("status").asText().equals("succeeded"));
        assertThat(buyer.get("/v1/orders/" + order).json().get("status").asText())
                .isEqualTo("partially_refunded");
        Eventually.get("the seat is free again", () -> free(stage, "A"), free -> free == freeBefore + 1);
    }

    private void reports(Stage stage) {
        String path = "/v1/events/" + stage.eventId() + "/reports/";
        Eventually.get(
                "the sales report counts the sale and the refund",
                () -> stage.organizer()
                        .get(path + "sales?by=section")
                        .expect(200)
                        .json()
                        .get("totals"),
                totals -> totals.path("ticketsSold").asInt() == 3
                        && totals.path("ticketsRefunded").asInt() == 1
                        && totals.path("netMinor").asLong() == Stage.SEAT_PRICE + Stage.STANDING_PRICE);
        Eventually.get(
                "the attendance report counts the check-in",
                () -> stage.organizer()
                        .get(path + "attendance?by=gate")
                        .expect(200)
                        .json()
                        .get("totals"),
                totals -> totals.path("checkedIn").asInt() == 1);
        ApiClient.Answer csv =
                stage.organizer().get(path + "sales?by=section", "text/csv").expect(200);
        assertThat(csv.contentType()).startsWith("text/csv");
        assertThat(csv.text()).contains("section").contains("GA");
        stage.organizer()
                .get("/v1/organizations/" + stage.organizationId() + "/reports/summary")
                .expect(200);
        stage.gate().get(path + "sales").expect(403);
    }

    private int free(Stage stage, String section) {
        JsonNode availability = anonymous
                .get("/v1/events/" + stage.eventId() + "/availability")
                .expect(200)
                .json();
        for (JsonNode found : availability.get("sections")) {
            if (found.get("code").asText().equals(section)) {
                return found.get("free").asInt();
            }
        }
        throw new AssertionError("no section " + section + " in " + availability);
    }
}
