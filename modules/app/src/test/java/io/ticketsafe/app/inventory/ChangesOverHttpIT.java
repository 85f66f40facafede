package io.ticketsafe.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of paid orders: other places, other names, money back by the organiser's rules, a cancelled event. */
@ExtendWith(Server.class)
class ChangesOverHttpIT {
    private static final String CARD = "{\"method\": {\"type\": \"card\", \"token\": \"tok_%s\"}}";
    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    private static String seats(String... seats) {
        List<String> named = new ArrayList<>();
        for (String seat : seats) {
            named.add("{\"seat\": \"" + seat + "\", \"ticketType\": \"half\"}");
        }
        return "{\"seats\": [" + String.join(",", named) + "]}";
    }

    private static String full(String seat) {
        return "{\"seats\": [{\"seat\": \"" + seat + "\", \"ticketType\": \"full\"}]}";
    }

    /** An order of these seats at half price, paid. */
    private static JsonNode bought(Hall hall, ApiClient buyer, String... seats) {
        JsonNode order =
                Hall.order(buyer, hall.hold(buyer, seats(seats))).expect(201).json();
        Hall.pay(buyer, order);
        return order(buyer, order);
    }

    private static String path(JsonNode order, String rest) {
        return "/v1/orders/" + order.get("id").asText() + rest;
    }

    private static JsonNode order(ApiClient reader, JsonNode order) {
        return reader.get(path(order, "")).expect(200).json();
    }

    private static String ticket(JsonNode order, int index) {
        return order.get("tickets").get(index).get("id").asText();
    }

    private static String wish(JsonNode hold, String... tickets) {
        return "{\"holdId\": \"%s\", \"tickets\": [\"%s\"]}"
                .formatted(hold.get("id").asText(), String.join("\", \"", tickets));
    }

    private static Answer change(ApiClient buyer, JsonNode order, JsonNode hold, String... tickets) {
        return buyer.post(path(order, "/changes"), wish(hold, tickets), Server.key());
    }

    private static Answer pay(ApiClient buyer, JsonNode order, String token) {
        return buyer.post(path(order, "/payments"), CARD.formatted(token), Server.key());
    }

    private static long minor(JsonNode money) {
        return money.get("amountMinor").asLong();
    }

    @Test
    void anEqualPlaceIsTakenAtOnceAndADearerOneOncePaid() {
        // Given
        Hall hall = Hall.open();
        JsonNode order = bought(hall, ana, "A-1-1", "A-1-2");
        // When
        JsonNode equal = change(ana, order, hall.hold(ana, seats("B-1-1")), ticket(order, 0))
                .expect(201)
                .json();
        JsonNode dearer = change(ana, order, hall.hold(ana, full("A-3-1")), ticket(order, 1))
                .expect(201)
                .json();
        // Then
        assertThat(equal.get("status").asText()).isEqualTo("done");
        assertThat(dearer.get("status").asText()).isEqualTo("pending");
        assertThat(minor(dearer.get("charged"))).isEqualTo(Hall.FULL - Hall.HALF);
        pay(ana, order, "decline").refused(402, "CARD_DECLINED");
        assertThat(hall.letters("A")).startsWith("fsffffffff");
        JsonNode payment = pay(ana, order, "approve").expect(201).json();
        assertThat(minor(payment.get("amount"))).isEqualTo(Hall.FULL - Hall.HALF);
        JsonNode changes = ana.get(path(order, "/changes")).expect(200).json().get("items");
        assertThat(changes.get(1).get("status").asText()).isEqualTo("done");
        assertThat(changes.get(1).get("newTickets")).hasSize(1);
        assertThat(hall.letters("A")).isEqualTo("ffffffffff ffffffffff sfffffffff");
        assertThat(hall.letters("B")).startsWith("sffff");
        JsonNode refund = ana.post(path(order, "/refunds"), "{}", Server.key())
                .expect(201)
                .json();
        assertThat(minor(refund.get("amount"))).isEqualTo(Hall.FULL + Hall.HALF);
        Eventually.get(
                "every payment is back",
                () -> order(ana, order).get("payments").findValuesAsText("status"),
                statuses -> statuses.stream().filter("refunded"::equals).count() == 2);
    }

