package io.ticketsafe.reports.projection;

import static io.ticketsafe.reports.store.Collections.CHECK_INS;
import static io.ticketsafe.reports.store.Collections.EVENTS;
import static io.ticketsafe.reports.store.Collections.ORDERS;
import static io.ticketsafe.reports.store.Collections.TICKETS;

import io.ticketsafe.contract.Facts.EventChanged;
import io.ticketsafe.contract.Facts.OrderChanged;
import io.ticketsafe.contract.Facts.OrderPaid;
import io.ticketsafe.contract.Facts.OrderPlacesChanged;
import io.ticketsafe.contract.Facts.OrderRefunded;
import io.ticketsafe.contract.Facts.TicketCharges;
import io.ticketsafe.contract.Facts.TicketCheckedIn;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What each fact writes. Facts about different things may arrive in any order, and each of them again: so a fact
 * touches members that no other type of fact touches, and the same fact always writes the same. Facts about an event
 * are the exception, since a later one replaces an earlier one; the time of the fact keeps an old one out.
 */
final class Projections {
    private static final TicketCharges NO_CHARGES = new TicketCharges(null, 0, null, 0);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:00");

    private Projections() {}

    static void eventChanged(EventChanged event, Instant factAt, Writes writes) {
        long factAtUs = ChronoUnit.MICROS.between(Instant.EPOCH, factAt);
        JsonObject members = new JsonObject()
                .put("organizationId", event.organizationId().toString())
                .put("title", event.title())
                .put("timezone", event.timezone())
                .put("currency", event.currency())
                .put("startsAtMs", milliseconds(event.startsAt()))
                .put("endsAtMs", milliseconds(event.endsAt()))
                .put("capacity", event.capacity())
                .put("factAtUs", factAtUs);
        writes.setOnInsert(EVENTS, event.eventId(), members);
        writes.setIfNotAbove(EVENTS, event.eventId(), "factAtUs", factAtUs, members);
    }

    static void orderPlaced(OrderChanged order, Instant factAt, Writes writes) {
        orderChanged(order, "placedAtMs", factAt, writes);
    }

    static void orderExpired(OrderChanged order, Instant factAt, Writes writes) {
        orderChanged(order, "expiredAtMs", factAt, writes);
    }

    static void orderCanceled(OrderChanged order, Instant factAt, Writes writes) {
        orderChanged(order, "canceledAtMs", factAt, writes);
    }

    static void orderPaid(OrderPaid order, ZoneId zone, Writes writes) {
        String paymentMethod = nameOf(order.paymentMethod());
        JsonObject members = partOf(order.eventId(), order.organizationId())
                .put("paidAtMs", milliseconds(order.paidAt()))
                .put("channel", orEmpty(order.channel()))
                .put("paymentMethod", paymentMethod)
                .put("totalMinor", order.total().amountMinor())
                .put("currency", order.total().currency());
        if (order.agencyId() != null) {
            members.put("agencyId", order.agencyId().toString());
        }
        writes.set(ORDERS, order.orderId(), members);
        String day = dayOf(order.paidAt(), zone);
        Map<UUID, TicketCharges> chargesOf = byTicket(order.charges());
        for (Ticket ticket : order.tickets()) {
            writes.set(
                    TICKETS,
                    ticket.id(),
                    partOf(order.eventId(), order.organizationId())
                            .put("sold", true)
                            .put("day", day)
                            .put("orderId", order.orderId().toString())
                            .put("section", orEmpty(ticket.section()))
                            .put("ticketType", orEmpty(ticket.ticketType()))
                            .put("channel", orEmpty(order.channel()))
                            .put("paymentMethod", paymentMethod)
                            .put("seller", nameOf(order.sellerId()))
                            .put("currency", ticket.price().currency())
                            .put("priceMinor", ticket.price().amountMinor())
                            .mergeIn(members(chargesOf.get(ticket.id()))));
        }
    }

    private static Map<UUID, TicketCharges> byTicket(List<TicketCharges> charges) {
        return charges == null
                ? Map.of()
                : charges.stream().collect(Collectors.toMap(TicketCharges::ticketId, Function.identity()));
    }

