package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.Eventually;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fees of buyers and organisers, the commission of an agency, and books that balance for everybody who may see them. */
@ExtendWith(Server.class)
class FeesOverHttpIT {
    private static final String EVENT = """
            {"organizationId": "%s", "venueId": "%s", "title": "Fees", "startsAt": "2031-05-01T20:00:00Z", "endsAt": "2031-05-01T23:00:00Z",
             "ticketTypes": [
               {"code": "full", "name": "Full", "price": {"amountMinor": 10000, "currency": "BRL"}, "fee": %s},
               {"code": "half", "name": "Half", "price": {"amountMinor": 5000, "currency": "BRL"},
                "fee": {"percent": "3.33", "paidBy": "organizer"}},
               {"code": "gift", "name": "Gift", "price": {"amountMinor": 0, "currency": "BRL"},
                "fee": {"percent": "50", "paidBy": "organizer"}}],
             "sale": {"maxPerOrder": 10, "commissionPercent": "12.50"}}
            """;
    private static final String CHANNELS =
            "{\"channels\": [{\"code\": \"balcao\", \"name\": \"Balcão\", \"organizationId\": \"%s\"}], \"blocked\": []}";
    private static final String BUYERS_FEE =
            "{\"amount\": {\"amountMinor\": 200, \"currency\": \"BRL\"}, \"percent\": \"5\", \"paidBy\": \"buyer\"}";

    private static ApiClient rita;
    private static ApiClient ana;
    private static ApiClient seller;
    private static String organizer;
    private static String agency;
    private static String venue;

    @BeforeAll
    static void found() {
        rita = Server.anonymous().register("rita");
        ana = Server.anonymous().register("ana");
        seller = Server.anonymous().register("seller");
        organizer = Hall.id(rita.post("/v1/organizations", "{\"name\": \"Circo\", \"kind\": \"organizer\"}"));
        agency = Hall.id(seller.post("/v1/organizations", "{\"name\": \"Balcão\", \"kind\": \"agency\"}"));
        venue = Hall.id(rita.post("/v1/venues", """
                {"organizationId": "%s", "name": "Hall", "city": "Recife", "timezone": "America/Recife",
                 "sections": [{"code": "A", "name": "Stalls", "kind": "seated", "rows": [{"label": "1", "seats": 20}]}]}
                """.formatted(organizer)));
    }

    @Test
    void whatAnOrganizerPaysIsShownToItsMembersOnly() {
        // Given
        String event = published();
        // When
        JsonNode shown =
                Server.anonymous().get("/v1/events/" + event).expect(200).json();
        JsonNode toAna = ana.get("/v1/events/" + event).expect(200).json();
        JsonNode toRita = rita.get("/v1/events/" + event).expect(200).json();
        JsonNode listed = Server.anonymous()
                .get("/v1/events?q=fees&limit=100")
                .expect(200)
                .json();
        // Then
        assertThat(shown.at("/ticketTypes/0/fee/percent").asText()).isEqualTo("5");
        assertThat(shown.at("/ticketTypes/1/fee").isMissingNode()).isTrue();
        assertThat(shown.at("/sale/commissionPercent").isMissingNode()).isTrue();
        assertThat(toAna).isEqualTo(shown);
        assertThat(toRita.at("/ticketTypes/1/fee/percent").asText()).isEqualTo("3.33");
        assertThat(toRita.at("/sale/commissionPercent").asText()).isEqualTo("12.50");
        assertThat(listed.toString()).doesNotContain("organizer\"").doesNotContain("commissionPercent");
    }

