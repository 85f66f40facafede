package io.ticketsafe.tickets.inventory;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import java.util.UUID;

/** The inventory as Lua scripts on Redis. */
public final class RedisInventory implements SeatInventory {
    @Override
    public Future<HeldPlaces> beginOrder(UUID holdId, UUID holder) {
        return notYet();
    }

    @Override
    public Future<Void> claimed(UUID eventId, UUID holdId, UUID orderId) {
        return notYet();
    }

    @Override
    public Future<Void> abandonOrder(UUID eventId, UUID holdId) {
        return notYet();
    }

    @Override
    public Future<Void> settle(UUID eventId, UUID orderId, UUID buyer, Places places) {
        return notYet();
    }

    private static <T> Future<T> notYet() {
        return Future.failedFuture(new ServiceFault(FaultCode.NOT_IMPLEMENTED, "Holds are not built yet."));
    }
}