    /** @param charges null: the ticket has none */
    private static JsonObject members(TicketCharges charges) {
        TicketCharges of = charges == null ? NO_CHARGES : charges;
        return new JsonObject()
                .put("feeMinor", of.feeMinor())
                .put("organizerFeeMinor", of.feePaidBy() == FeePayer.ORGANIZER ? of.feeMinor() : 0)
                .put("commissionMinor", of.commissionMinor());
    }

    static void orderRefunded(OrderRefunded refund, ZoneId zone, Writes writes) {
        JsonObject amount = new JsonObject()
                .put("amountMinor", refund.amount().amountMinor())
                .put("atMs", milliseconds(refund.refundedAt()));
        writes.set(
                ORDERS,
                refund.orderId(),
                partOf(refund.eventId(), refund.organizationId()).put("refunds." + refund.refundId(), amount));
        String day = dayOf(refund.refundedAt(), zone);
        List<UUID> tickets = refund.tickets() == null ? List.of() : refund.tickets();
        for (UUID ticket : tickets) {
            writes.set(
                    TICKETS,
                    ticket,
                    partOf(refund.eventId(), refund.organizationId())
                            .put("voided", true)
                            .put("refundDay", day));
        }
    }

    /** The old tickets count as refunded and the new ones as sold, on the day of the change. */
    static void orderChangedPlaces(OrderPlacesChanged change, ZoneId zone, Writes writes) {
        String day = dayOf(change.changedAt(), zone);
        for (UUID ticket : change.voided()) {
            writes.set(
                    TICKETS,
                    ticket,
                    partOf(change.eventId(), change.organizationId())
                            .put("voided", true)
                            .put("refundDay", day));
        }
        Map<UUID, TicketCharges> chargesOf = byTicket(change.charges());
        for (Ticket ticket : change.tickets()) {
            writes.set(
                    TICKETS,
                    ticket.id(),
                    partOf(change.eventId(), change.organizationId())
                            .put("sold", true)
                            .put("day", day)
                            .put("orderId", change.orderId().toString())
                            .put("section", orEmpty(ticket.section()))
                            .put("ticketType", orEmpty(ticket.ticketType()))
                            .put("channel", orEmpty(change.channel()))
                            .put("paymentMethod", nameOf(methodOf(change)))
                            .put("seller", nameOf(change.sellerId()))
                            .put("currency", ticket.price().currency())
                            .put("priceMinor", ticket.price().amountMinor())
                            .mergeIn(members(chargesOf.get(ticket.id()))));
        }
    }

    /** That of the tickets which are replaced, so that no method is left with refunds of what another one brought. */
    private static MethodType methodOf(OrderPlacesChanged change) {
        return change.firstPaymentMethod() == null ? change.paymentMethod() : change.firstPaymentMethod();
    }

    static void ticketCheckedIn(TicketCheckedIn checkIn, ZoneId zone, Writes writes) {
        JsonObject owners = partOf(checkIn.eventId(), checkIn.organizationId());
        writes.set(TICKETS, checkIn.ticketId(), owners.copy().put("checkedIn", true));
        writes.setOnInsert(
                CHECK_INS,
                checkIn.ticketId(),
                owners.put("section", orEmpty(checkIn.section()))
                        .put("ticketType", orEmpty(checkIn.ticketType()))
                        .put("gate", orEmpty(checkIn.gate()))
                        .put("hour", HOUR.format(checkIn.checkedInAt().atZone(zone)))
                        .put("atMs", milliseconds(checkIn.checkedInAt())));
    }

    private static void orderChanged(OrderChanged order, String member, Instant factAt, Writes writes) {
        writes.set(
                ORDERS,
                order.orderId(),
                partOf(order.eventId(), order.organizationId()).put(member, milliseconds(factAt)));
    }

    private static JsonObject partOf(UUID eventId, UUID organizationId) {
        return new JsonObject().put("eventId", eventId.toString()).put("organizationId", organizationId.toString());
    }

    private static String dayOf(Instant time, ZoneId zone) {
        return time.atZone(zone).toLocalDate().toString();
    }

    private static String nameOf(UUID user) {
        return user == null ? "" : user.toString();
    }

    private static String nameOf(MethodType method) {
        return method == null ? "" : Json.MAPPER.convertValue(method, String.class);
    }

    /** A group without a name is named by an empty text, so that every row of a report has every key. */
    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static Long milliseconds(Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
