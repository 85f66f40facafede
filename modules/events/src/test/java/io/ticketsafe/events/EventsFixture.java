package io.ticketsafe.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.ticketsafe.common.Ids;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.CancelEvent;
import io.ticketsafe.contract.events.EventOperations.CreateEvent;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventPage;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.events.EventOperations.ListEvents;
import io.ticketsafe.contract.events.EventOperations.PublishEvent;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.EventOperations.UpdateEvent;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.contract.events.VenueOperations.CreateVenue;
import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.events.VenueOperations.Venue;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The events service on real stores, between a tickets and a reports service that are fakes, with an organiser. */
public final class EventsFixture implements AutoCloseable {
    public static final List<TicketType> TICKET_TYPES = List.of(
            new TicketType("full", "Full", new Money(12_500, "BRL"), null),
            new TicketType("half", "Half", new Money(6_250, "BRL"), List.of("A")));
    private static final int POLL_MS = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final UUID organization = Ids.next();
    public final UUID manager = Ids.next();
    public final UUID viewer = Ids.next();
    public final UUID stranger = Ids.next();
    public final FakeTickets tickets = new FakeTickets();
    public final FactLog facts = new FactLog();
    public final ServiceHarness harness;
    public final Venue venue;
    private String deployment;

    private EventsFixture(EventsConfig config, Function<ServiceHarness, ServiceContext> stage) {
        harness = ServiceHarness.start("events");
        harness.member(organization, manager, MemberRole.MANAGER);
        harness.member(organization, viewer, MemberRole.VIEWER);
        ServiceHarness.await(tickets.serve(harness.context().bus()));
        ServiceHarness.await(facts.serve(harness.context().bus()));
        deployment =
                ServiceHarness.await(harness.vertx().deployVerticle(new EventsVerticle(stage.apply(harness), config)));
        venue = venue("Teatro São João", "São Paulo");
    }

    public static EventsFixture start() {
        return start(EventsConfig.defaults(), ServiceHarness::context);
    }

    public static EventsFixture start(EventsConfig config, Function<ServiceHarness, ServiceContext> stage) {
        return new EventsFixture(config, stage);
    }

    /** As when the process is started again. */
    public void redeploy(EventsVerticle verticle) {
        ServiceHarness.await(harness.vertx().undeploy(deployment));
        deployment = ServiceHarness.await(harness.vertx().deployVerticle(verticle));
    }

    /** Two rows of three seats, and a pit for fifty. */
    public Venue venue(String name, String city) {
        List<Row> rows = List.of(
                new Row("1", IntNode.valueOf(3), List.of("3"), null),
                new Row("2", Json.MAPPER.valueToTree(List.of("1", "3", "5")), null, null));
        List<Section> sections = List.of(
                new Section("A", "Stalls", SectionKind.SEATED, rows, null),
                new Section("PIT", "Pit", SectionKind.STANDING, null, 50));
        CreateVenue request = new CreateVenue(organization, name, city, "America/Sao_Paulo", sections);
        return harness.call(VenueOperations.CREATE, request, asManager());
    }

    public CreateEvent request(String title) {
        return request(title, venue, inDays(30));
    }

    public CreateEvent request(String title, Venue where, Instant startsAt) {
        return new CreateEvent(
                organization,
                where.id(),
                title,
                null,
                startsAt,
                startsAt.plus(3, ChronoUnit.HOURS),
                TICKET_TYPES,
                null,
                null);
    }

    public Event draft(String title) {
        return create(request(title));
    }

    public Event create(CreateEvent request) {
        return harness.call(EventOperations.CREATE, request, asManager());
    }

    public Event publish(UUID eventId) {
        return harness.call(EventOperations.PUBLISH, new PublishEvent(eventId), asManager());
    }

    public Event published(CreateEvent request) {
        return publish(create(request).id());
    }

    public Event cancel(UUID eventId) {
        return harness.call(EventOperations.CANCEL, new CancelEvent(eventId, "Rain."), asManager());
    }

    public Event update(UUID eventId, Long ifMatch, String changes) {
        return harness.call(EventOperations.UPDATE, new UpdateEvent(eventId, ifMatch, json(changes)), asManager());
    }

    public Event get(UUID eventId, Call call) {
        return harness.call(EventOperations.GET, new GetEvent(eventId), call);
    }

    public EventPage list(ListEvents request) {
        return harness.call(EventOperations.LIST, request, harness.anonymousCall());
    }

    public EventPage search(String q) {
        return list(new ListEvents(q, null, null, null, null, null));
    }

    public Call asManager() {
        return harness.userCall(manager);
    }

    public Call asStranger() {
        return harness.userCall(stranger);
    }

    /** Asks again and again until the answer is as wanted; failures count as other answers. */
    public <T> T eventually(Supplier<Future<T>> question, Predicate<T> wanted) {
        return ServiceHarness.await(poll(question, wanted, Instant.now().plus(PATIENCE)));
    }

    private <T> Future<T> poll(Supplier<Future<T>> question, Predicate<T> wanted, Instant deadline) {
        return question.get().transform(answer -> {
            if (answer.succeeded() && wanted.test(answer.result())) {
                return Future.succeededFuture(answer.result());
            }
            return Instant.now().isAfter(deadline)
                    ? Future.failedFuture(new AssertionError("it did not happen; last: " + answer))
                    : harness.vertx().timer(POLL_MS).compose(later -> poll(question, wanted, deadline));
        });
    }

    public static Instant inDays(int days) {
        return Instant.now().plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
    }

    public static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        ServiceHarness.await(harness.vertx().undeploy(deployment));
        harness.close();
    }
}
