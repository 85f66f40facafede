package io.ticketsafe.events.event;

import static io.ticketsafe.events.EventsFixture.json;
import static io.ticketsafe.events.Faults.faultOf;
import static io.ticketsafe.events.Faults.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.testing.ServiceHarness;
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
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.EventOperations.UpdateEvent;
import io.ticketsafe.events.EventsFixture;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsIT {
    private static EventsFixture events;

    @BeforeAll
    static void start() {
        events = EventsFixture.start();
    }

    @AfterAll
    static void stop() {
        events.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ópera", "\"Robert'); DROP TABLE event;--", "🎸 Rock 🤘🏿", "مهرجان الربيع"})
    void anEventComesBackAsItWasCreated(String title) {
        // Given
        CreateEvent request = new CreateEvent(
                events.organization,
                events.venue.id(),
                title,
                "Two\nlines.",
                EventsFixture.inDays(10),
                EventsFixture.inDays(11),
                EventsFixture.TICKET_TYPES,
                new SaleRules(EventsFixture.inDays(1), null, 4, 8, 15),
                json("{\"a.b\": {\"$c\": [1, 2.5, null, \"\\u0000\"]}, \"d\": null}"));
        // When
        Event created = events.create(request);
        // Then
        assertThat(events.get(created.id(), events.asManager())).isEqualTo(created);
        assertThat(created.title()).isEqualTo(title);
        assertThat(created.attributes()).isEqualTo(request.attributes());
        assertThat(created.ticketTypes()).isEqualTo(request.ticketTypes());
        assertThat(created.sale()).isEqualTo(request.sale());
        assertThat(created.venue().capacity()).isEqualTo(56);
        assertThat(created.status()).isEqualTo(EventStatus.DRAFT);
        assertThat(created.version()).isEqualTo(1);
    }

    @Test
    void theSameKeyGivesTheSameEventAndAnotherBodyIsRefused() {
        // Given
        Call call = events.harness.userCall(events.manager, "event-once");
        CreateEvent request = events.request("Once");
        Event first = events.harness.call(EventOperations.CREATE, request, call);
        // When
        Event second = events.harness.call(EventOperations.CREATE, request, call);
        ServiceFault other = faultOf(() -> events.harness.call(EventOperations.CREATE, events.request("Twice"), call));
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(other.code()).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void aVenueOfAnotherOrganisationDoesNotExist() {
        // Given
        UUID other = Ids.next();
        events.harness.member(other, events.stranger, MemberRole.OWNER);
        CreateEvent mine = events.request("Stolen venue");
        CreateEvent theirs = new CreateEvent(
                other, mine.venueId(), "T", null, mine.startsAt(), mine.endsAt(), mine.ticketTypes(), null, null);
        // When
        ServiceFault fault = faultOf(() -> events.harness.call(EventOperations.CREATE, theirs, events.asStranger()));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(fault.detail()).contains("venue");
    }

    @Test
    void wrongMembersArePointedAtAlsoWhenTheRequestIsJson() {
        // Given
        JsonObject body = new JsonObject()
                .put("organizationId", events.organization.toString())
                .put("venueId", events.venue.id().toString())
                .put("title", " ")
                .put("startsAt", "2031-01-01T00:00:00Z")
                .put("endsAt", "2030-01-01T00:00:00Z")
                .put("attributes", null);
        CreateEvent request = Records.read(body, CreateEvent.class);
        // When
        List<String> pointers = pointersOf(() -> events.create(request));
        // Then
        assertThat(pointers).containsExactly("/title", "/endsAt", "/ticketTypes");
    }

    @Test
    void draftsAreForMembersOnly() {
        // Given
        Event draft = events.draft("Secret");
        // When
        FaultCode stranger =
                faultOf(() -> events.get(draft.id(), events.asStranger())).code();
        FaultCode nobody = faultOf(() -> events.get(draft.id(), events.harness.anonymousCall()))
                .code();
        // Then
        assertThat(stranger).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(nobody).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(events.get(draft.id(), events.harness.userCall(events.viewer)))
                .isEqualTo(draft);
    }

    @Test
    void whoMayNotChangeAnEventIsToldSoOnlyAsAMember() {
        // Given
        Event draft = events.draft("Mine");
        UpdateEvent update = new UpdateEvent(draft.id(), 0L, json("{\"title\": \"Yours\"}"));
        // When
        FaultCode stranger = faultOf(() -> events.harness.call(EventOperations.UPDATE, update, events.asStranger()))
                .code();
        FaultCode viewer = faultOf(() ->
                        events.harness.call(EventOperations.UPDATE, update, events.harness.userCall(events.viewer)))
                .code();
        // Then
        assertThat(stranger).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(viewer).isEqualTo(FaultCode.FORBIDDEN);
    }

    @Test
    void aPatchChangesWhatItNamesAndTheVersion() {
        // Given
        Event draft = events.draft("Before");
        // When
        Event updated = events.update(draft.id(), 1L, "{\"title\": \"After\", \"attributes\": {\"age\": 18}}");
        // Then
        assertThat(updated.title()).isEqualTo("After");
        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.updatedAt()).isAfterOrEqualTo(draft.updatedAt());
        assertThat(events.get(draft.id(), events.asManager())).isEqualTo(updated);
    }

    @Test
    void aPatchThatChangesNothingKeepsTheVersion() {
        // Given
        Event draft = events.draft("Same");
        // When
        Event updated = events.update(draft.id(), 1L, "{\"title\": \"Same\"}");
        // Then
        assertThat(updated).isEqualTo(draft);
    }

    @Test
    void versionsAreChecked() {
        // Given
        Event draft = events.draft("Versions");
        events.update(draft.id(), 1L, "{\"title\": \"Second\"}");
        // When
        FaultCode stale = faultOf(() -> events.update(draft.id(), 1L, "{\"title\": \"Third\"}"))
                .code();
        FaultCode absent = faultOf(() -> events.update(draft.id(), null, "{\"title\": \"Third\"}"))
                .code();
        Event any = events.update(draft.id(), 0L, "{\"title\": \"Third\"}");
        // Then
        assertThat(stale).isEqualTo(FaultCode.PRECONDITION_FAILED);
        assertThat(absent).isEqualTo(FaultCode.PRECONDITION_REQUIRED);
        assertThat(any.version()).isEqualTo(3);
    }

    @Test
    void ofManyPatchesToOneVersionExactlyOneWins() {
        // Given
        Event draft = events.draft("Contended");
        // When
        List<Future<Event>> attempts = IntStream.range(0, 12)
                .mapToObj(i -> new UpdateEvent(draft.id(), 1L, json("{\"title\": \"Rival " + i + "\"}")))
                .map(update -> events.harness.context().bus().call(EventOperations.UPDATE, update, events.asManager()))
                .toList();
        ServiceHarness.await(Future.join(attempts).transform(all -> Future.succeededFuture()));
        // Then
        assertThat(attempts).filteredOn(Future::succeeded).hasSize(1);
        assertThat(attempts)
                .filteredOn(Future::failed)
                .extracting(attempt -> ((ServiceFault) attempt.cause()).code())
                .containsOnly(FaultCode.PRECONDITION_FAILED);
        assertThat(events.get(draft.id(), events.asManager()).version()).isEqualTo(2);
    }

    @Test
    void onlyDraftsAreDeleted() {
        // Given
        Event draft = events.draft("Gone");
        Event published = events.published(events.request("Stays"));
        // When
        FaultCode stale = faultOf(() -> delete(draft.id(), 7L)).code();
        delete(draft.id(), 1L);
        FaultCode gone =
                faultOf(() -> events.get(draft.id(), events.asManager())).code();
        FaultCode stays = faultOf(() -> delete(published.id(), null)).code();
        // Then
        assertThat(stale).isEqualTo(FaultCode.PRECONDITION_FAILED);
        assertThat(gone).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(stays).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void theOwnerIsToldToServicesWhateverTheState() {
        // Given
        Event draft = events.draft("Owned");
        // When
        EventOwner owner =
                events.harness.call(EventOperations.OWNER, new GetEvent(draft.id()), events.harness.serviceCall());
        FaultCode user = faultOf(
                        () -> events.harness.call(EventOperations.OWNER, new GetEvent(draft.id()), events.asManager()))
                .code();
        // Then
        assertThat(owner).isEqualTo(new EventOwner(draft.id(), events.organization, EventStatus.DRAFT));
        assertThat(user).isEqualTo(FaultCode.FORBIDDEN);
    }

    @Test
    void unknownEventsAreNotFound() {
        UUID unknown = Ids.next();
        assertThat(List.of(
                        faultOf(() -> events.get(unknown, events.harness.anonymousCall())),
                        faultOf(() -> events.update(unknown, null, "{}")),
                        faultOf(() -> delete(unknown, null)),
                        faultOf(() -> events.publish(unknown)),
                        faultOf(() -> events.cancel(unknown))))
                .extracting(ServiceFault::code)
                .containsOnly(FaultCode.NOT_FOUND);
    }

    @Test
    void anEventThatIsOverIsClosed() {
        // Given
        Event published = events.published(events.request("Short"));
        Instant yesterday = EventsFixture.inDays(-1);
        String over = "{\"startsAt\": \"%s\", \"endsAt\": \"%s\"}".formatted(yesterday, yesterday.plusSeconds(3_600));
        // When
        Event closed = events.update(published.id(), published.version(), over);
        // Then
        assertThat(closed.status()).isEqualTo(EventStatus.CLOSED);
        assertThat(events.get(published.id(), events.harness.anonymousCall())).isEqualTo(closed);
    }

    @Test
    void ticketTypesMaySayTheirSectionsInAnyOrder() {
        // Given
        Event draft = events.draft("Sections");
        // When
        Event updated = events.update(draft.id(), 1L, """
                {"ticketTypes": [{"code": "all", "name": "All", "price": {"amountMinor": 0, "currency": "JPY"},
                  "sections": ["PIT", "A"]}]}""");
        // Then
        assertThat(updated.ticketTypes()).extracting(TicketType::sections).containsExactly(List.of("PIT", "A"));
    }

    private static Nothing delete(UUID eventId, Long ifMatch) {
        return events.harness.call(EventOperations.DELETE, new DeleteEvent(eventId, ifMatch), events.asManager());
    }
}
