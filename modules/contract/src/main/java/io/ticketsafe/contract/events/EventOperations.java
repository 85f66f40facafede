package io.ticketsafe.contract.events;

import static io.ticketsafe.contract.BusOperation.forUsers;
import static io.ticketsafe.contract.BusOperation.internal;
import static io.ticketsafe.contract.BusOperation.open;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.Nothing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Events, from draft to cancelled, and the public catalogue. */
public interface EventOperations {
    /** A draft; for owners and managers of the organiser, at a venue of theirs. */
    BusOperation<CreateEvent, Event> CREATE = forUsers(
                    "ticketsafe.events.v1.createEvent", CreateEvent.class, Event.class)
            .repeatableWithKey();

    /** Published events for everyone; drafts for members of their organisation only. */
    BusOperation<GetEvent, Event> GET =
            open("ticketsafe.events.v1.getEvent", GetEvent.class, Event.class).repeatable();

    /** The public list: published events, soonest first. */
    BusOperation<ListEvents, EventPage> LIST = open(
                    "ticketsafe.events.v1.listEvents", ListEvents.class, EventPage.class)
            .repeatable();

    /** JSON Merge Patch (RFC 7396). PRECONDITION_REQUIRED without a version, PRECONDITION_FAILED with a stale one. */
    BusOperation<UpdateEvent, Event> UPDATE =
            forUsers("ticketsafe.events.v1.updateEvent", UpdateEvent.class, Event.class);

    /** Drafts only; WRONG_STATE for what was ever published. */
    BusOperation<DeleteEvent, Nothing> DELETE =
            forUsers("ticketsafe.events.v1.deleteEvent", DeleteEvent.class, Nothing.class);

    /** Opens the sale in the tickets service, then says published; repeating it changes nothing. */
    BusOperation<PublishEvent, Event> PUBLISH = forUsers(
                    "ticketsafe.events.v1.publishEvent", PublishEvent.class, Event.class)
            .within(Duration.ofSeconds(20));

    /** Ends the sale for good; every paid order is refunded. */
    BusOperation<CancelEvent, Event> CANCEL = forUsers(
                    "ticketsafe.events.v1.cancelEvent", CancelEvent.class, Event.class)
            .within(Duration.ofSeconds(20));

    /** Which places are not for general sale, with the keys; for managers of the organisation. */
    BusOperation<GetEvent, Channels> CHANNELS = forUsers(
                    "ticketsafe.events.v1.getChannels", GetEvent.class, Channels.class)
            .repeatable();

    /**
     * Replaces them all. What is held or sold stays so; once it is free it goes to where it is assigned by then.
     * PRECONDITION_REQUIRED without a version, PRECONDITION_FAILED with a stale one.
     */
    BusOperation<SetChannels, Channels> SET_CHANNELS = forUsers(
                    "ticketsafe.events.v1.setChannels", SetChannels.class, Channels.class)
            .within(Duration.ofSeconds(20));

    /** To whom an event belongs, whatever its state. */
    BusOperation<GetEvent, EventOwner> OWNER = internal(
                    "ticketsafe.events.v1.ownerOfEvent", GetEvent.class, EventOwner.class)
            .repeatable();

    enum EventStatus {
        @JsonProperty("draft")
        DRAFT,
        @JsonProperty("published")
        PUBLISHED,
        @JsonProperty("closed")
        CLOSED,
        @JsonProperty("canceled")
        CANCELED
    }

    /** @param attributes free-form JSON object, returned as it was given */
    record CreateEvent(
            UUID organizationId,
            UUID venueId,
            String title,
            String description,
            Instant startsAt,
            Instant endsAt,
            List<TicketType> ticketTypes,
            SaleRules sale,
            JsonNode attributes) {}

    /**
     * @param sections codes of the sections that it is sold for; absent or empty means all
     * @param fee absent: none; one that the organiser pays is shown to its members only
     */
    record TicketType(String code, String name, Money price, List<String> sections, Fee fee) {
        public TicketType(String code, String name, Money price, List<String> sections) {
            this(code, name, price, sections, null);
        }
    }

    /**
     * What the platform takes for each ticket: an amount, a percentage of the price, or both together.
     *
     * @param percent of the price, rounded half up to the minor unit; read by {@link io.ticketsafe.contract.Percent}
     */
    record Fee(Money amount, String percent, FeePayer paidBy) {}

