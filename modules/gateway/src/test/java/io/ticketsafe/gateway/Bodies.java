package io.ticketsafe.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Good bodies of every operation that reads JSON. */
public final class Bodies {
    private static final String ID = "\"01939f3c-8a52-7c4e-9f6b-0242ac120002\"";

    private static final Map<String, List<String>> GOOD = new LinkedHashMap<>();

    static {
        GOOD.put("register", List.of("""
                {"email": "ana@example.com", "password": "correct horse", "name": "Ana \\uD83D\\uDE00 \\"عربي\\""}"""));
        GOOD.put(
                "updateMe", List.of("{\"name\": \"Ana\"}", "{\"password\": \"12345678\", \"currentPassword\": \"x\"}"));
        GOOD.put("logIn", List.of("{\"email\": \"ana@example.com\", \"password\": \"x\"}"));
        GOOD.put("refreshSession", List.of("{\"refreshToken\": \"abc\"}"));
        GOOD.put("createOrganization", List.of("{\"name\": \"Sala\", \"kind\": \"organizer\"}"));
        GOOD.put("addMember", List.of("{\"email\": \"b@example.com\", \"role\": \"gate\"}"));
        GOOD.put("createApiKey", List.of("{\"name\": \"till\", \"scopes\": [\"sell\"]}"));
        GOOD.put("createVenue", List.of("""
                {"organizationId": %s, "name": "Teatro", "city": "São Paulo", "timezone": "America/Sao_Paulo", "sections": [
                  {"code": "A", "name": "Stalls", "kind": "seated", "rows": [
                    {"label": "1", "seats": 24}, {"label": "2", "seats": ["a", "b"], "accessible": ["a"], "positions": [[1, 2.5], [2, 2.5]]}]},
                  {"code": "P", "kind": "standing", "capacity": 400}]}""".formatted(ID)));
        GOOD.put("createEvent", List.of("""
                {"organizationId": %1$s, "venueId": %1$s, "title": "Gala", "description": "", "startsAt": "2030-05-01T20:00:00Z",
                 "endsAt": "2030-05-01T23:00:00.123-03:00", "ticketTypes": [{"code": "full", "name": "Full",
                 "price": {"amountMinor": 12500, "currency": "BRL"}, "sections": ["A"]}],
                 "sale": {"opensAt": "2030-01-01T00:00:00Z", "maxPerOrder": 6, "maxPerBuyer": 12, "holdMinutes": 10},
                 "attributes": {"any": [1, {"thing": null}]}}""".formatted(ID)));
        GOOD.put("updateEvent", List.of("""
                {"title": "Gala", "description": null, "sale": {"closesAt": "2030-01-01T00:00:00Z"}, "attributes": null}"""));
        GOOD.put("cancelEvent", List.of("{\"reason\": \"rain\"}", "{}"));
        GOOD.put("setChannels", List.of("""
                {"channels": [{"code": "fans", "name": "Fans", "keys": ["12345678"], "organizationId": %s, "seats": ["A", "A-1", "B-1-2", "B-1-3:9"],
                 "standing": [{"section": "P", "quantity": 20}], "releaseAt": "2030-04-01T12:00:00Z"}],
                 "blocked": [{"reason": "house", "seats": ["A-2-1"]}]}""".formatted(ID), "{\"channels\": []}"));
        GOOD.put(
                "holdSeats",
                List.of(
                        "{\"seats\": [\"A-12-7\", {\"seat\": \"A-12-8\", \"ticketType\": \"half\"}, {\"seat\": \"A-12-9\"}]}",
                        "{\"best\": {\"quantity\": 4, \"sections\": [\"A\", \"B_1\"], \"ticketType\": \"full\", \"accessible\": false}}",
                        "{\"standing\": [{\"section\": \"P\", \"quantity\": 2, \"ticketType\": \"full\"}], \"channelKey\": \"key\"}",
                        "{\"best\": {\"quantity\": 1}, \"organizationId\": %s, \"buyer\": {\"name\": \"Ana\", \"reference\": \"C-1\"}}"
                                .formatted(ID)));
        GOOD.put("createOrder", List.of("""
                {"holdId": %1$s, "organizationId": %1$s, "buyer": {"name": "Ana", "email": "ana@example.com"},
                 "ticketTypes": [{"seat": "A-12-7", "ticketType": "half"}]}""".formatted(ID)));
        GOOD.put(
                "payOrder",
                List.of(
                        "{\"method\": {\"type\": \"card\", \"token\": \"tok_approve\"}}",
                        "{\"method\": {\"type\": \"pix\"}}"));
        GOOD.put("changeOrder", List.of("{\"holdId\": %s, \"tickets\": [%s]}".formatted(ID, ID)));
        GOOD.put("refundOrder", List.of("{\"tickets\": [%s], \"reason\": \"ill\"}".formatted(ID), "{}"));
        GOOD.put("paySandboxPix", List.of("{\"amountMinor\": 100}", "{}"));
        GOOD.put("replayParkedFacts", List.of("{\"limit\": 10}", "{}"));
        GOOD.put("renameTicket", List.of("{\"holderName\": \"Ana Souza\"}", "{\"holderName\": null}"));
        GOOD.put("transferTicket", List.of("{\"email\": \"b@example.com\"}"));
        GOOD.put("checkIn", List.of("""
                {"code": "T1.abc", "nonce": "n1", "gate": "North", "scannedAt": "2030-05-01T20:00:00Z", "force": true}"""));
        GOOD.put("createWebhookEndpoint", List.of("""
                {"organizationId": %s, "url": "https://example.com/hook", "events": ["order.paid"]}""".formatted(ID)));
    }

    private Bodies() {}

    public static Map<String, List<String>> good() {
        return GOOD;
    }

    public static String good(String operationId) {
        return GOOD.get(operationId).get(0);
    }

    public static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
