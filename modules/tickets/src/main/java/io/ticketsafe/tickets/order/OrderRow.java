package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.tickets.inventory.Places;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.ledger.Deductions;
import io.ticketsafe.tickets.ledger.Shares;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One order as it stands in PostgreSQL.
 *
 * @param organizationId the organiser
 * @param countsFor whose cap per buyer the places count against
 * @param agencyId null unless an agency sold it
 * @param pointOfSale whether it was sold at a desk: the agency's or, without one, the organiser's
 * @param customer null unless named
 * @param deductions of the items, one each; null: there are none
 * @param total prices and the fees that the buyer pays
 * @param saleCanceled whether the event was canceled meanwhile
 */
public record OrderRow(
        UUID id,
        UUID eventId,
        UUID organizationId,
        UUID holdId,
        UUID buyerId,
        UUID countsFor,
        UUID agencyId,
        boolean pointOfSale,
        Buyer customer,
        OrderStatus status,
        List<Item> items,
        List<Deductions> deductions,
        Money total,
        Money refunded,
        Instant createdAt,
        Instant expiresAt,
        Instant paidAt,
        boolean saleCanceled) {

    /** What it was sold through: the channel whose key the hold was made with, else an agency or nobody. */
    public String channel() {
        String ofHold = channelOfHold();
        if (ofHold != null) {
            return ofHold;
        }
        return agencyId != null ? "agency" : pointOfSale ? "boxOffice" : "direct";
    }

    public boolean isOfBoxOffice() {
        return pointOfSale && agencyId == null;
    }

    /** The agency or box office that sold it; null where its buyer bought alone. */
    public UUID soldBy() {
        return agencyId == null && pointOfSale ? organizationId : agencyId;
    }

    /** Code of the channel whose key the hold was made with; null for none. A change may have put other places among its own. */
    public String channelOfHold() {
        for (Item item : items) {
            if (item.channel() != null) {
                return item.channel();
            }
        }
        return null;
    }

    public boolean isPending() {
        return status == OrderStatus.PENDING;
    }

    public OrderRow paid(Instant at) {
        return new OrderRow(
                id,
                eventId,
                organizationId,
                holdId,
                buyerId,
                countsFor,
                agencyId,
                pointOfSale,
                customer,
                OrderStatus.PAID,
                items,
                deductions,
                total,
                refunded,
                createdAt,
                expiresAt,
                at,
                saleCanceled);
    }

    /** What one of its places costs, and what of it is not the organiser's. */
    public Charges chargesOf(int item) {
        Item place = items.get(item);
        Deductions off = deductions == null ? Deductions.NONE : deductions.get(item);
        return new Charges(
                place.price().amountMinor(),
                place.fee() == null ? 0 : place.fee().amountMinor(),
                off.feeMinor(),
                off.commissionMinor());
    }

    /** Whose the money of the whole order is; null: all of it is the organiser's. */
    public List<Share> shares() {
        Charges all = Charges.NONE;
        for (int i = 0; i < items.size(); i++) {
            all = all.plus(chargesOf(i));
        }
        return Shares.of(organizationId, agencyId, all);
    }

    public Places places() {
        return placesOf(items);
    }

    /** The places of some items, counted. */
    public static Places placesOf(List<Item> items) {
        Map<String, Integer> standing = new TreeMap<>();
        items.stream()
                .filter(item -> item.seat() == null)
                .forEach(item -> standing.merge(item.section(), 1, Integer::sum));
        List<String> seats =
                items.stream().map(Item::seat).filter(seat -> seat != null).toList();
        return new Places(seats, standing);
    }
}