    enum FeePayer {
        /** On top of the price. */
        @JsonProperty("buyer")
        BUYER,
        /** Out of the price; never more than that. */
        @JsonProperty("organizer")
        ORGANIZER
    }

    /**
     * @param opensAt absent: as soon as it is published
     * @param closesAt absent: when the event ends
     * @param maxPerOrder absent: 10
     * @param maxPerBuyer over all orders of a buyer; absent: no cap
     * @param holdMinutes 1 to 60; absent: 10
     * @param commissionPercent of the price, for the agency that sells; absent: none; shown to members of the organiser only
     * @param maxPerPosOrder at a point of sale, instead of the caps above, 1 to 200; absent: 200
     * @param refunds absent: buyers may give tickets back until the event starts
     */
    record SaleRules(
            Instant opensAt,
            Instant closesAt,
            Integer maxPerOrder,
            Integer maxPerBuyer,
            Integer holdMinutes,
            String commissionPercent,
            Integer maxPerPosOrder,
            RefundRules refunds) {
        public SaleRules(
                Instant opensAt, Instant closesAt, Integer maxPerOrder, Integer maxPerBuyer, Integer holdMinutes) {
            this(opensAt, closesAt, maxPerOrder, maxPerBuyer, holdMinutes, null, null, null);
        }
    }

    /**
     * What buyers may do without asking the organiser, whose managers may always.
     *
     * @param allowed whether they may give tickets back or change them; absent: they may
     * @param untilHoursBefore the event starts; 0 to 8760; absent: 0
     */
    record RefundRules(Boolean allowed, Integer untilHoursBefore) {}

    /** @param version grows with every change; the ETag over HTTP */
    record Event(
            UUID id,
            UUID organizationId,
            VenueSummary venue,
            String title,
            String description,
            Instant startsAt,
            Instant endsAt,
            EventStatus status,
            List<TicketType> ticketTypes,
            SaleRules sale,
            JsonNode attributes,
            long version,
            Instant createdAt,
            Instant updatedAt) {}

    record VenueSummary(UUID id, String name, String city, String timezone, int capacity) {}

    record GetEvent(UUID eventId) {}

    /**
     * @param q words that must occur in title, description, venue or city, whatever their case and accents
     * @param from earliest start
     * @param to latest start
     * @param limit 1 to 100; absent: 20
     */
    record ListEvents(String q, String city, Instant from, Instant to, Integer limit, String cursor) {}

    record EventPage(List<Event> items, String nextCursor) {}

    /** @param ifMatch version that the change was made from; absent when the caller named none; 0 for "*" */
    record UpdateEvent(UUID eventId, Long ifMatch, JsonNode changes) {}

    /** @param ifMatch as in {@link UpdateEvent}: channels are part of their event and share its version */
    record SetChannels(UUID eventId, Long ifMatch, List<Channel> channels, List<Blocked> blocked) {}

    record Channels(UUID eventId, List<Channel> channels, List<Blocked> blocked, long version) {}

    /**
     * Places that are sold to those who know a key, or are sellers of an agency.
     *
     * @param code 1 to 40 letters, digits, hyphens, underscores; orders and reports name the channel by it
     * @param keys secrets of 8 to 200 characters; needed unless there is an organisation
     * @param organizationId agency
     * @param seats section {@code A}, row {@code A-1}, seat {@code A-1-5}, or seats of a row from one to another, as
     *     they stand, {@code A-1-5:9}
     * @param releaseAt when what is unsold goes back to general sale
     * @param commissionPercent for agencies that sell through this channel, instead of that of the sale; absent: the same
     */
    record Channel(
            String code,
            String name,
            List<String> keys,
            UUID organizationId,
            List<String> seats,
            List<Allotment> standing,
            Instant releaseAt,
            String commissionPercent) {
        public Channel(
                String code,
                String name,
                List<String> keys,
                UUID organizationId,
                List<String> seats,
                List<Allotment> standing,
                Instant releaseAt) {
            this(code, name, keys, organizationId, seats, standing, releaseAt, null);
        }
    }

    record Allotment(String section, int quantity) {}

    /**
     * Seats that nobody can buy.
     *
     * @param reason for the organiser's eyes: house, technical, …
     * @param seats as in {@link Channel}
     */
    record Blocked(String reason, List<String> seats) {}

    record DeleteEvent(UUID eventId, Long ifMatch) {}

    record PublishEvent(UUID eventId) {}

    record CancelEvent(UUID eventId, String reason) {}

    record EventOwner(UUID eventId, UUID organizationId, EventStatus status) {}
}
