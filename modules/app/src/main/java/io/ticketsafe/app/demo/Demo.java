package io.ticketsafe.app.demo;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.ListEvents;
import io.ticketsafe.contract.events.EventOperations.PublishEvent;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.AddMember;
import io.ticketsafe.contract.users.OrganizationOperations.CreateOrganization;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.contract.users.UserOperations.Login;
import io.ticketsafe.contract.users.UserOperations.Register;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts accounts, venues and events into a dev installation, by the operations that a client would use. What is there
 * already stays as it is.
 */
public final class Demo {
    public static final String PASSWORD = "demo-password";
    public static final String ORGANIZER = "organizer@demo.test";
    public static final String AGENCY = "agency@demo.test";
    public static final String GATE = "gate@demo.test";
    public static final String ANA = "ana@demo.test";
    public static final String BRUNO = "bruno@demo.test";

    private static final int MOST_LISTED = 100;

    private final Bus bus;

    public Demo(Bus bus) {
        this.bus = bus;
    }

    /** What there is to try. */
    public record Events(UUID arena, UUID theatre) {}

    public Future<Events> ensure() {
        return Future.all(findOnSale(DemoShow.ARENA), findOnSale(DemoShow.THEATRE))
                .compose(found -> {
                    Optional<UUID> arena = found.resultAt(0);
                    Optional<UUID> theatre = found.resultAt(1);
                    return arena.isPresent() && theatre.isPresent()
                            ? Future.succeededFuture(new Events(arena.get(), theatre.get()))
                            : create(arena, theatre);
                });
    }

    private Future<Events> create(Optional<UUID> arena, Optional<UUID> theatre) {
        return Future.all(List.of(
                        register(ORGANIZER, "Olga Organizer"),
                        register(AGENCY, "Ari Agency"),
                        register(GATE, "Gil Gate"),
                        register(ANA, "Ana Souza"),
                        register(BRUNO, "Bruno Lima")))
                .compose(registered -> Future.all(
                        logIn(AGENCY).compose(agency -> organization(agency, "Demo Tickets", Kind.AGENCY)),
                        logIn(ORGANIZER).compose(organizer -> shows(organizer, arena, theatre))))
                .map(done -> done.resultAt(1));
    }

    private Future<Events> shows(Call organizer, Optional<UUID> arena, Optional<UUID> theatre) {
        return organization(organizer, "Demo Live", Kind.ORGANIZER)
                .compose(organization -> ask(
                                OrganizationOperations.ADD_MEMBER,
                                new AddMember(organization.id(), GATE, MemberRole.GATE),
                                organizer)
                        .map(organization))
                .compose(organization -> Future.all(
                        putOn(DemoShow.ARENA, organization.id(), organizer, arena),
                        putOn(DemoShow.THEATRE, organization.id(), organizer, theatre)))
                .map(done -> new Events(done.resultAt(0), done.resultAt(1)));
    }

    private Future<UUID> putOn(DemoShow show, UUID organizationId, Call organizer, Optional<UUID> existing) {
        if (existing.isPresent()) {
            return Future.succeededFuture(existing.get());
        }
        return ask(VenueOperations.CREATE, show.venue(organizationId), organizer)
                .compose(venue -> ask(EventOperations.CREATE, show.event(organizationId, venue.id()), organizer))
                .compose(event -> ask(EventOperations.PUBLISH, new PublishEvent(event.id()), organizer))
                .map(Event::id);
    }

    private Future<Organization> organization(Call owner, String name, Kind kind) {
        return ask(OrganizationOperations.LIST, Nothing.NOTHING, owner)
                .compose(known -> known.items().stream()
                        .filter(organization -> organization.name().equals(name))
                        .findFirst()
                        .map(Future::succeededFuture)
                        .orElseGet(
                                () -> ask(OrganizationOperations.CREATE, new CreateOrganization(name, kind), owner)));
    }

    private Future<?> register(String email, String name) {
        return ask(UserOperations.REGISTER, new Register(email, PASSWORD, name), as(null));
    }

    private Future<Call> logIn(String email) {
        return ask(UserOperations.LOG_IN, new Login(email, PASSWORD), as(null))
                .map(session -> as(session.accessToken()));
    }

    private Future<Optional<UUID>> findOnSale(DemoShow show) {
        return ask(EventOperations.LIST, new ListEvents(show.title(), null, null, null, MOST_LISTED, null), as(null))
                .map(page -> page.items().stream()
                        .filter(event -> event.title().equals(show.title()))
                        .filter(event -> event.status() == EventStatus.PUBLISHED)
                        .filter(event -> event.startsAt().isAfter(Instant.now()))
                        .map(Event::id)
                        .findFirst());
    }

    private <Q, R> Future<R> ask(BusOperation<Q, R> operation, Q request, Call call) {
        return bus.call(operation, request, call);
    }

    private static Call as(String token) {
        return new Call(Caller.NOBODY, token, "demo", null);
    }
}