    @Test
    void aCheaperPlaceGivesTheDifferenceBack() {
        // Given
        Hall hall = Hall.open();
        JsonNode order = bought(hall, ana, "A-1-1");
        JsonNode floor = hall.hold(ana, "{\"standing\": [{\"section\": \"GA\", \"quantity\": 1}]}");
        // When
        JsonNode change =
                change(ana, order, floor, ticket(order, 0)).expect(201).json();
        // Then
        assertThat(change.get("status").asText()).isEqualTo("done");
        assertThat(minor(change.get("refunded"))).isEqualTo(Hall.HALF - Hall.FLOOR);
        JsonNode after = order(ana, order);
        assertThat(after.get("status").asText()).isEqualTo("partially_refunded");
        JsonNode payment = after.get("payments").get(0);
        assertThat(payment.get("status").asText()).isEqualTo("partially_refunded");
        assertThat(minor(payment.get("refunded"))).isEqualTo(Hall.HALF - Hall.FLOOR);
        Eventually.get("one is sold", () -> hall.count("GA", "sold"), sold -> sold == 1);
    }

    @Test
    void badChangesAreRefusedAndChangeNothing() {
        // Given
        Hall hall = Hall.open();
        JsonNode order = bought(hall, ana, "A-1-1", "A-1-2");
        JsonNode hold = hall.hold(ana, seats("B-1-1"));
        // Then
        change(bruno, order, hall.hold(bruno, seats("B-1-2")), ticket(order, 0)).refused(404, "NOT_FOUND");
        change(ana, order, hall.hold(bruno, seats("B-1-3")), ticket(order, 0)).refused(404, "NOT_FOUND");
        change(ana, order, hold, ticket(order, 0), ticket(order, 1)).refused(400, "VALIDATION");
        JsonNode other = bought(hall, ana, "A-2-1");
        change(ana, order, hold, ticket(other, 0)).refused(404, "NOT_FOUND");
        JsonNode lapsed = hall.hold(ana, seats("B-1-4"));
        Server.lapse(hall.id(), lapsed.get("id").asText());
        change(ana, order, lapsed, ticket(order, 0)).refused(409, "HOLD_EXPIRED");
        String key = Server.key();
        Answer first = ana.post(path(order, "/changes"), wish(hold, ticket(order, 0)), key)
                .expect(201);
        Answer again = ana.post(path(order, "/changes"), wish(hold, ticket(order, 0)), key)
                .expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        ana.post(path(order, "/changes"), wish(hold, ticket(order, 1)), key).refused(422, "IDEMPOTENCY_MISMATCH");
        change(ana, order, hall.hold(ana, seats("B-1-5")), ticket(order, 0)).refused(409, "WRONG_STATE");
    }

    @Test
    void aChangeMayBeCanceledInTheMiddle() {
        // Given
        Hall hall = Hall.open();
        JsonNode order = bought(hall, ana, "A-1-1");
        JsonNode change = change(ana, order, hall.hold(ana, full("A-1-5")), ticket(order, 0))
                .expect(201)
                .json();
        String cancel = path(order, "/changes/" + change.get("id").asText() + "/cancel");
        JsonNode pix = ana.post(path(order, "/payments"), "{\"method\": {\"type\": \"pix\"}}", Server.key())
                .expect(201)
                .json();
        // When
        bruno.post(cancel, "{}").refused(404, "NOT_FOUND");
        JsonNode canceled = ana.post(cancel, "{}").expect(200).json();
        // Then
        assertThat(canceled.get("status").asText()).isEqualTo("canceled");
        Eventually.get("the place is free", () -> hall.letters("A"), letters -> letters.startsWith("sfffffffff"));
        Eventually.get(
                "the payment is given up",
                () -> ana.get("/v1/payments/" + pix.get("id").asText())
                        .json()
                        .get("status")
                        .asText(),
                "canceled"::equals);
        ana.post(cancel, "{}").refused(409, "WRONG_STATE");
        pay(ana, order, "approve").refused(409, "WRONG_STATE");
    }

