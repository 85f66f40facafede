package io.ticketsafe.tickets.change;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.inventory.HeldPlaces;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.ledger.Deductions;
import io.ticketsafe.tickets.order.Columns;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A change that is asked for: checks it, and makes it out of the hold and the tickets. */
final class ChangeDraft {
    private static final int MOST_TICKETS = 200;

    private ChangeDraft() {}

    /** Whatever can be told from the request alone. */
    static void check(ChangeOrder request) {
        if (request.orderId() == null) {
            throw ServiceFault.invalid("/orderId", "orderId is required.");
        }
        if (request.holdId() == null) {
            throw ServiceFault.invalid("/holdId", "holdId is required.");
        }
        List<UUID> tickets = request.tickets();
        if (tickets == null || tickets.isEmpty() || tickets.size() > MOST_TICKETS) {
            throw ServiceFault.invalid("/tickets", "Name 1 to " + MOST_TICKETS + " tickets.");
        }
        if (tickets.stream().anyMatch(Objects::isNull) || new HashSet<>(tickets).size() < tickets.size()) {
            throw ServiceFault.invalid("/tickets", "Name each ticket once.");
        }
    }

    /**
     * @param of all tickets of the order
     * @param paidFor what was booked for each of them
     * @param orderTime how long it may wait for its payment; null: as long as the event holds seats
     */
    static ChangeRow make(
            ChangeOrder request,
            OrderRow order,
            List<Ticket> of,
            Map<UUID, Charges> paidFor,
            HeldPlaces held,
            Source source,
            UUID requestedBy,
            Duration orderTime) {
        requireFitting(request, order, held, source);
        List<Ticket> old = chosen(request, of);
        List<Charges> charges = held.items().stream()
                .map(place -> Charges.of(
                        place.offer(),
                        order.agencyId() == null ? null : held.sale().commission(place.channel(), order.agencyId())))
                .toList();
        Charges difference = charges.stream()
                .reduce(Charges.NONE, Charges::plus)
                .minus(old.stream().map(ticket -> paidFor.get(ticket.id())).reduce(Charges.NONE, Charges::plus));
        long moreMinor = difference.paidMinor();
        String currency = order.total().currency();
        Instant now = Columns.now();
        Duration time = orderTime != null
                ? orderTime
                : Duration.ofMinutes(held.sale().sheet().rules().holdMinutes());
        return new ChangeRow(
                Ids.next(),
                order.id(),
                held.holdId(),
                requestedBy,
                ChangeStatus.PENDING,
                request.tickets(),
                old.stream().map(ticket -> item(ticket)).toList(),
                held.items().stream().map(place -> item(place)).toList(),
                deductions(charges),
                difference,
                null,
                new Money(Math.max(0, moreMinor), currency),
                new Money(Math.max(0, -moreMinor), currency),
                null,
                null,
                now,
                now.plus(time),
                null);
    }

    private static void requireFitting(ChangeOrder request, OrderRow order, HeldPlaces held, Source source) {
        if (!held.sale().eventId().equals(order.eventId())) {
            throw ServiceFault.invalid("/holdId", "The hold is of another event.");
        }
        if (source == Source.BUYER && !held.buyer().equals(order.countsFor())) {
            throw ServiceFault.invalid("/holdId", "The hold is for somebody else than the order.");
        }
        if (held.items().size() != request.tickets().size()) {
            throw ServiceFault.invalid(
                    "/tickets",
                    "As many tickets go as places come; the hold has "
                            + held.items().size() + ".");
        }
    }

    private static List<Ticket> chosen(ChangeOrder request, List<Ticket> of) {
        Map<UUID, Ticket> byId = of.stream().collect(Collectors.toMap(Ticket::id, Function.identity()));
        List<Ticket> chosen = request.tickets().stream().map(byId::get).toList();
        if (chosen.stream().anyMatch(Objects::isNull)) {
            throw ServiceFault.notFound("ticket");
        }
        List<String> unfit = chosen.stream()
                .filter(ticket -> ticket.status() != TicketStatus.VALID)
                .map(ticket -> ticket.id() + " is " + Columns.name(ticket.status()))
                .toList();
        if (!unfit.isEmpty()) {
            throw ServiceFault.wrongState("Only valid tickets can be changed: " + String.join(", ", unfit) + ".");
        }
        return chosen;
    }

    private static Item item(Ticket ticket) {
        return new Item(ticket.seat(), ticket.section(), ticket.ticketType(), ticket.price(), ticket.fee(), null);
    }

    private static Item item(HeldPlaces.Item place) {
        return new Item(
                place.seat(),
                place.section(),
                place.ticketType(),
                place.price(),
                place.offer().fee(),
                place.channel());
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
}
