package io.ticketsafe.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.bench.faults.Client.Answer;
import io.ticketsafe.bench.faults.Traffic.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what buyers were told with what the API shows afterwards: no order lost, no seat sold twice, nothing sold that nobody bought. */
final class Audit {
    private final Client client;

    Audit(Client client) {
        this.client = client;
    }

    /** What does not add up, in words; empty when everything does. */
    List<String> compare(Collection<Order> paid, Collection<String> events) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        long places = 0;
        for (Order order : paid) {
            Answer now = client.get("/v1/orders/" + order.id(), order.token());
            JsonNode tickets = now.body().path("tickets");
            if (!now.text("status").equals("paid") || tickets.size() != order.places()) {
                wrong.add("order " + order.id() + " was paid and is " + now.text("status") + " with " + tickets.size()
                        + " tickets (" + now.status() + ")");
            }
            for (JsonNode ticket : tickets) {
                String seat = now.text("eventId") + ' ' + ticket.path("seat").asText();
                String other = owners.putIfAbsent(seat, order.id());
                if (other != null) {
                    wrong.add("seat " + seat + " was sold to " + other + " and to " + order.id());
                }
            }
            places += order.places();
        }
        long sold = events.stream().mapToLong(this::sold).sum();
        if (sold != places) {
            wrong.add("buyers have " + places + " places, the inventory has sold " + sold);
        }
        return wrong;
    }

    private long sold(String event) {
        long sold = 0;
        for (JsonNode section :
                client.get("/v1/events/" + event + "/availability", null).body().path("sections")) {
            sold += section.path("sold").asLong();
        }
        return sold;
    }
}
