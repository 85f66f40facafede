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
    private static final String NOBODY = "";

    private final Database database;
    private final Inventory inventory;

    Settler(Database database, Inventory inventory) {
        this.database = database;
        this.inventory = inventory;
    }

    /**
     * Settles everything that the order has claims for, and the given places.
     *
     * @param buyer whose count goes down for places without a claim; null when that is not known
     */
    Future<Void> settle(Sale sale, UUID orderId, UUID buyer, Places places) {
        return Claims.of(database::query, sale.eventId(), orderId, places.seats())
                .compose(claims -> apply(sale, orderId, buyer == null ? NOBODY : buyer.toString(), places, claims));
    }

    private Future<Void> apply(Sale sale, UUID orderId, String buyer, Places places, Claims claims) {
        Map<String, SeatClaim> seatClaims = new HashMap<>();
        claims.seats().forEach(claim -> seatClaims.put(claim.seat(), claim));
        Map<String, StandingClaim> standingClaims = new HashMap<>();
        claims.standing().forEach(claim -> standingClaims.put(claim.section(), claim));

        List<byte[]> sections = new ArrayList<>();
        List<Object> entries = new ArrayList<>();
        for (String label : union(places.seats(), seatClaims.keySet())) {
            SeatAt seat = sale.seat(label);
            SeatClaim claim = seatClaims.get(label);
            sections.add(seat.section().key());
            entries.add(seat.position());
            entries.add(claim == null ? "f" : String.valueOf(claim.state()));
            entries.add(claim == null ? buyer : claim.buyer().toString());
            entries.add("");
        }
        for (String section : union(places.standing().keySet(), standingClaims.keySet())) {
            StandingClaim claim = standingClaims.get(section);
            sections.add(sale.section(section).key());
            entries.add("");
            entries.add(claim == null ? "f" : String.valueOf(claim.state()));
            entries.add(claim == null ? buyer : claim.buyer().toString());
            entries.add(orderId + " " + (claim == null ? 0 : claim.quantity()));
        }
        if (sections.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Object> values = new ArrayList<>(List.of(sale.metaKey(), sale.expiryKey(), sale.buyersKey()));
        values.addAll(sections);
        values.addAll(entries);
        Object[] all = values.toArray();
        return inventory
                .run(sale, current -> inventory.script(Scripts.SETTLE, 3 + sections.size(), all))
                .mapEmpty();
    }

    private static TreeSet<String> union(Collection<String> some, Collection<String> others) {
        TreeSet<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }
}
