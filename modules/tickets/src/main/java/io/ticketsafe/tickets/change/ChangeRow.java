package io.ticketsafe.tickets.change;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.tickets.inventory.Places;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.ledger.Deductions;
import io.ticketsafe.tickets.ledger.Shares;
import io.ticketsafe.tickets.order.OrderRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Other places for some tickets of a paid order. While it is pending it owns its places by its own id, in the place of an order's.
 *
 * @param tickets those that go, as many as there are new places
 * @param oldItems what they are for
 * @param items the new places
 * @param deductions of the new places, one each; null: there are none
 * @param difference what the new places cost more than the old ones, by what it is for; may be negative in any part
 * @param newTickets null until done
 * @param charged what the new places cost more; zero if nothing
 * @param refunded what they cost less; zero if nothing
 * @param refundId null unless something was promised to go back
 * @param reason why it came to nothing
 */
public record ChangeRow(
        UUID id,
        UUID orderId,
        UUID holdId,
        UUID requestedBy,
        ChangeStatus status,
        List<UUID> tickets,
        List<Item> oldItems,
        List<Item> items,
        List<Deductions> deductions,
        Charges difference,
        List<UUID> newTickets,
        Money charged,
        Money refunded,
        UUID refundId,
        String reason,
        Instant createdAt,
        Instant expiresAt,
        Instant endedAt) {

    public boolean isPending() {
        return status == ChangeStatus.PENDING;
    }

    public boolean costsMore() {
        return charged.amountMinor() > 0;
    }

    /** As what its payments are settled. */
    public OrderStatus asOrderStatus() {
        return switch (status) {
            case PENDING -> OrderStatus.PENDING;
            case DONE -> OrderStatus.PAID;
            case EXPIRED -> OrderStatus.EXPIRED;
            case CANCELED -> OrderStatus.CANCELED;
        };
    }

    /** The owner of its claims: an order of the new places with the id of the change. */
    public OrderRow asOrder(OrderRow of) {
        return new OrderRow(
                id,
                of.eventId(),
                of.organizationId(),
                holdId,
                of.buyerId(),
                of.countsFor(),
                of.agencyId(),
                of.pointOfSale(),
                null,
                asOrderStatus(),
                items,
                deductions,
                charged,
                Money.zero(charged.currency()),
                createdAt,
                expiresAt,
                null,
                of.saleCanceled());
    }

    public Places oldPlaces() {
        return OrderRow.placesOf(oldItems);
    }

    /** The old places and the new ones. */
    public Places allPlaces() {
        List<Item> all = new ArrayList<>(oldItems);
        all.addAll(items);
        return OrderRow.placesOf(all);
    }

    /** Whose the money is that is paid for it; null: all of it is the organiser's. */
    public List<Share> shares(OrderRow order) {
        return Shares.of(order.organizationId(), order.agencyId(), difference);
    }

    /** What an order has, and what goes off its prices; null: nothing. */
    record Contents(List<Item> items, List<Deductions> deductions) {}

    /** The order's contents, with the new places where the old ones were. */
    Contents appliedTo(OrderRow order) {
        List<Item> after = new ArrayList<>(order.items());
        List<Deductions> off = new ArrayList<>(
                order.deductions() == null ? Collections.nCopies(after.size(), Deductions.NONE) : order.deductions());
        for (int i = 0; i < oldItems.size(); i++) {
            int at = indexOf(after, oldItems.get(i));
            if (at < 0) {
                throw new IllegalStateException("order " + orderId + " does not have " + oldItems.get(i));
            }
            after.set(at, items.get(i));
            off.set(at, deductions == null ? Deductions.NONE : deductions.get(i));
        }
        return new Contents(after, off.stream().allMatch(Deductions.NONE::equals) ? null : off);
    }

    private static int indexOf(List<Item> items, Item wanted) {
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            boolean same = wanted.seat() != null
                    ? wanted.seat().equals(item.seat())
                    : item.seat() == null
                            && wanted.section().equals(item.section())
                            && wanted.ticketType().equals(item.ticketType())
                            && wanted.price().equals(item.price());
            if (same) {
                return i;
            }
        }
        return -1;
    }

    public Change shown() {
        return new Change(
                id,
                orderId,
                holdId,
                status,
                tickets,
                items,
                newTickets,
                charged,
                refunded,
                refundId,
                reason,
                createdAt,
                expiresAt,
                endedAt);
    }
}
