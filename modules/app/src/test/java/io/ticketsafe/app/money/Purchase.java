package io.ticketsafe.app.money;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.e2e.ApiClient.Answer;
import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.inventory.Hall;
import io.ticketsafe.app.inventory.Server;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An order of seats at full price, and what its buyer does with it and sees of it. */
record Purchase(Hall hall, ApiClient buyer, String id) {
    static final String PIX = "{\"method\": {\"type\": \"pix\"}}";

    static Purchase of(Hall hall, ApiClient buyer, String... seats) {
        String hold = hold(hall, buyer, seats);
        String order = Hall.id(buyer.post("/v1/orders", "{\"holdId\": \"" + hold + "\"}", Server.key()));
        return new Purchase(hall, buyer, order);
    }

    static String hold(Hall hall, ApiClient buyer, String... seats) {
        String labels = Arrays.stream(seats).collect(Collectors.joining("\", \""));
        return hall.hold(buyer, "{\"seats\": [\"" + labels + "\"]}").get("id").asText();
    }

    static Purchase paid(Hall hall, ApiClient buyer, String... seats) {
        Purchase purchase = of(hall, buyer, seats);
        purchase.pay(card("tok_approve")).expect(201);
        return purchase;
    }

    static String card(String token) {
        return "{\"method\": {\"type\": \"card\", \"token\": \"" + token + "\"}}";
    }

    String path(String rest) {
        return "/v1/orders/" + id + rest;
    }

    Answer pay(String method) {
        return buyer.post(path("/payments"), method, Server.key());
    }

    CompletableFuture<Answer> payLater(String method, String key) {
        return buyer.postLater(path("/payments"), method, key);
    }

    /** The id of a Pix that waits for its payer. */
    String pix() {
        return Hall.id(pay(PIX));
    }

    static Answer payPix(String payment) {
        return Server.anonymous().post("/v1/sandbox/pix/" + payment + "/pay", "");
    }

    Answer refund(String body) {
        return buyer.post(path("/refunds"), body, Server.key());
    }

    JsonNode now() {
        return buyer.get(path("")).expect(200).json();
    }

    String status() {
        return now().get("status").asText();
    }

    void becomes(String status) {
        Eventually.get("the order becomes " + status, this::status, status::equals);
    }

    JsonNode payment(String payment) {
        return buyer.get("/v1/payments/" + payment).expect(200).json();
    }

    /** Statuses of its payments, in the order in which they were begun. */
    List<String> payments() {
        return texts(now().get("payments"), "status");
    }

    List<String> tickets(String member) {
        return texts(now().path("tickets"), member);
    }

    /** Its time runs out, and its seats are free again. */
    void expire() {
        Postgres.run(
                "UPDATE tickets.ticket_order SET expires_at = now() - interval '1 second' WHERE id = '" + id + "'");
        becomes("expired");
    }

    /** A payment whose money went back whole. */
    void goesBack(String payment) {
        Eventually.get(
                "the money goes back",
                () -> payment(payment),
                shown -> shown.at("/refunded/amountMinor").asLong()
                        == shown.at("/amount/amountMinor").asLong());
    }

    static List<String> texts(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.get(member).asText())
                .toList();
    }
}
