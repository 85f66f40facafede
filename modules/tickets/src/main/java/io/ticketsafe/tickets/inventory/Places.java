package io.ticketsafe.tickets.inventory;

import java.util.List;
import java.util.Map;

/**
 * Some places of one event.
 *
 * @param seats labels
 * @param standing quantity by section code
 */
public record Places(List<String> seats, Map<String, Integer> standing) {
    public static final Places NONE = new Places(List.of(), Map.of());

    public Places {
        seats = List.copyOf(seats);
        standing = Map.copyOf(standing);
    }

    public boolean isEmpty() {
        return seats.isEmpty() && standing.isEmpty();
    }
}
