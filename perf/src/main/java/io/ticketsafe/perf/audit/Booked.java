package io.ticketsafe.perf.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An order as the API answers it: what a buyer was told, or what stands in the books. */
public record Booked(
        String id, String status, long totalMinor, long refundedMinor, List<Place> places, List<Ticket> tickets) {
    /** @param seat null for a standing place */
    public record Place(String section, String seat, long priceMinor, long feeMinor) {}

    /** @param status {@code valid}, {@code checked_in} or {@code void} */
    public record Ticket(String id, String status, String code, Place place) {
        boolean lives() {
            return !status.equals("void");
        }
    }

    public static Booked of(JsonNode order) {
        List<Place> places = new ArrayList<>();
        order.path("items").forEach(item -> places.add(place(item)));
        List<Ticket> tickets = new ArrayList<>();
        order.path("tickets")
                .forEach(ticket -> tickets.add(new Ticket(
                        ticket.path("id").asText(),
                        ticket.path("status").asText(),
                        ticket.path("code").asText(null),
                        place(ticket))));
        return new Booked(
                order.path("id").asText(),
                order.path("status").asText(),
                order.at("/total/amountMinor").asLong(),
                order.at("/refunded/amountMinor").asLong(),
                List.copyOf(places),
                List.copyOf(tickets));
    }

    private static Place place(JsonNode item) {
        return new Place(
                item.path("section").asText(),
                item.path("seat").asText(null),
                item.at("/price/amountMinor").asLong(),
                item.at("/fee/amountMinor").asLong());
    }

    /** Whether money has come for it, also if some or all went back. */
    boolean wasPaid() {
        return status.equals("paid") || status.equals("partially_refunded") || status.equals("refunded");
    }

    Map<String, Integer> placesBySection() {
        Map<String, Integer> counts = new HashMap<>();
        places.forEach(place -> counts.merge(place.section(), 1, Integer::sum));
        return counts;
    }
}