    @Test
    void everythingBalancesFromTheHoldToTheLastRefund() {
        // Given
        String event = published();
        // When: 100.00 and a fee of 7.00, beside 50.00 of which the organiser pays 1.67
        JsonNode hold =
                ana.post("/v1/events/" + event + "/holds", """
                {"seats": ["A-1-1", {"seat": "A-1-2", "ticketType": "half"}]}
                """).expect(201).json();
        JsonNode order = Hall.order(ana, hold).expect(201).json();
        Hall.pay(ana, order);
        JsonNode paid = read(ana, order);
        // Then
        assertThat(hold.at("/items/0/fee/amountMinor").asLong()).isEqualTo(700);
        assertThat(hold.at("/items/1/fee").isMissingNode()).isTrue();
        assertThat(hold.at("/total/amountMinor").asLong()).isEqualTo(15_700);
        assertThat(order.at("/total/amountMinor").asLong()).isEqualTo(15_700);
        assertThat(sums(paid)).isEqualTo(Map.of("provider", 15_700L, "seller", -15_700L));
        assertThat(sums(read(rita, order)))
                .isEqualTo(Map.of("provider", 15_700L, "organizer", -14_833L, "platform", -867L));

        // When: the ticket with the buyer's fee goes back
        refund(order, "[\"" + paid.at("/tickets/0/id").asText() + "\"]");
        JsonNode half = read(rita, order);
        // Then
        assertThat(half.at("/refunded/amountMinor").asLong()).isEqualTo(10_700);
        assertThat(sums(half)).isEqualTo(Map.of("provider", 5_000L, "organizer", -4_833L, "platform", -167L));

        // When
        refund(order, "[\"" + paid.at("/tickets/1/id").asText() + "\"]");
        JsonNode nothing = read(rita, order);
        // Then
        assertThat(nothing.get("status").asText()).isEqualTo("refunded");
        assertThat(sums(nothing)).isEqualTo(Map.of("provider", 0L, "organizer", 0L, "platform", 0L));
        assertThat(sums(read(ana, order))).isEqualTo(Map.of("provider", 0L, "seller", 0L));
        assertThat(nothing.get("ledger"))
                .filteredOn(entry -> entry.has("refundId"))
                .hasSize(7);
    }

    @Test
    void anAgencySeesItsCommissionAndBothGetAStatement() {
        // Given
        String event = published();
        JsonNode hold = seller.post("/v1/events/" + event + "/holds", """
                {"seats": [{"seat": "A-1-5", "ticketType": "half"}, "A-1-6"], "organizationId": "%s", "buyer": {"name": "Maria"}}
                """.formatted(agency))
                .expect(201)
                .json();
        // When
        JsonNode order = Hall.order(seller, hold).expect(201).json();
        Hall.pay(seller, order);
        // Then: 6.25 of the half, 12.50 of the full
        assertThat(order.toString()).doesNotContain("ommission");
        assertThat(sums(read(seller, order)))
                .isEqualTo(Map.of("provider", 15_700L, "agency", -1_875L, "seller", -13_825L));
        assertThat(sums(read(rita, order)))
                .isEqualTo(Map.of("provider", 15_700L, "organizer", -12_958L, "platform", -867L, "agency", -1_875L));
        JsonNode ofRita = statementOf(rita, organizer, event);
        assertThat(ofRita.get("salesMinor").asLong()).isEqualTo(15_000);
        assertThat(ofRita.get("feesMinor").asLong()).isEqualTo(-167);
        assertThat(ofRita.get("commissionMinor").asLong()).isEqualTo(-1_875);
        assertThat(ofRita.get("dueMinor").asLong()).isEqualTo(12_958);
        assertThat(statementOf(seller, agency, event).get("dueMinor").asLong()).isEqualTo(1_875);
        String csv = rita.get("/v1/organizations/" + organizer + "/statement?from=2020-01-01T00:00:00Z", "text/csv")
                .expect(200)
                .text();
        assertThat(csv)
                .startsWith("eventId,currency,salesMinor,refundsMinor,feesMinor,commissionMinor,cashMinor,dueMinor\r\n")
                .contains(event + ",BRL,15000,0,-167,-1875,0,12958");
        rita.get("/v1/organizations/" + agency + "/statement").refused(404, "NOT_FOUND");
    }

    @Test
    void whatCostsNothingHasNoFeeOfTheOrganizer() {
        // Given
        String event = published();
        JsonNode hold =
                ana.post("/v1/events/" + event + "/holds", """
                {"seats": [{"seat": "A-1-8", "ticketType": "gift"}]}
                """).expect(201).json();
        // When
        JsonNode order = Hall.order(ana, hold).expect(201).json();
        // Then
        assertThat(order.get("status").asText()).isEqualTo("paid");
        assertThat(read(rita, order).get("ledger")).isEmpty();
    }

