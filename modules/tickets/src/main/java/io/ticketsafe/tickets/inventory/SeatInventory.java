package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.bus.Call;
import io.vertx.core.Future;
import java.util.UUID;

/**
 * Who holds what, in Redis. Who owns what is said by {@code seat_claim} and {@code standing_claim} in PostgreSQL, and only
 * there: an order writes its claims first and tells the inventory after the commit. When Redis cannot be told, the
 * methods fail with UNAVAILABLE; the order must go on nevertheless, since the reconciler repairs Redis from PostgreSQL.
 * Where nothing else is said the methods may be repeated.
 */
public interface SeatInventory {
    /**
     * Checks that the hold is active and the holder's, and keeps it from lapsing for {@link InventoryConfig#orderGrace}
     * while PostgreSQL claims. Repeating it while the hold is being ordered succeeds, which is how a retry resumes
     * after a crash, but gives no more time; so two orders for one hold must meet at a unique key in PostgreSQL.
     *
     * <p>NOT_FOUND (also for another's hold), HOLD_EXPIRED, WRONG_STATE (ordered or released), SALE_CLOSED (canceled).
     */
    Future<HeldPlaces> beginOrder(UUID holdId, UUID holder);

    /** The same for a caller, whose hold it is or the hold of an agency that the caller sells for. FORBIDDEN for its other members. */
    Future<HeldPlaces> beginOrder(UUID holdId, Call caller);

    /** The same for a change of this order, for which the hold may have been made. */
    Future<HeldPlaces> beginChange(UUID holdId, UUID orderId, Call caller);

    /**
     * The claims of this order are committed: held becomes claimed, the hold becomes ordered and no longer lapses. Where
     * the hold has lapsed or was lost since, the places are taken from the order's claims.
     */
    Future<Void> claimed(UUID eventId, UUID holdId, UUID orderId);

    /**
     * The order was refused before anything was written and may be asked for in another way: the hold is as it was before
     * {@link #beginOrder}, unless another order of it is on its way. To be called at most once for each of those.
     */
    Future<Void> keepHold(UUID eventId, UUID holdId);

    /**
     * The order was refused and no claim was written: the hold is released with whatever it has. Not to be called when
     * it was refused because the same hold is ordered already. Does nothing to a hold that is ordered.
     */
    Future<Void> abandonOrder(UUID eventId, UUID holdId);

    /**
     * Claims places again for an order that has expired and whose money came late, before its claims are written: all of them, or none
     * when somebody holds one by now. Whether somebody owns one is for PostgreSQL to say. When nothing comes of it, {@link #settle}
     * makes it undone.
     *
     * @param buyer whom the places count for
     * @param channel code of the channel whose key they were held with; null for none
     * @return whether they are claimed
     */
    Future<Boolean> reclaim(UUID eventId, UUID orderId, UUID buyer, Places places, String channel);

    /**
     * Brings Redis to what PostgreSQL says of these places now; to be called after every commit that changed claims
     * (sold, refunded, canceled, expired, claimed again). A claim that says sold or claimed makes the place that, and
     * where there is no claim (any more) the place is free, unless somebody holds it by now. The buyer's count
     * follows.
     *
     * @param buyer of the order
     * @param places those whose claims changed; the quantities of standing places do not matter, only their sections
     */
    Future<Void> settle(UUID eventId, UUID orderId, UUID buyer, Places places);
}
