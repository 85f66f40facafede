package io.ticketsafe.payments.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Shares in a column of type json; null stays null. */
public final class ShareColumn {
    private static final String NAME = "shares";
    private static final TypeReference<List<Share>> SHARES = new TypeReference<>() {};

    private ShareColumn() {}

    public static JsonArray write(List<Share> shares) {
        try {
            return shares == null ? null : new JsonArray(Json.MAPPER.writeValueAsString(shares));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("shares are always JSON", e);
        }
    }

    public static List<Share> read(Row row) {
        JsonArray shares = row.getJsonArray(NAME);
        try {
            return shares == null ? null : Json.MAPPER.readValue(shares.encode(), SHARES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("unreadable shares", e);
        }
    }
}
