package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Late money does not take places that somebody holds at that moment: a hold is a promise, if only for minutes. */
final class LatePlaces {
    private static final Logger log = LoggerFactory.getLogger(LatePlaces.class);

    private final SeatInventory inventory;
    private final InventoryUpdates updates;

    LatePlaces(SeatInventory inventory, InventoryUpdates updates) {
        this.inventory = inventory;
        this.updates = updates;
    }

    enum Asked {
        /** Not a matter of late money, or Redis could not be asked: PostgreSQL alone decides. */
        NOBODY,
        /** They are kept for the order in Redis; what comes of it must be told. */
        CLAIMED,
        HELD_BY_OTHERS
    }

    /** @param order as it was before its lock; may have been paid since */
    Future<Asked> ask(OrderRow order) {
        if (order.status() != OrderStatus.EXPIRED || order.saleCanceled()) {
            return Future.succeededFuture(Asked.NOBODY);
        }
        return inventory
                .reclaim(order.eventId(), order.id(), order.countsFor(), order.places(), order.channelOfHold())
                .map(claimed -> claimed ? Asked.CLAIMED : Asked.HELD_BY_OTHERS)
                .otherwise(failure -> {
                    log.atWarn()
                            .addKeyValue("orderId", order.id())
                            .addKeyValue("failure", failure.toString())
                            .log("inventory could not be asked about late money");
                    return Asked.NOBODY;
                });
    }

    /** Nothing came of it, or it is not known what did: Redis is brought to what PostgreSQL says. */
    <T> Future<T> undo(OrderRow order, Future<T> outcome) {
        return updates.settle(order).transform(told -> outcome);
    }
}
