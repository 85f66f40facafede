package io.ticketsafe.events.sale;

import static io.ticketsafe.events.Faults.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.EventChanged;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.CreateEvent;
import io.ticketsafe.contract.events.EventOperations.DeleteEvent;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.PublishEvent;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.contract.tickets.SaleOperations.SheetSection;
import io.ticketsafe.events.EventsFixture;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PublishIT {
    private static EventsFixture events;

    @BeforeAll
    static void start() {
        events = EventsFixture.start();
    }

    @AfterAll
    static void stop() {
        events.close();
    }

    @AfterEach
    void ticketsAreBack() {
        events.tickets.down(false);
    }

    @Test
    void publishingOpensTheSaleAndTellsEverybody() {
        // Given
        Event draft = events.draft("Premiere");
        // When
        Event published = events.publish(draft.id());
        // Then
        assertThat(published.status()).isEqualTo(EventStatus.PUBLISHED);
        assertThat(published.version()).isEqualTo(2);
        assertThat(events.get(draft.id(), events.harness.anonymousCall())).isEqualTo(published);
        assertThat(events.tickets.opened(draft.id()))
                .containsExactly(new SaleSheet(
                        draft.id(),
                        events.organization,
                        2,
                        "Premiere",
                        events.venue.name(),
                        "America/Sao_Paulo",
                        draft.startsAt(),
                        draft.endsAt(),
                        List.of(
                                new SheetSection(
                                        "A",
                                        "Stalls",
                                        SectionKind.SEATED,
                                        6,
                                        List.of(
                                                new SheetRow("1", List.of("1", "2", "3"), List.of("3")),
                                                new SheetRow("2", List.of("1", "3", "5"), List.of()))),
                                new SheetSection("PIT", "Pit", SectionKind.STANDING, 50, List.of())),
                        draft.ticketTypes(),
                        new SheetRules(draft.createdAt(), draft.endsAt(), 10, 0, 10)));
        EventChanged fact = ServiceHarness.await(events.facts.await(Facts.EVENT_PUBLISHED, draft.id()))
                .dataAs(EventChanged.class);
        assertThat(fact)
                .isEqualTo(new EventChanged(
                        draft.id(),
                        events.organization,
                        "Premiere",
                        events.venue.name(),
                        "America/Sao_Paulo",
                        "BRL",
                        draft.startsAt(),
                        draft.endsAt(),
                        56));
    }

    @Test
    void publishingAgainChangesNothing() {
        // Given
        Event published = events.published(events.request("Once"));
        // When
        Event again = events.publish(published.id());
        // Then
        assertThat(again).isEqualTo(published);
        assertThat(events.tickets.opened(published.id())).hasSize(1);
    }

    @Test
    void ofManyWhoPublishEachSeesTheOnePublishedEvent() {
        // Given
        Event draft = events.draft("Stampede");
        PublishEvent request = new PublishEvent(draft.id());
        // When
        List<Future<Event>> attempts = IntStream.range(0, 8)
                .mapToObj(
                        i -> events.harness.context().bus().call(EventOperations.PUBLISH, request, events.asManager()))
                .toList();
        ServiceHarness.await(Future.all(attempts));
        // Then
        assertThat(attempts)
                .extracting(Future::result)
                .extracting(Event::version)
                .containsOnly(2L);
        assertThat(events.tickets.opened(draft.id()))
                .extracting(SaleSheet::version)
                .containsOnly(2L);
        ServiceHarness.await(events.facts.await(Facts.EVENT_PUBLISHED, draft.id()));
        assertThat(events.facts.typesOf(draft.id())).containsExactly(Facts.EVENT_PUBLISHED);
    }

    @Test
    void aSectionThatNobodyCanBuyIsNamed() {
        // Given
        CreateEvent whole = events.request("Half sold");
        List<TicketType> seatsOnly = List.of(new TicketType("seat", "Seat", new Money(1, "BRL"), List.of("A")));
        Event draft = events.create(new CreateEvent(
                events.organization,
                whole.venueId(),
                "Half",
                null,
                whole.startsAt(),
                whole.endsAt(),
                seatsOnly,
                null,
                null));
        // When
        ServiceFault fault = faultOf(() -> events.publish(draft.id()));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(fault.detail()).contains("PIT");
        assertThat(events.tickets.opened(draft.id())).isEmpty();
    }

    @Test
    void whatIsOverIsNotPublished() {
        // Given
        Event draft = events.create(events.request("Yesterday", events.venue, EventsFixture.inDays(-2)));
        // When
        ServiceFault fault = faultOf(() -> events.publish(draft.id()));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void whileTicketsAreDownTheEventStaysADraftAndIsPublishedLater() {
        // Given
        Event draft = events.draft("Patience");
        events.tickets.down(true);
        // When
        ServiceFault fault = faultOf(() -> events.publish(draft.id()));
        EventStatus meanwhile = events.get(draft.id(), events.asManager()).status();
        events.tickets.down(false);
        Event published = events.publish(draft.id());
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(meanwhile).isEqualTo(EventStatus.DRAFT);
        assertThat(published.status()).isEqualTo(EventStatus.PUBLISHED);
    }

    @Test
    void anEditBetweenTwoTriesIsWhatIsPublished() {
        // Given
        Event draft = events.draft("First title");
        events.tickets.down(true);
        faultOf(() -> events.publish(draft.id()));
        events.update(draft.id(), 1L, "{\"title\": \"Second title\"}");
        events.tickets.down(false);
        // When
        Event published = events.publish(draft.id());
        // Then
        assertThat(published.title()).isEqualTo("Second title");
        assertThat(published.version()).isEqualTo(3);
        assertThat(events.tickets.opened(draft.id()))
                .extracting(SaleSheet::title, SaleSheet::version)
                .containsExactly(tuple("Second title", 3L));
    }

    @Test
    void anEventOnItsWayToBeingPublishedIsNotDeleted() {
        // Given
        Event draft = events.draft("On its way");
        events.tickets.down(true);
        faultOf(() -> events.publish(draft.id()));
        // When
        ServiceFault fault = faultOf(() ->
                events.harness.call(EventOperations.DELETE, new DeleteEvent(draft.id(), null), events.asManager()));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void aPlainRefusalTakesThePublishingBack() {
        // Given
        Event draft = events.draft("Refused");
        events.tickets.nextAnswers(ServiceFault.wrongState("No."));
        // When
        ServiceFault fault = faultOf(() -> events.publish(draft.id()));
        events.harness.call(EventOperations.DELETE, new DeleteEvent(draft.id(), null), events.asManager());
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(faultOf(() -> events.get(draft.id(), events.asManager())).code())
                .isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void anEditOfAPublishedEventReachesTheSale() {
        // Given
        Event published = events.published(events.request("Cheap"));
        // When
        Event updated = events.update(published.id(), 2L, "{\"sale\": {\"maxPerOrder\": 2, \"maxPerBuyer\": 4}}");
        // Then
        assertThat(updated.version()).isEqualTo(3);
        assertThat(events.tickets.opened(published.id()))
                .extracting(SaleSheet::version)
                .containsExactly(2L, 3L);
        assertThat(events.tickets.opened(published.id()).get(1).rules())
                .isEqualTo(new SheetRules(published.createdAt(), published.endsAt(), 2, 4, 10));
        ServiceHarness.await(events.facts.await(Facts.EVENT_UPDATED, published.id()));
        assertThat(events.facts.typesOf(published.id())).containsExactly(Facts.EVENT_PUBLISHED, Facts.EVENT_UPDATED);
    }

    @Test
    void cancelingEndsTheSaleForGood() {
        // Given
        Event published = events.published(events.request("Stormy"));
        // When
        Event canceled = events.cancel(published.id());
        // Then
        assertThat(canceled.status()).isEqualTo(EventStatus.CANCELED);
        assertThat(canceled.version()).isEqualTo(3);
        assertThat(events.tickets.canceled(published.id())).containsExactly(new CancelSale(published.id(), "Rain."));
        ServiceHarness.await(events.facts.await(Facts.EVENT_CANCELED, published.id()));
        assertThat(events.cancel(published.id())).isEqualTo(canceled);
        assertThat(faultOf(() -> events.publish(published.id())).code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(faultOf(() -> events.update(published.id(), 3L, "{\"title\": \"Sunny\"}"))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
        assertThat(events.get(published.id(), events.harness.anonymousCall())).isEqualTo(canceled);
    }

    @Test
    void aDraftIsNotCanceled() {
        // Given
        Event draft = events.draft("Sketch");
        // When
        ServiceFault fault = faultOf(() -> events.cancel(draft.id()));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.WRONG_STATE);
    }
}
