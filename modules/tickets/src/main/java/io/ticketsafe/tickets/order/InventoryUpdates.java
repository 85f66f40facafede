package io.ticketsafe.tickets.order;

import io.ticketsafe.tickets.inventory.Places;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.vertx.core.Future;
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
    Future<Void> claimed(OrderRow order, UUID orderId) {
        return logged(orderId, inventory.claimed(order.eventId(), order.holdId(), orderId));
    }

    private static Future<Void> logged(UUID orderId, Future<Void> told) {
        return told.otherwise(failure -> {
            log.atWarn()
                    .addKeyValue("orderId", orderId)
                    .addKeyValue("failure", failure.toString())
                    .log("inventory was not told and will be reconciled");
            return null;
        });
    }
}
