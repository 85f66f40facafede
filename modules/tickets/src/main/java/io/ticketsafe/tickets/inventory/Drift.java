package io.ticketsafe.tickets.inventory;

import io.ticketsafe.tickets.inventory.Claims.SeatClaim;
import io.ticketsafe.tickets.inventory.Claims.StandingClaim;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sale.SeatAt;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Where Redis and PostgreSQL say different things of one event.
 *
 * @param seats labels
 * @param standing orders with a section in which their places differ
 */
record Drift(Set<String> seats, Set<StandingOf> standing) {
    static final Drift NONE = new Drift(Set.of(), Set.of());

    record StandingOf(String section, UUID orderId) {}

    int size() {
        return seats.size() + standing.size();
    }

    /** What differs in both comparisons, so that it is no order just on its way. */
    Drift and(Drift other) {
        Set<String> sameSeats = new HashSet<>(seats);
        sameSeats.retainAll(other.seats);
        Set<StandingOf> sameStanding = new HashSet<>(standing);
        sameStanding.retainAll(other.standing);
        return new Drift(sameSeats, sameStanding);
    }

    /** @param contents of each section, in the sale's order: text of a seated one, HGETALL of a standing one */
    static Drift between(Sale sale, Iterable<Response> contents, Claims claims) {
        Drift drift = new Drift(new HashSet<>(), new HashSet<>());
        Map<String, Map<Integer, Character>> owned = new HashMap<>();
        for (SeatClaim claim : claims.seats()) {
            SeatAt seat = sale.seat(claim.seat());
            owned.computeIfAbsent(seat.section().code(), code -> new HashMap<>())
                    .put(seat.position(), claim.state());
        }
        Map<StandingOf, String> taken = new HashMap<>();
        for (StandingClaim claim : claims.standing()) {
            taken.put(new StandingOf(claim.section(), claim.orderId()), "" + claim.state() + claim.quantity());
        }
        int index = 0;
        for (Response content : contents) {
            Section section = sale.sections().get(index++);
            if (section.isSeated()) {
                compareSeats(section, content.toString(), owned.getOrDefault(section.code(), Map.of()), drift.seats);
            } else {
                compareStanding(section, content, taken, drift.standing);
            }
        }
        drift.standing.addAll(taken.keySet());
        return drift;
    }

    private static void compareSeats(Section section, String text, Map<Integer, Character> owned, Set<String> differ) {
        for (int position = 0; position < text.length(); position++) {
            char letter = Character.toLowerCase(text.charAt(position));
            if (letter == '|') {
                continue;
            }
            Character claim = owned.get(position);
            boolean same = claim == null ? letter != 'c' && letter != 's' : letter == claim;
            if (!same) {
                differ.add(section.labelAt(position));
            }
        }
    }

    /** Takes what is the same out of {@code taken}. */
    private static void compareStanding(
            Section section, Response counters, Map<StandingOf, String> taken, Set<StandingOf> differ) {
        for (String field : counters.getKeys()) {
            if (field.startsWith("o:")) {
                StandingOf of = new StandingOf(section.code(), UUID.fromString(field.substring(2)));
                if (!counters.get(field).toString().equals(taken.remove(of))) {
                    differ.add(of);
                }
            }
        }
    }
}
