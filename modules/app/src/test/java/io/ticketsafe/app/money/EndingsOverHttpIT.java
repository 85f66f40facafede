package io.ticketsafe.app.money;

import static io.ticketsafe.app.money.Purchase.card;
import static io.ticketsafe.app.money.Purchase.payPix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.inventory.Hall;
import io.ticketsafe.app.inventory.Server;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders that are cancelled, events that are cancelled, and money that comes all the same. */
@ExtendWith(Server.class)
class EndingsOverHttpIT {
    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    @Test
    void aCanceledOrderFreesItsSeatsAndMoneyThatStillComesGoesBack() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        String pix = order.pix();
        bruno.post(order.path("/cancel"), "").refused(404, "NOT_FOUND");
        // When
        ana.post(order.path("/cancel"), "").expect(200);
        // Then
        assertThat(order.status()).isEqualTo("canceled");
        assertThat(order.hall().letters("A")).startsWith("ff");
        ana.post(order.path("/cancel"), "").refused(409, "WRONG_STATE");
        order.pay(card("tok_approve")).refused(409, "WRONG_STATE");
        Eventually.get(
                "the Pix is given up", () -> order.payment(pix).get("status").asText(), "canceled"::equals);
        payPix(pix).expect(200);
        order.goesBack(pix);
        assertThat(order.status()).isEqualTo("canceled");
        assertThat(order.now().path("tickets")).isEmpty();
    }

    @Test
    void whatIsPaidIsRefundedAndNotCanceled() {
        // Given
        Purchase order = Purchase.paid(Hall.open(), ana, "A-1-1");
        // When, then
        ana.post(order.path("/cancel"), "").refused(409, "WRONG_STATE");
        assertThat(order.status()).isEqualTo("paid");
    }

    @Test
    void aCanceledEventGivesEverythingBack() {
        // Given
        Hall hall = Hall.open();
        Purchase byCard = Purchase.paid(hall, ana, "A-1-1", "A-1-2");
        Purchase partly = Purchase.paid(hall, bruno, "A-1-3", "A-1-4");
        partly.refund("{\"tickets\": [\"" + partly.tickets("id").get(0) + "\"]}")
                .expect(201);
        Purchase byPix = Purchase.of(hall, bruno, "A-1-5");
        payPix(byPix.pix()).expect(200);
        byPix.becomes("paid");
        Purchase waiting = Purchase.of(hall, ana, "A-1-6");
        String late = waiting.pix();
        // When
        hall.organizer().post(hall.path("/cancel"), "{\"reason\": \"rain\"}").expect(200);
        // Then
        for (Purchase order : List.of(byCard, partly, byPix)) {
            order.becomes("refunded");
            order.goesBack(order.now().at("/payments/0/id").asText());
            assertThat(order.tickets("status")).containsOnly("void");
        }
        waiting.becomes("canceled");
        payPix(late).expect(200);
        waiting.goesBack(late);
        waiting.pay(card("tok_approve")).refused(409, "WRONG_STATE");
        ana.post(hall.path("/holds"), "{\"seats\": [\"A-2-1\"]}").refused(409, "SALE_CLOSED");
    }
}
