package io.ticketsafe.perf.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The organiser's box office: sells the whole hall for cash before the load begins, up to 200 places an order. Blocking. */
public final class Desk {
    private static final int MOST_PER_ORDER = 200;

    private final Stage stage;

    public Desk(Stage stage) {
        this.stage = stage;
    }

    /** @return the paid orders with their tickets, as the API answers them */
    public List<JsonNode> sellOut() {
        List<JsonNode> orders = new ArrayList<>();
        for (Hall.Section section : stage.hall().sections()) {
            for (int left = section.capacity(); left > 0; left -= MOST_PER_ORDER) {
                orders.add(sell(section, Math.min(MOST_PER_ORDER, left)));
            }
        }
        return orders;
    }

    private JsonNode sell(Hall.Section section, int places) {
        ObjectNode wish =
                Api.JSON.createObjectNode().put("pointOfSale", true).put("organizationId", stage.organizationId());
        if (section.seated()) {
            wish.putObject("best").put("quantity", places).putArray("sections").add(section.code());
        } else {
            wish.putArray("standing").addObject().put("section", section.code()).put("quantity", places);
        }
        JsonNode hold = post("/v1/events/" + stage.eventId() + "/holds", wish);
        JsonNode order = post(
                "/v1/orders",
                Api.JSON.createObjectNode().put("holdId", hold.get("id").asText()));
        String path = "/v1/orders/" + order.get("id").asText();
        ObjectNode cash = Api.JSON.createObjectNode();
        cash.putObject("method").put("type", "cash");
        post(path + "/payments", cash);
        return stage.api().get(stage.organizer().token(), path);
    }

    private JsonNode post(String path, ObjectNode body) {
        return stage.api().post(stage.organizer().token(), path, body);
    }
}
