package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.tickets.inventory.Claims.SeatClaim;
import io.ticketsafe.tickets.inventory.Claims.StandingClaim;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sale.SeatAt;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Makes places in Redis what PostgreSQL says of them at this moment. */
final class Settler {
    private static final String FREE = "f";
    private static final String FROM_THE_FIRST = "-inf";
    private static final int FIRST_SECTION = 3;
    private static final int MOST_ENTRIES = 25;
    private static final int MOST_LOOKS = 100;

    private final Database database;
    private final Inventory inventory;
    private final Recounts recounts;

    Settler(Database database, Inventory inventory, Recounts recounts) {
        this.database = database;
        this.inventory = inventory;
        this.recounts = recounts;
    }

    /**
     * Settles everything that the order has claims for, and the given places. Whose a seat was before Redis does not know: where
     * it has gone from one order to another, or it is uncertain whether all was settled, the caps are counted anew later.
     *
     * @param buyer whose count goes down for places without a claim; null when that is not known
     */
    Future<Void> settle(Sale sale, UUID orderId, UUID buyer, Places places) {
        return Claims.of(database::query, sale.eventId(), orderId, places.seats())
                .compose(claims -> {
                    if (claims.seats().stream()
                            .anyMatch(claim -> !claim.orderId().equals(orderId))) {
                        recounts.mark(sale.eventId());
                    }
                    return apply(sale, orderId, buyer == null ? RawId.NONE : RawId.of(buyer), places, claims);
                })
                .onFailure(failure -> recounts.mark(sale.eventId()));
    }

    private Future<Void> apply(Sale sale, UUID orderId, byte[] buyer, Places places, Claims claims) {
        Map<String, SeatClaim> seatClaims = new HashMap<>();
        claims.seats().forEach(claim -> seatClaims.put(claim.seat(), claim));
        Map<String, StandingClaim> standingClaims = new HashMap<>();
        claims.standing().forEach(claim -> standingClaims.put(claim.section(), claim));

        List<Entry> entries = new ArrayList<>();
        for (String label : union(places.seats(), seatClaims.keySet())) {
            entries.add(entry(sale.seat(label), seatClaims.get(label), buyer));
        }
        for (String section : union(places.standing().keySet(), standingClaims.keySet())) {
            StandingClaim claim = standingClaims.get(section);
            entries.add(new Entry(
                    sale.section(section).key(),
                    "",
                    claim == null ? FREE : String.valueOf(claim.state()),
                    claim == null ? buyer : RawId.of(claim.buyer()),
                    claim == null
                            ? orderId + " 0 "
                            : orderId + " " + claim.quantity() + " " + (claim.channel() == null ? "" : claim.channel()),
                    RawId.NONE));
        }
        Future<Void> chain = Future.succeededFuture();
        for (int from = 0; from < entries.size(); from += MOST_ENTRIES) {
            List<Entry> some = entries.subList(from, Math.min(from + MOST_ENTRIES, entries.size()));
            chain = chain.compose(done -> run(sale, some, FROM_THE_FIRST, MOST_LOOKS));
        }
        return chain;
    }

    private static Entry entry(SeatAt seat, SeatClaim claim, byte[] buyer) {
        return claim == null
                ? new Entry(seat.section().key(), seat.position(), FREE, buyer, "", RawId.NONE)
                : new Entry(
                        seat.section().key(),
                        seat.position(),
                        String.valueOf(claim.state()),
                        RawId.of(claim.buyer()),
                        "",
                        claim.holdId() == null ? RawId.NONE : HoldId.raw(claim.holdId()));
    }

    /** Again, for as long as there are holds left to look through; but not for ever, since the reconciler comes by. */
    private Future<Void> run(Sale sale, List<Entry> entries, String from, int looks) {
        Object[] values = new Object[FIRST_SECTION + entries.size() + 1 + entries.size() * 5];
        values[0] = sale.metaKey();
        values[1] = sale.expiryKey();
        values[2] = sale.buyersKey();
        int at = FIRST_SECTION;
        for (Entry entry : entries) {
            values[at++] = entry.section();
        }
        values[at++] = from;
        for (Entry entry : entries) {
            values[at++] = entry.position();
            values[at++] = entry.state();
            values[at++] = entry.buyer();
            values[at++] = entry.claim();
            values[at++] = entry.hold();
        }
        return inventory
                .run(sale, current -> inventory.script(Scripts.SETTLE, FIRST_SECTION + entries.size(), values))
                .compose(reply -> {
                    String next = reply.get(3).toString();
                    return next.isEmpty() || looks == 1
                            ? Future.succeededFuture()
                            : run(sale, entries, next, looks - 1);
                });
    }

    private static TreeSet<String> union(Collection<String> some, Collection<String> others) {
        TreeSet<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** What the script is told of one place, or of the standing places of one order; see there. */
    private record Entry(byte[] section, Object position, String state, byte[] buyer, String claim, byte[] hold) {}
}
