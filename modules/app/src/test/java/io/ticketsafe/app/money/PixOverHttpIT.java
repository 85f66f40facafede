package io.ticketsafe.app.money;

import static io.ticketsafe.app.money.Purchase.card;
import static io.ticketsafe.app.money.Purchase.payPix;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.inventory.Hall;
import io.ticketsafe.app.inventory.Server;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Pix in time, too late, twice, and beside another payment. */
@ExtendWith(Server.class)
class PixOverHttpIT {
    private static ApiClient ana;
    private static ApiClient bruno;

    @BeforeAll
    static void register() {
        ana = Server.anonymous().register("ana");
        bruno = Server.anonymous().register("bruno");
    }

    @Test
    void paidInTimeItBuysTicketsAndPaidTwiceNoMore() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        JsonNode waiting = order.pay(Purchase.PIX).expect(201).json();
        assertThat(waiting.get("status").asText()).isEqualTo("requires_action");
        assertThat(waiting.at("/nextAction/pixCode").asText()).startsWith("000201");
        assertThat(waiting.at("/nextAction/expiresAt")).isEqualTo(order.now().get("expiresAt"));
        // When
        payPix(waiting.get("id").asText()).expect(200);
        payPix(waiting.get("id").asText()).expect(200);
        // Then
        order.becomes("paid");
        payPix(waiting.get("id").asText()).expect(200);
        JsonNode payment = order.payment(waiting.get("id").asText());
        assertThat(payment.get("status").asText()).isEqualTo("succeeded");
        assertThat(payment.at("/refunded/amountMinor").asLong()).isZero();
        assertThat(order.tickets("status")).containsExactly("valid");
        assertThat(order.hall().letters("A")).startsWith("sf");
    }

    @Test
    void paidTooLateItBuysTheSameSeatsIfTheyAreFree() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1", "A-1-2");
        String pix = order.pix();
        order.expire();
        Eventually.get("the seats are free", () -> order.hall().letters("A"), letters -> letters.startsWith("ff"));
        // When
        payPix(pix).expect(200);
        // Then
        order.becomes("paid");
        assertThat(order.tickets("status")).containsExactly("valid", "valid");
        assertThat(order.payment(pix).at("/refunded/amountMinor").asLong()).isZero();
        Eventually.get("the seats are sold", () -> order.hall().letters("A"), letters -> letters.startsWith("ss"));
    }

    @Test
    void paidTooLateForSeatsThatAreSoldItGoesBack() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1", "A-1-2");
        String pix = order.pix();
        order.expire();
        Purchase rival = Purchase.paid(order.hall(), bruno, "A-1-2");
        // When
        payPix(pix).expect(200);
        // Then
        order.goesBack(pix);
        assertThat(order.status()).isEqualTo("expired");
        assertThat(order.now().path("tickets")).isEmpty();
        assertThat(rival.tickets("status")).containsExactly("valid");
        assertThat(order.hall().letters("A")).startsWith("fsf");
    }

    @Test
    void ofTwoPaymentsOfOneOrderTheSecondGoesBack() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        String pix = order.pix();
        JsonNode byCard = order.pay(card("tok_approve")).expect(201).json();
        // When
        payPix(pix).expect(200);
        // Then
        order.goesBack(pix);
        assertThat(order.status()).isEqualTo("paid");
        assertThat(order.tickets("status")).containsExactly("valid");
        assertThat(order.payment(byCard.get("id").asText())
                        .at("/refunded/amountMinor")
                        .asLong())
                .isZero();
    }

    @Test
    void itPaysInReaisOnly() {
        // Given
        Purchase order = Purchase.of(Hall.openIn("USD"), ana, "A-1-1");
        // When
        JsonNode refusal = order.pay(Purchase.PIX).refused(400, "VALIDATION");
        // Then
        assertThat(refusal.toString()).contains("BRL");
        assertThat(order.status()).isEqualTo("pending");
        order.pay(card("tok_approve")).expect(201);
    }

    @Test
    void onlyAPixThatWaitsIsPaid() {
        // Given
        Purchase order = Purchase.of(Hall.open(), ana, "A-1-1");
        JsonNode byCard = order.pay(card("tok_approve")).expect(201).json();
        // When, then
        payPix(byCard.get("id").asText()).refused(409, "WRONG_STATE");
        payPix(order.id()).refused(404, "NOT_FOUND");
        payPix("no-id").refused(404, "NOT_FOUND");
    }
}
