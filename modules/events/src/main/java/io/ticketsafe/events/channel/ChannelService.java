package io.ticketsafe.events.channel;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.Channel;
import io.ticketsafe.contract.events.EventOperations.Channels;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.events.EventOperations.SetChannels;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.events.event.EventChanges;
import io.ticketsafe.events.event.EventStore;
import io.ticketsafe.events.event.IfMatch;
import io.ticketsafe.events.event.StoredEvent;
import io.ticketsafe.events.input.Requests;
import io.ticketsafe.events.venue.VenueStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Shows and replaces what of an event is not for general sale. It is part of the event and shares its version. */
public final class ChannelService {
    private final ServiceContext services;
    private final Database database;
    private final EventStore events;
    private final VenueStore venues;
    private final ChannelStore channels;
    private final EventChanges changes;

    public ChannelService(
            ServiceContext services,
            Database database,
            EventStore events,
            VenueStore venues,
            ChannelStore channels,
            EventChanges changes) {
        this.services = requireNonNull(services);
        this.database = requireNonNull(database);
        this.events = requireNonNull(events);
        this.venues = requireNonNull(venues);
        this.channels = requireNonNull(channels);
        this.changes = requireNonNull(changes);
    }

    /** With the keys, as those who may ask are those who made them. */
    public Future<Channels> get(GetEvent request, Call call) {
        return allowed(request.eventId(), call)
                .compose(event -> channels.find(event.id()).map(assigned -> answer(event, assigned)));
    }

    /** Nothing changes, and the version stays, where it is assigned so already. */
    public Future<Channels> set(SetChannels request, Call call) {
        return allowed(request.eventId(), call)
                .compose(event -> {
                    IfMatch.require(request.ifMatch());
                    return venues.find(event.venue().id());
                })
                .compose(venue -> agencies(request, call)
                        .compose(agencies -> database.inTransaction(
                                transaction -> set(transaction, request, venue.sections(), agencies))))
                .compose(written ->
                        changes.follow(written.event(), call).map(event -> answer(event, written.assigned())));
    }

    private Future<Written> set(
            SqlConnection transaction, SetChannels request, List<Section> sections, Set<UUID> agencies) {
        return events.lock(transaction, request.eventId()).compose(event -> {
            IfMatch.check(event, request.ifMatch());
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            if (event.isCanceled() || event.isPublished() && event.isOver(now)) {
                throw ServiceFault.wrongState("Nothing more is sold for this event.");
            }
            return channels.find(transaction, event.id()).compose(before -> {
                Assigned assigned = ChannelCheck.checked(request, sections, agencies, before, now);
                return assigned.equals(before)
                        ? Future.succeededFuture(new Written(event, assigned))
                        : channels.write(transaction, event.id(), assigned)
                                .compose(set -> changes.write(transaction, event.next(event.details(), now)))
                                .map(next -> new Written(next, assigned));
            });
        });
    }

    private record Written(StoredEvent event, Assigned assigned) {}

    /** Those of the organisations named that are agencies. */
    private Future<Set<UUID>> agencies(SetChannels request, Call call) {
        List<Channel> given = request.channels() == null ? List.of() : request.channels();
        Set<UUID> named = given.stream()
                .limit(ChannelCheck.MOST_CHANNELS)
                .filter(Objects::nonNull)
                .map(Channel::organizationId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Set<UUID> agencies = new HashSet<>();
        List<Future<Void>> answers =
                named.stream().map(id -> addAgency(id, call, agencies)).toList();
        return Future.all(answers).map(agencies);
    }

    private Future<Void> addAgency(UUID id, Call call, Set<UUID> agencies) {
        return services.memberships()
                .of(call, id, "organization")
                .map(membership -> membership.kind() == Kind.AGENCY && agencies.add(id))
                .recover(failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure))
                .mapEmpty();
    }

    private Future<StoredEvent> allowed(UUID eventId, Call call) {
        Requests.required("/eventId", eventId);
        return events.find(eventId)
                .compose(event -> services.memberships()
                        .require(call, event.organizationId(), MemberRole.MANAGERS, "event")
                        .map(event));
    }

    private static Channels answer(StoredEvent event, Assigned assigned) {
        return new Channels(event.id(), assigned.channels(), assigned.blocked(), event.version());
    }
}
