package io.ticketsafe.app.saga;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.inventory.HeldPlaces;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stands for the inventory in Redis, which has proofs of its own. It lets anybody hold anything, also what others have: after
 * a failover it may be so, and then PostgreSQL alone decides who gets it.
 */
final class Holds {
    static final String SEATS = "A";
    static final String STANDING = "P";
    static final String SEAT_TYPE = "full";
    static final String STANDING_TYPE = "floor";

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Chaos chaos;
    private final Map<UUID, Hold> holds = new LinkedHashMap<>();

    /** @param seats labels; null stands for a place without a seat */
    private record Hold(UUID eventId, UUID holder, List<String> seats, boolean released) {}

    Holds(Chaos chaos) {
        this.chaos = chaos;
    }

    void hold(UUID holdId, UUID eventId, UUID holder, List<String> seats) {
        holds.put(holdId, new Hold(eventId, holder, seats, false));
    }

    /** As one process sees them. */
    SeatInventory through(SaleSheets sales) {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("beginOrder", arguments -> reach(() -> beginOrder((UUID) arguments[0], arguments[1], sales)));
        answers.put("beginChange", arguments -> reach(() -> beginOrder((UUID) arguments[0], arguments[2], sales)));
        answers.put("claimed", arguments -> reach(Future::succeededFuture));
        answers.put("keepHold", arguments -> reach(Future::succeededFuture));
        answers.put("abandonOrder", arguments -> reach(() -> release((UUID) arguments[1])));
        answers.put("settle", arguments -> reach(Future::succeededFuture));
        answers.put("reclaim", arguments -> reach(() -> Future.succeededFuture(!chaos.inventoryIsAway())));
        return Stub.of(SeatInventory.class, answers);
    }

    private Future<HeldPlaces> beginOrder(UUID holdId, Object caller, SaleSheets sales) {
        UUID holder = caller instanceof Call call ? call.userId() : (UUID) caller;
        Hold hold = holds.get(holdId);
        if (hold == null || !hold.holder().equals(holder)) {
            return Future.failedFuture(ServiceFault.notFound("hold"));
        }
        if (hold.released()) {
            return Future.failedFuture(new ServiceFault(FaultCode.HOLD_EXPIRED, "The hold is over."));
        }
        return sales.byEvent(hold.eventId()).map(sale -> held(holdId, hold, sale));
    }

    private Future<Void> release(UUID holdId) {
        holds.computeIfPresent(holdId, (id, hold) -> new Hold(hold.eventId(), hold.holder(), hold.seats(), true));
        return Future.succeededFuture();
    }

    private <T> Future<T> reach(Supplier<Future<T>> act) {
        return chaos.inventoryIsAway()
                ? Future.failedFuture(ServiceFault.unavailable("Redis cannot be reached.", Duration.ofSeconds(1)))
                : act.get();
    }

    private static HeldPlaces held(UUID holdId, Hold hold, Sale sale) {
        List<HeldPlaces.Item> items = hold.seats().stream()
                .map(seat -> {
                    String section = seat == null ? STANDING : SEATS;
                    String type = seat == null ? STANDING_TYPE : SEAT_TYPE;
                    return new HeldPlaces.Item(
                            seat, section, sale.offer(section, type).orElseThrow(), true, null);
                })
                .toList();
        return new HeldPlaces(holdId, sale, hold.holder(), items, Instant.now().plus(GRACE), null);
    }
}
