package io.ticketsafe.tickets.order;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.SeatType;
import io.ticketsafe.tickets.agency.Customers;
import io.ticketsafe.tickets.inventory.HeldPlaces;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.ledger.Deductions;
import io.ticketsafe.tickets.sale.Offer;
import io.ticketsafe.tickets.sale.Sale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** An order that is asked for: checks it, and makes it out of what the hold has. */
final class OrderDraft {
    private static final int MOST_CHOICES = 200;

    private OrderDraft() {}

    /** Whatever can be told from the request alone. */
    static void check(CreateOrder request) {
        List<Violation> violations = new ArrayList<>();
        if (request.holdId() == null) {
            violations.add(new Violation("/holdId", "holdId is required."));
        }
        List<SeatType> choices = request.ticketTypes() == null ? List.of() : request.ticketTypes();
        if (choices.size() > MOST_CHOICES) {
            violations.add(new Violation("/ticketTypes", "At most " + MOST_CHOICES + " choices are taken."));
        } else {
            checkChoices(choices, violations);
        }
        if (request.buyer() != null) {
            Customers.check(request.buyer(), violations);
        }
        if (!violations.isEmpty()) {
            throw ServiceFault.invalid(violations);
        }
    }

    private static void checkChoices(List<SeatType> choices, List<Violation> violations) {
        Set<String> seats = new HashSet<>();
        for (int i = 0; i < choices.size(); i++) {
            SeatType choice = choices.get(i);
            if (choice == null || choice.seat() == null || choice.ticketType() == null) {
                violations.add(new Violation("/ticketTypes/" + i, "seat and ticketType are required."));
            } else if (!seats.add(choice.seat())) {
                violations.add(new Violation("/ticketTypes/" + i + "/seat", "This seat is named twice."));
            }
        }
    }

    /**
     * @param agency that sells, or null
     * @param orderTime null: as long as the event holds seats
     */
    static OrderRow make(CreateOrder request, UUID agency, HeldPlaces held, UUID buyerId, Duration orderTime) {
        Sale sale = held.sale();
        List<Sold> sold = sold(request, held);
        List<Item> items = sold.stream().map(Sold::item).toList();
        List<Charges> charges = charges(sold, sale, agency);
        Money total = new Money(charges.stream().mapToLong(Charges::paidMinor).sum(), sale.currency());
        Instant now = Columns.now();
        Duration time = orderTime != null
                ? orderTime
                : Duration.ofMinutes(sale.sheet().rules().holdMinutes());
        return new OrderRow(
                Ids.next(),
                sale.eventId(),
                sale.sheet().organizationId(),
                held.holdId(),
                buyerId,
                held.buyer(),
                agency,
                held.soldFor() != null && held.soldFor().pointOfSale(),
                held.soldFor() == null ? request.buyer() : held.soldFor().agreed(request.buyer()),
                OrderStatus.PENDING,
                items,
                deductions(charges),
                total,
                Money.zero(total.currency()),
                now,
                now.plus(time),
                null,
                sale.isCanceled());
    }

    /** One place of the order, at the offer that holds. */
    private record Sold(HeldPlaces.Item place, Offer offer) {
        Item item() {
            return new Item(
                    place.seat(), place.section(), offer.ticketType(), offer.price(), offer.fee(), place.channel());
        }
    }

    private static List<Charges> charges(List<Sold> sold, Sale sale, UUID agency) {
        return sold.stream()
                .map(one -> Charges.of(
                        one.offer(),
                        agency == null ? null : sale.commission(one.place().channel(), agency)))
                .toList();
    }

    /** Null where the organiser gets every price whole. */
    private static List<Deductions> deductions(List<Charges> charges) {
        boolean none = charges.stream().allMatch(one -> one.organizerFeeMinor() == 0 && one.commissionMinor() == 0);
        return none
                ? null
                : charges.stream()
                        .map(one -> new Deductions(one.organizerFeeMinor(), one.commissionMinor()))
                        .toList();
    }

    private static List<Sold> sold(CreateOrder request, HeldPlaces held) {
        Map<String, Integer> choiceOf = new HashMap<>();
        List<SeatType> choices = request.ticketTypes() == null ? List.of() : request.ticketTypes();
        for (int i = 0; i < choices.size(); i++) {
            choiceOf.put(choices.get(i).seat(), i);
        }
        List<Sold> sold = new ArrayList<>();
        for (HeldPlaces.Item place : held.items()) {
            Integer choice = place.seat() == null ? null : choiceOf.remove(place.seat());
            Offer offer = choice == null
                    ? place.offer()
                    : chosen(held.sale(), place, choices.get(choice).ticketType(), choice);
            sold.add(new Sold(place, offer));
        }
        if (!choiceOf.isEmpty()) {
            int stray = choiceOf.values().iterator().next();
            throw ServiceFault.invalid("/ticketTypes/" + stray + "/seat", "The hold does not have this seat.");
        }
        return sold;
    }

    private static Offer chosen(Sale sale, HeldPlaces.Item place, String type, int index) {
        String pointer = "/ticketTypes/" + index + "/ticketType";
        if (type.equals(place.ticketType())) {
            return place.offer();
        }
        if (place.typeChosen()) {
            throw ServiceFault.invalid(pointer, "The hold has named another ticket type for this seat.");
        }
        return sale.offer(place.section(), type)
                .orElseThrow(() -> ServiceFault.invalid(pointer, "This ticket type is not sold for this seat."));
    }
}
