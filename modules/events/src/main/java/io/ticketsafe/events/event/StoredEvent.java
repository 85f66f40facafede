package io.ticketsafe.events.event;

import io.ticketsafe.contract.Facts.EventChanged;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventOwner;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.EventOperations.VenueSummary;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * An event as PostgreSQL has it.
 *
 * @param status never closed: that is what a published event is called once it is over
 * @param publishing a draft whose sale may be open already, as the tickets service was asked to open it
 * @param sectionCodes of the venue, in its order
 */
public record StoredEvent(
        UUID id,
        UUID organizationId,
        VenueSummary venue,
        List<String> sectionCodes,
        EventDetails details,
        EventStatus status,
        boolean publishing,
        long version,
        String cancelReason,
        Instant createdAt,
        Instant updatedAt) {

    public boolean isDraft() {
        return status == EventStatus.DRAFT;
    }

    public boolean isPublished() {
        return status == EventStatus.PUBLISHED;
    }

    public boolean isCanceled() {
        return status == EventStatus.CANCELED;
    }

    /** Whether somebody may be buying tickets by what it says. */
    boolean isExposed() {
        return isPublished() || publishing;
    }

    public boolean isOver(Instant now) {
        return !details.endsAt().isAfter(now);
    }

    public StoredEvent next(EventDetails newDetails, Instant now) {
        return next(newDetails, status, cancelReason, now);
    }

    /** The same, with its publishing under way. */
    public StoredEvent marked() {
        return new StoredEvent(
                id,
                organizationId,
                venue,
                sectionCodes,
                details,
                status,
                true,
                version,
                cancelReason,
                createdAt,
                updatedAt);
    }

    public StoredEvent published(Instant now) {
        return next(details, EventStatus.PUBLISHED, null, now);
    }

    public StoredEvent canceled(String reason, Instant now) {
        return next(details, EventStatus.CANCELED, reason, now);
    }

    private StoredEvent next(EventDetails newDetails, EventStatus newStatus, String reason, Instant now) {
        boolean stillPublishing = publishing && newStatus == EventStatus.DRAFT;
        return new StoredEvent(
                id,
                organizationId,
                venue,
                sectionCodes,
                newDetails,
                newStatus,
                stillPublishing,
                version + 1,
                reason,
                createdAt,
                now);
    }

    /** Sections that no ticket type is sold for, in the venue's order. */
    public List<String> uncoveredSections() {
        Set<String> covered = new HashSet<>();
        for (TicketType type : details.ticketTypes()) {
            if (type.sections() == null || type.sections().isEmpty()) {
                return List.of();
            }
            covered.addAll(type.sections());
        }
        return sectionCodes.stream().filter(code -> !covered.contains(code)).toList();
    }

    public Event toEvent(Instant now) {
        return new Event(
                id,
                organizationId,
                venue,
                details.title(),
                details.description(),
                details.startsAt(),
                details.endsAt(),
                statusAt(now),
                details.ticketTypes(),
                details.sale(),
                details.attributes(),
                version,
                createdAt,
                updatedAt);
    }

    /** The same without what only the organiser's own people may see. */
    public Event toPublicEvent(Instant now) {
        return PublicTerms.of(toEvent(now));
    }

    /** Whether that is less. */
    boolean hidesTerms() {
        return PublicTerms.hidesSomething(details);
    }

    EventOwner toOwner(Instant now) {
        return new EventOwner(id, organizationId, statusAt(now));
    }

    public EventChanged toFact() {
        return new EventChanged(
                id,
                organizationId,
                details.title(),
                venue.name(),
                venue.timezone(),
                details.currency(),
                details.startsAt(),
                details.endsAt(),
                venue.capacity());
    }

    private EventStatus statusAt(Instant now) {
        return isPublished() && isOver(now) ? EventStatus.CLOSED : status;
    }
}
