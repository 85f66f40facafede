package io.ticketsafe.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** One buyer's order of one seat, over HTTP. */
record OneSeatOrder(ApiClient buyer, String id) {
    static OneSeatOrder of(ApiClient buyer, Stage stage, String seat) {
        String hold = id(buyer.post("/v1/events/" + stage.eventId() + "/holds", "{\"seats\": [\"" + seat + "\"]}"));
        return new OneSeatOrder(buyer, id(buyer.post("/v1/orders", "{\"holdId\": \"" + hold + "\"}", "order-" + hold)));
    }

    String path() {
        return "/v1/orders/" + id;
    }

    JsonNode now() {
        return buyer.get(path()).expect(200).json();
    }

    String status() {
        return now().get("status").asText();
    }

    /** Of its payments, in the order in which they were made. */
    List<String> payments() {
        return StreamSupport.stream(now().path("payments").spliterator(), false)
                .map(payment -> payment.get("status").asText())
                .toList();
    }

    ApiClient.Answer payByCard(String token) {
        return payByCard(token, UUID.randomUUID().toString());
    }

    ApiClient.Answer payByCard(String token, String idempotencyKey) {
        String method = "{\"method\": {\"type\": \"card\", \"token\": \"" + token + "\"}}";
        return buyer.post(path() + "/payments", method, idempotencyKey);
    }

    /** The id of the payment that waits for the payer. */
    String payByPix() {
        return id(buyer.post(
                path() + "/payments",
                "{\"method\": {\"type\": \"pix\"}}",
                UUID.randomUUID().toString()));
    }

    private static String id(ApiClient.Answer created) {
        return created.expect(201).json().get("id").asText();
    }
}
