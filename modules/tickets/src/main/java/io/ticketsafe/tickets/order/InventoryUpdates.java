package io.ticketsafe.tickets.order;

import io.ticketsafe.tickets.change.ChangeRow;
import io.ticketsafe.tickets.inventory.Places;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the inventory what was committed. Never fails: PostgreSQL has decided, and the reconciler repairs what was not told. */
public final class InventoryUpdates {
    private static final Logger log = LoggerFactory.getLogger(InventoryUpdates.class);

    private final SeatInventory inventory;

    public InventoryUpdates(SeatInventory inventory) {
        this.inventory = inventory;
    }

    /** @param order whose claims changed */
    public Future<Void> settle(OrderRow order) {
        return settle(order, order.places());
    }

    public Future<Void> settle(OrderRow order, Places places) {
        return logged(order.id(), inventory.settle(order.eventId(), order.id(), order.countsFor(), places));
    }

    /** The hold has become this order. */
    public Future<Void> claimed(OrderRow order, UUID orderId) {
        return logged(orderId, inventory.claimed(order.eventId(), order.holdId(), orderId));
    }

    /** The new places of a change have become the order's, and the old ones free. */
    public Future<Void> changed(OrderRow order, ChangeRow change) {
        Future<Void> swapped = settle(order, change.allPlaces());
        Map<String, Integer> standing = OrderRow.placesOf(change.items()).standing();
        return standing.isEmpty()
                ? swapped
                : swapped.compose(told -> settle(change.asOrder(order), new Places(List.of(), standing)));
    }

    /** The hold has come to nothing, since its places belong to somebody else. */
    public Future<Void> abandoned(UUID eventId, UUID holdId) {
        return logged("holdId", holdId, inventory.abandonOrder(eventId, holdId));
    }

    /** The hold stays what it was: nothing was made of it. */
    public Future<Void> kept(UUID eventId, UUID holdId) {
        return logged("holdId", holdId, inventory.keepHold(eventId, holdId));
    }

    /** @param told whatever is to be found out and told of the order */
    public static Future<Void> logged(UUID orderId, Future<Void> told) {
        return logged("orderId", orderId, told);
    }

    private static Future<Void> logged(String about, UUID id, Future<Void> told) {
        return told.otherwise(failure -> {
            log.atWarn()
                    .addKeyValue(about, id)
                    .addKeyValue("failure", failure.toString())
                    .log("inventory was not told and will be reconciled");
            return null;
        });
    }
}
