package io.ticketsafe.tickets.inventory;

import io.ticketsafe.contract.Money;
import io.ticketsafe.tickets.agency.SoldFor;
import io.ticketsafe.tickets.sale.Offer;
import io.ticketsafe.tickets.sale.Sale;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a hold has, while it is being ordered.
 *
 * @param buyer whom the places count for in the cap per buyer; goes into the claims
 * @param items one per place
 * @param expiresAt until when the places cannot lapse; the order must be claimed by then
 * @param soldFor the agency whose hold it is, and its customer; null: the hold is a user's
 */
public record HeldPlaces(UUID holdId, Sale sale, UUID buyer, List<Item> items, Instant expiresAt, SoldFor soldFor) {

    /**
     * One place.
     *
     * @param seat label; null for a standing place
     * @param offer ticket type, price and fee, fixed when held
     * @param typeChosen whether the hold named the ticket type; if not, the order still may, at {@link
     *     Sale#offer}
     * @param channel code of the channel whose key the hold was made with; null for none
     */
    public record Item(String seat, String section, Offer offer, boolean typeChosen, String channel) {
        public String ticketType() {
            return offer.ticketType();
        }

        public Money price() {
            return offer.price();
        }
    }

    HeldPlaces soldFor(SoldFor other) {
        return new HeldPlaces(holdId, sale, buyer, items, expiresAt, other);
    }

    /** The same places, counted. Standing sections in alphabetical order, the order in which their counters are to be locked. */
    public Places places() {
        Map<String, Integer> standing = new TreeMap<>();
        items.stream()
                .filter(item -> item.seat() == null)
                .forEach(item -> standing.merge(item.section(), 1, Integer::sum));
        return new Places(
                items.stream()
                        .filter(item -> item.seat() != null)
                        .map(Item::seat)
                        .toList(),
                standing);
    }
}
