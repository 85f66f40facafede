package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Late money does not take places that somebody holds at that moment, or that a channel was given: those are promises. */
final class LatePlaces {
    private static final Logger log = LoggerFactory.getLogger(LatePlaces.class);

    private final OrderStore orders;
    private final SeatInventory inventory;
    private final InventoryUpdates updates;

    LatePlaces(OrderStore orders, SeatInventory inventory, InventoryUpdates updates) {
        this.orders = orders;
        this.inventory = inventory;
        this.updates = updates;
    }

    enum Asked {
        /** Not a matter of late money, or Redis could not be asked: PostgreSQL alone decides. */
        NOBODY,
        /** They are kept for the order in Redis; what comes of it must be told. */
        CLAIMED,
        /** Somebody holds one of them, if only the buyer for another order, or it is a channel's now. */
        NOT_FREE
    }

    /** @param order as it was before its lock; may have been paid since */
    Future<Asked> ask(OrderRow order) {
        if (order.status() != OrderStatus.EXPIRED || order.saleCanceled()) {
            return Future.succeededFuture(Asked.NOBODY);
        }
        return orders.isEventOver(order.id())
                .compose(over -> over ? Future.succeededFuture(Asked.NOBODY) : reclaim(order))
                .otherwise(failure -> {
                    log.atWarn()
                            .addKeyValue("orderId", order.id())
                            .addKeyValue("failure", failure.toString())
                            .log("inventory could not be asked about late money");
                    return Asked.NOBODY;
                });
    }

    private Future<Asked> reclaim(OrderRow order) {
        return inventory
                .reclaim(order.eventId(), order.id(), order.countsFor(), order.places(), order.channelOfHold())
                .map(claimed -> claimed ? Asked.CLAIMED : Asked.NOT_FREE);
    }

    /** Nothing came of it, or it is not known what did: Redis is brought to what PostgreSQL says. */
    <T> Future<T> undo(OrderRow order, Future<T> outcome) {
        return updates.settle(order).transform(told -> outcome);
    }
}
