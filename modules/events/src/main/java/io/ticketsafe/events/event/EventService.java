package io.ticketsafe.events.event;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.CreateEvent;
import io.ticketsafe.contract.events.EventOperations.DeleteEvent;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventOwner;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.events.EventOperations.UpdateEvent;
import io.ticketsafe.events.catalogue.Catalogue;
import io.ticketsafe.events.input.Requests;
import io.ticketsafe.events.venue.VenueStore;
import io.ticketsafe.events.venue.VenueStore.Outline;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;

/** Creates, shows, changes and deletes events. */
public final class EventService {
    private final ServiceContext services;
    private final Database database;
    private final EventStore events;
    private final VenueStore venues;
    private final Catalogue catalogue;
    private final EventChanges changes;
    private final Idempotency idempotency;

    public EventService(
            ServiceContext services,
            Database database,
            EventStore events,
            VenueStore venues,
            Catalogue catalogue,
            EventChanges changes,
            Idempotency idempotency) {
        this.services = requireNonNull(services);
        this.database = requireNonNull(database);
        this.events = requireNonNull(events);
        this.venues = requireNonNull(venues);
        this.catalogue = requireNonNull(catalogue);
        this.changes = requireNonNull(changes);
        this.idempotency = requireNonNull(idempotency);
    }

    /** A draft, version 1. NOT_FOUND for a venue of another organisation, as for one that does not exist. */
    public Future<Event> create(CreateEvent request, Call call) {
        Requests.required("/organizationId", request.organizationId());
        Requests.required("/venueId", request.venueId());
        return require(call, request.organizationId(), MemberRole.MANAGERS, "organization")
                .compose(allowed -> venues.outline(request.venueId()))
                .compose(venue -> {
                    if (!venue.organizationId().equals(request.organizationId())) {
                        throw ServiceFault.notFound("venue");
                    }
                    StoredEvent draft = draft(request, venue);
                    return idempotency.once(
                            call,
                            EventOperations.CREATE,
                            request,
                            transaction -> events.insert(transaction, draft).map(event -> event.toEvent(now())));
                });
    }

    private static StoredEvent draft(CreateEvent request, Outline venue) {
        EventDetails details = EventCheck.checked(EventDetails.of(request), venue.sectionCodes());
        Instant now = now();
        return new StoredEvent(
                Ids.next(),
                request.organizationId(),
                venue.summary(),
                venue.sectionCodes(),
                details,
                EventStatus.DRAFT,
                false,
                1,
                null,
                now,
                now);
    }

    /**
     * What was ever published, for everyone; drafts for members of their organisation only. While PostgreSQL is away, the
     * catalogue's copy is answered, so that browsing goes on.
     */
    public Future<Event> get(GetEvent request, Call call) {
        Requests.required("/eventId", request.eventId());
        return events.find(request.eventId())
                .compose(event -> event.isDraft()
                        ? require(call, event.organizationId(), MemberRole.ANY, "event")
                                .map(event)
                        : Future.succeededFuture(event))
                .compose(event -> maySeeTerms(event, call)
                        .map(allowed -> allowed ? event.toEvent(now()) : event.toPublicEvent(now())))
                .recover(failure -> isUnavailable(failure)
                        ? fromCatalogue(request.eventId(), failure)
                        : Future.failedFuture(failure));
    }

    /** Where the caller's role cannot be asked for, the event is shown as everybody sees it. */
    private Future<Boolean> maySeeTerms(StoredEvent event, Call call) {
        if (!event.hidesTerms()) {
            return Future.succeededFuture(true);
        }
        return require(call, event.organizationId(), MemberRole.REPORT_READERS, "event")
                .map(true)
                .otherwise(false);
    }

    private Future<Event> fromCatalogue(UUID eventId, Throwable failure) {
        return catalogue
                .find(eventId, now())
                .compose(
                        event -> event == null ? Future.failedFuture(failure) : Future.succeededFuture(event),
                        alsoAway -> Future.failedFuture(failure));
    }

    public Future<EventOwner> owner(GetEvent request, Call call) {
        Requests.required("/eventId", request.eventId());
        return events.find(request.eventId()).map(event -> event.toOwner(now()));
    }

    public Future<Event> update(UpdateEvent request, Call call) {
        return allowed(request.eventId(), call)
                .compose(allowed -> {
                    EventPatch.checkShape(request);
                    return database.inTransaction(transaction -> update(transaction, request));
                })
                .compose(updated -> changes.follow(updated, call))
                .map(updated -> updated.toEvent(now()));
    }

    private Future<StoredEvent> update(SqlConnection transaction, UpdateEvent request) {
        return events.lock(transaction, request.eventId()).compose(event -> {
            IfMatch.check(event, request.ifMatch());
            EventDetails details = EventPatch.apply(event, request.changes());
            if (details == event.details()) {
                return Future.succeededFuture(event);
            }
            return changes.write(transaction, event.next(details, now()));
        });
    }

    /** Drafts only, as what was published may have been paid for. */
    public Future<Nothing> delete(DeleteEvent request, Call call) {
        return allowed(request.eventId(), call)
                .compose(allowed -> database.inTransaction(transaction -> events.lock(transaction, request.eventId())
                        .compose(event -> {
                            IfMatch.check(event, request.ifMatch());
                            if (!event.isDraft() || event.publishing()) {
                                throw ServiceFault.wrongState(
                                        "Only a draft can be deleted; what was published is canceled instead.");
                            }
                            return events.delete(transaction, event.id());
                        })))
                .map(Nothing.NOTHING);
    }

    private Future<StoredEvent> allowed(UUID eventId, Call call) {
        Requests.required("/eventId", eventId);
        return events.find(eventId)
                .compose(event -> require(call, event.organizationId(), MemberRole.MANAGERS, "event")
                        .map(event));
    }

    private Future<Void> require(Call call, UUID organizationId, Set<MemberRole> roles, String what) {
        return services.memberships().require(call, organizationId, roles, what);
    }

    private static boolean isUnavailable(Throwable failure) {
        return failure instanceof ServiceFault fault && fault.code() == FaultCode.UNAVAILABLE;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
