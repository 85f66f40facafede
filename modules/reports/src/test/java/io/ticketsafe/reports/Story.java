package io.ticketsafe.reports;

import static java.time.ZoneOffset.UTC;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.EventChanged;
import io.ticketsafe.contract.Facts.OrderChanged;
import io.ticketsafe.contract.Facts.OrderPaid;
import io.ticketsafe.contract.Facts.OrderPlacesChanged;
import io.ticketsafe.contract.Facts.OrderRefunded;
import io.ticketsafe.contract.Facts.TicketCharges;
import io.ticketsafe.contract.Facts.TicketCheckedIn;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Facts about one event in São Paulo (UTC-3), as the services that make them true tell them. */
final class Story {
    static final Instant DOORS = Instant.parse("2027-03-20T22:00:00Z");
    private static final String CURRENCY = "BRL";

    final UUID organization;
    final UUID event = UUID.randomUUID();

    Story(UUID organization) {
        this.organization = organization;
    }

    DomainEvent published(String title, Instant at) {
        return event(Facts.EVENT_PUBLISHED, title, at);
    }

    DomainEvent updated(String title, Instant at) {
        return event(Facts.EVENT_UPDATED, title, at);
    }

    private DomainEvent event(String type, String title, Instant at) {
        EventChanged data = new EventChanged(
                event,
                organization,
                title,
                "Arena",
                "America/Sao_Paulo",
                CURRENCY,
                DOORS,
                DOORS.plusSeconds(7200),
                12_000);
        return DomainEvent.of(Ids.next(), "events", type, event, at, data);
    }

    DomainEvent placed(UUID order) {
        OrderChanged data =
                new OrderChanged(order, event, organization, OrderStatus.PENDING, new Money(10_000, CURRENCY), null);
        return DomainEvent.of(Ids.next(), "tickets", Facts.ORDER_PLACED, order, DOORS, data);
    }

    DomainEvent expired(UUID order) {
        OrderChanged data =
                new OrderChanged(order, event, organization, OrderStatus.EXPIRED, new Money(1, CURRENCY), null);
        return DomainEvent.of(Ids.next(), "tickets", Facts.ORDER_EXPIRED, order, DOORS, data);
    }

    /** A ticket of 100.00 in each section named. */
    Sale sale(String soldAt, MethodType method, String... sections) {
        UUID order = Ids.next();
        Instant at = LocalDateTime.parse(soldAt).toInstant(UTC);
        List<Ticket> tickets = new ArrayList<>();
        for (String section : sections) {
            tickets.add(new Ticket(
                    Ids.next(),
                    event,
                    order,
                    section + "-1-1",
                    section,
                    "full",
                    new Money(10_000, CURRENCY),
                    null,
                    TicketStatus.VALID,
                    "code",
                    at,
                    null));
        }
        return new Sale(order, at, method, tickets);
    }

    DomainEvent checkedIn(Ticket ticket, String gate, String at) {
        Instant time = LocalDateTime.parse(at).toInstant(UTC);
        TicketCheckedIn data =
                new TicketCheckedIn(ticket.id(), event, organization, ticket.section(), "full", gate, time);
        return DomainEvent.of(Ids.next(), "tickets", Facts.TICKET_CHECKED_IN, ticket.id(), time, data);
    }

    final class Sale {
        final UUID order;
        final List<Ticket> tickets;
        private final Instant at;
        private final MethodType method;
        private List<TicketCharges> charges;

        private Sale(UUID order, Instant at, MethodType method, List<Ticket> tickets) {
            this.order = order;
            this.at = at;
            this.method = method;
            this.tickets = tickets;
        }

        /** The same of every ticket. */
        Sale with(TicketCharges each) {
            charges = tickets.stream()
                    .map(ticket ->
                            new TicketCharges(ticket.id(), each.feeMinor(), each.feePaidBy(), each.commissionMinor()))
                    .toList();
            return this;
        }

        DomainEvent paid() {
            OrderPaid data = new OrderPaid(
                    order,
                    event,
                    organization,
                    UUID.randomUUID(),
                    "direct",
                    null,
                    UUID.randomUUID(),
                    method,
                    new Money(10_000L * tickets.size(), CURRENCY),
                    at,
                    tickets,
                    charges,
                    null);
            return DomainEvent.of(Ids.next(), "tickets", Facts.ORDER_PAID, order, at, data);
        }

        /** The first ticket goes, for one of the same price in another section. */
        DomainEvent changed(String changedAt, String section) {
            Instant time = LocalDateTime.parse(changedAt).toInstant(UTC);
            OrderPlacesChanged data = new OrderPlacesChanged(
                    order,
                    event,
                    organization,
                    UUID.randomUUID(),
                    "direct",
                    null,
                    List.of(tickets.get(0).id()),
                    sale(changedAt, method, section).tickets,
                    Money.zero(CURRENCY),
                    null,
                    null,
                    Money.zero(CURRENCY),
                    null,
                    new Money(10_000L * tickets.size(), CURRENCY),
                    time,
                    null,
                    null,
                    method);
            return DomainEvent.of(Ids.next(), "tickets", Facts.ORDER_CHANGED, order, time, data);
        }

        DomainEvent refunded(String refundedAt, int... which) {
            List<UUID> ids = new ArrayList<>();
            for (int index : which) {
                ids.add(tickets.get(index).id());
            }
            Instant time = LocalDateTime.parse(refundedAt).toInstant(UTC);
            OrderRefunded data = new OrderRefunded(
                    order,
                    event,
                    organization,
                    UUID.randomUUID(),
                    OrderStatus.PARTIALLY_REFUNDED,
                    new Money(10_000L * ids.size(), CURRENCY),
                    ids,
                    "ill",
                    time);
            return DomainEvent.of(Ids.next(), "tickets", Facts.ORDER_REFUNDED, order, time, data);
        }
    }
}