    @Test
    void reportsTellFeesCommissionAndWhatIsPaidOut() {
        // Given
        String event = published();
        JsonNode hold = seller.post("/v1/events/" + event + "/holds", """
                {"seats": ["A-1-10"], "organizationId": "%s", "buyer": {"name": "Maria"}}
                """.formatted(agency))
                .expect(201)
                .json();
        Hall.pay(seller, Hall.order(seller, hold).expect(201).json());
        // When
        String path = "/v1/events/" + event + "/reports/sales";
        JsonNode totals = Eventually.get(
                "the sale is reported",
                () -> rita.get(path).expect(200).json().get("totals"),
                now -> now.get("ticketsSold").asLong() == 1);
        // Then
        assertThat(totals.get("grossMinor").asLong()).isEqualTo(10_000);
        assertThat(totals.get("feesMinor").asLong()).isEqualTo(700);
        assertThat(totals.get("commissionMinor").asLong()).isEqualTo(1_250);
        assertThat(totals.get("payoutMinor").asLong()).isEqualTo(8_750);
    }

    @Test
    void feesThatCannotBeAreRefused() {
        refused("{}", "/ticketTypes/0/fee/paidBy");
        refused("{\"paidBy\": \"buyer\"}", "/ticketTypes/0/fee");
        refused("{\"paidBy\": \"moon\", \"percent\": \"5\"}", "/ticketTypes/0/fee/paidBy");
        refused("{\"paidBy\": \"buyer\", \"percent\": \"5.001\"}", "/ticketTypes/0/fee/percent");
        refused("{\"paidBy\": \"buyer\", \"percent\": 5}", "/ticketTypes/0/fee/percent");
        refused("{\"paidBy\": \"buyer\", \"percent\": \"101\"}", "/ticketTypes/0/fee/percent");
        refused(
                "{\"paidBy\": \"buyer\", \"amount\": {\"amountMinor\": -1, \"currency\": \"BRL\"}}",
                "/ticketTypes/0/fee/amount/amountMinor");
        refused(
                "{\"paidBy\": \"buyer\", \"amount\": {\"amountMinor\": 1, \"currency\": \"USD\"}}",
                "/ticketTypes/0/fee/amount/currency");
        refused(
                "{\"paidBy\": \"organizer\", \"amount\": {\"amountMinor\": 10001, \"currency\": \"BRL\"}}",
                "/ticketTypes/0/fee/amount/amountMinor");
    }

    private static void refused(String fee, String pointer) {
        JsonNode problem =
                rita.post("/v1/events", EVENT.formatted(organizer, venue, fee)).refused(400, "VALIDATION");
        assertThat(problem.get("errors"))
                .as(fee)
                .extracting(error -> error.get("pointer").asText())
                .contains(pointer);
    }

    private static String published() {
        String event = Hall.id(rita.post("/v1/events", EVENT.formatted(organizer, venue, BUYERS_FEE)));
        rita.putIfMatch("/v1/events/" + event + "/channels", CHANNELS.formatted(agency), "*")
                .expect(200);
        rita.post("/v1/events/" + event + "/publish", "{}").expect(200);
        return event;
    }

    private static JsonNode read(ApiClient client, JsonNode order) {
        return client.get("/v1/orders/" + order.get("id").asText()).expect(200).json();
    }

    private static void refund(JsonNode order, String tickets) {
        String path = "/v1/orders/" + order.get("id").asText() + "/refunds";
        rita.post(path, "{\"tickets\": " + tickets + "}", Server.key()).expect(201);
    }

    /** What each account comes to; all of them to nothing. */
    private static Map<String, Long> sums(JsonNode order) {
        Map<String, Long> sums = new TreeMap<>();
        order.get("ledger")
                .forEach(entry -> sums.merge(
                        entry.get("account").asText(),
                        entry.at("/amount/amountMinor").asLong(),
                        Long::sum));
        assertThat(sums.values().stream().mapToLong(Long::longValue).sum()).isZero();
        return sums;
    }

    private static JsonNode statementOf(ApiClient client, String organization, String event) {
        JsonNode rows = client.get("/v1/organizations/" + organization + "/statement")
                .expect(200)
                .json()
                .get("rows");
        for (JsonNode row : rows) {
            if (row.get("eventId").asText().equals(event)) {
                return row;
            }
        }
        throw new AssertionError("the event has no row: " + rows);
    }
}
