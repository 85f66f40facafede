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
 * @param counters standing sections whose counters do not add up to their capacity, their allotments or their claims
 * @param unknown claims of places that the sheet does not have; nothing in Redis can be made like them
 */
record Drift(Set<String> seats, Set<StandingOf> standing, Set<String> counters, int unknown) {
    static final Drift NONE = new Drift(Set.of(), Set.of(), Set.of(), 0);

    record StandingOf(String section, UUID orderId) {}

    /** What can be repaired. */
    int size() {
        return seats.size() + standing.size() + counters.size();
    }

    /** What differs in both comparisons, so that it is no order just on its way. */
    Drift and(Drift other) {
        return new Drift(
                common(seats, other.seats),
                common(standing, other.standing),
                common(counters, other.counters),
                Math.min(unknown, other.unknown));
    }

    private static <T> Set<T> common(Set<T> some, Set<T> others) {
        Set<T> same = new HashSet<>(some);
        same.retainAll(others);
        return same;
    }

    /** @param contents of each section, in the sale's order: text of a seated one, HGETALL of a standing one */
    static Drift between(Sale sale, Iterable<Response> contents, Claims claims) {
        Owned owned = Owned.of(sale, claims);
        Drift drift = new Drift(new HashSet<>(), new HashSet<>(), new HashSet<>(), owned.unknown);
        int index = 0;
        for (Response content : contents) {
            Section section = sale.sections().get(index++);
            if (section.isSeated()) {
                drift.compareSeats(section, content.toString(), owned.seats.getOrDefault(section.code(), Map.of()));
            } else {
                drift.compareStanding(section, content, owned);
            }
        }
        drift.standing.addAll(owned.standing.keySet());
        return drift;
    }

    private void compareSeats(Section section, String text, Map<Integer, Character> owned) {
        for (int position = 0; position < text.length(); position++) {
            char letter = Character.toLowerCase(text.charAt(position));
            if (letter == '|') {
                continue;
            }
            Character claim = owned.get(position);
            boolean same = claim == null ? letter != 'c' && letter != 's' : letter == claim;
            if (!same) {
                seats.add(section.labelAt(position));
            }
        }
    }

    /** Takes what is the same out of {@code owned}. */
    private void compareStanding(Section section, Response fields, Owned owned) {
        int before = standing.size();
        for (String field : fields.getKeys()) {
            if (field.startsWith("o:")) {
                StandingOf of = new StandingOf(section.code(), UUID.fromString(field.substring(2)));
                if (!fields.get(field).toString().equals(owned.standing.remove(of))) {
                    standing.add(of);
                }
            }
        }
        StandingCounts claimed = owned.counts.getOrDefault(section.code(), StandingCounts.NONE);
        StandingCounts counted = StandingCounts.of(fields);
        boolean ordersAgree = standing.size() == before
                && owned.standing.keySet().stream().noneMatch(of -> of.section().equals(section.code()));
        if (counted.sum() != section.capacity()
                || !ChannelCounts.addUp(fields)
                || ordersAgree && !counted.sameClaims(claimed)) {
            counters.add(section.code());
        }
    }

    /** Claims by place; what is compared is taken out of {@code standing}. */
    private static final class Owned {
        private final Map<String, Map<Integer, Character>> seats = new HashMap<>();
        private final Map<StandingOf, String> standing = new HashMap<>();
        private final Map<String, StandingCounts> counts = new HashMap<>();
        private int unknown;

        static Owned of(Sale sale, Claims claims) {
            Owned owned = new Owned();
            for (SeatClaim claim : claims.seats()) {
                SeatAt seat = sale.seat(claim.seat());
                if (seat == null) {
                    owned.unknown++;
                } else {
                    owned.seats
                            .computeIfAbsent(seat.section().code(), code -> new HashMap<>())
                            .put(seat.position(), claim.state());
                }
            }
            for (StandingClaim claim : claims.standing()) {
                Section section = sale.section(claim.section());
                if (section == null || section.isSeated()) {
                    owned.unknown++;
                } else {
                    owned.standing.put(new StandingOf(claim.section(), claim.orderId()), claim.inRedis());
                    owned.counts.merge(claim.section(), StandingCounts.of(claim), StandingCounts::plus);
                }
            }
            return owned;
        }
    }
}