    @Test
    void theOrganiserSaysUntilWhenBuyersMayGiveBackAndChange() {
        // Given
        Hall hall = Hall.open("\"maxPerOrder\": 10, \"refunds\": {\"allowed\": true, \"untilHoursBefore\": 8760}");
        JsonNode order = bought(hall, ana, "A-1-1", "A-1-2");
        // Then
        ana.post(path(order, "/refunds"), "{}", Server.key()).refused(409, "WRONG_STATE");
        change(ana, order, hall.hold(ana, seats("A-1-3")), ticket(order, 0)).refused(409, "WRONG_STATE");
        JsonNode held = hall.hold(hall.organizer(), seats("A-1-4"));
        assertThat(change(hall.organizer(), order, held, ticket(order, 0))
                        .expect(201)
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("done");
        hall.organizer().post(path(order, "/refunds"), "{}", Server.key()).expect(201);
        JsonNode event = ana.get(hall.path("")).expect(200).json();
        assertThat(event.get("sale").get("refunds").get("untilHoursBefore").asInt())
                .isEqualTo(8760);
    }

    @Test
    void aTicketIsForWhomTheBuyerSays() {
        // Given
        Hall hall = Hall.open();
        JsonNode order = bought(hall, ana, "A-1-1");
        String ticket = "/v1/tickets/" + ticket(order, 0);
        // When
        JsonNode renamed = ana.patch(ticket, "{\"holderName\": \"Maria Souza\"}")
                .expect(200)
                .json();
        // Then
        assertThat(renamed.get("holderName").asText()).isEqualTo("Maria Souza");
        bruno.patch(ticket, "{\"holderName\": \"Eve\"}").refused(404, "NOT_FOUND");
        ana.patch(ticket, "{\"holderName\": \" \"}").refused(400, "VALIDATION");
        JsonNode scan = hall.organizer()
                .post(
                        hall.path("/check-ins"),
                        "{\"code\": \"%s\", \"nonce\": \"n1\"}"
                                .formatted(
                                        order.get("tickets").get(0).get("code").asText()))
                .expect(201)
                .json();
        assertThat(scan.get("ticket").get("holderName").asText()).isEqualTo("Maria Souza");
    }

    @Test
    void theOrganiserSeesHowFarACancellationIs() {
        // Given
        Hall hall = Hall.open();
        String progress = hall.path("/cancellation");
        for (int i = 1; i <= 3; i++) {
            bought(hall, ana, "A-2-" + i);
        }
        hall.organizer().get(progress).refused(404, "NOT_FOUND");
        // When
        hall.organizer().post(hall.path("/cancel"), "{\"reason\": \"rain\"}").expect(200);
        // Then
        ana.get(progress).refused(404, "NOT_FOUND");
        JsonNode done = Eventually.get(
                "everything is back",
                () -> hall.organizer().get(progress).json(),
                answer -> answer.path("status").asText().equals("done"));
        assertThat(done.get("orders").asInt()).isEqualTo(3);
        assertThat(done.get("refunded").asInt()).isEqualTo(3);
        assertThat(minor(done.get("amountRefunded"))).isEqualTo(3 * Hall.HALF);
    }

    @Test
    void aPixThatIsPaidTooLateTakesNoPlaceThatSomebodyHolds() {
        // Given
        Hall hall = Hall.open();
        JsonNode order =
                Hall.order(ana, hall.hold(ana, seats("A-1-1"))).expect(201).json();
        JsonNode pix = ana.post(path(order, "/payments"), "{\"method\": {\"type\": \"pix\"}}", Server.key())
                .expect(201)
                .json();
        Server.lapseOrder(order.get("id").asText());
        Eventually.get("the place is free", () -> hall.letters("A"), letters -> letters.startsWith("f"));
        JsonNode held = hall.hold(bruno, seats("A-1-1"));
        // When
        Server.anonymous()
                .post("/v1/sandbox/pix/" + pix.get("id").asText() + "/pay", "{}")
                .expect(200);
        // Then
        JsonNode payment = Eventually.get(
                "the money goes back",
                () -> order(ana, order).get("payments").get(0),
                shown -> shown.get("status").asText().equals("refunded"));
        assertThat(payment.get("reason").asText()).isEqualTo("paid too late, the places are no longer free");
        assertThat(minor(payment.get("refunded"))).isEqualTo(Hall.HALF);
        Hall.order(bruno, held).expect(201);
    }
}
