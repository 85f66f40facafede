package io.ticketsafe.events.sale;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.PublishEvent;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.events.EventsConfig;
import io.ticketsafe.events.EventsFixture;
import io.ticketsafe.events.Faults;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was left unfinished is finished by the worker, which is impatient here. */
class RecoveryIT {
    private static final EventsConfig IMPATIENT =
            new EventsConfig(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(200), null, null);

    private static EventsFixture events;

    @BeforeAll
    static void start() {
        events = EventsFixture.start(IMPATIENT, ServiceHarness::context);
    }

    @AfterAll
    static void stop() {
        events.close();
    }

    @Test
    void whoDiedAfterTheSaleWasOpenedIsReplaced() {
        // Given
        Event draft = events.draft("Half way");
        events.tickets.nextAnswerIsLost();
        // When
        Future<Event> neverAnswered = events.harness
                .context()
                .bus()
                .call(EventOperations.PUBLISH, new PublishEvent(draft.id()), events.asManager());
        ServiceHarness.await(events.facts.await(Facts.EVENT_PUBLISHED, draft.id()));
        // Then
        assertThat(neverAnswered.isComplete()).isFalse();
        assertThat(events.get(draft.id(), events.asManager()).status()).isEqualTo(EventStatus.PUBLISHED);
        assertThat(events.tickets.opened(draft.id()))
                .hasSizeGreaterThan(1)
                .extracting(SaleSheet::version)
                .containsOnly(2L);
        events.eventually(() -> tasksOf(draft), count -> count == 0);
        assertThat(events.search("Half way").items()).extracting(Event::id).containsExactly(draft.id());
    }

    @Test
    void whatTicketsDidNotHearTheyAreTold() {
        // Given
        Event published = events.published(events.request("Deaf"));
        events.tickets.down(true);
        Event updated = events.update(published.id(), 2L, "{\"title\": \"Dear\"}");
        Event edited = events.update(published.id(), 3L, "{\"title\": \"Dead\"}");
        // When
        events.tickets.down(false);
        events.eventually(() -> tasksOf(published), count -> count == 0);
        // Then
        assertThat(updated.version()).isEqualTo(3);
        assertThat(edited.version()).isEqualTo(4);
        List<SaleSheet> sheets = events.tickets.opened(published.id());
        assertThat(sheets.get(sheets.size() - 1))
                .extracting(SaleSheet::title, SaleSheet::version)
                .containsExactly("Dead", 4L);
    }

    @Test
    void aCancellationIsSentUntilItIsAcknowledged() {
        // Given
        Event published = events.published(events.request("Unheard"));
        events.tickets.down(true);
        Event canceled = events.cancel(published.id());
        // When
        events.tickets.down(false);
        events.eventually(() -> tasksOf(published), count -> count == 0);
        // Then
        assertThat(canceled.status()).isEqualTo(EventStatus.CANCELED);
        assertThat(events.tickets.canceled(published.id()))
                .isNotEmpty()
                .containsOnly(new CancelSale(published.id(), "Rain."));
    }

    @Test
    void aRefusedCancellationIsSentAgainToo() {
        // Given
        Event published = events.published(events.request("Stubborn"));
        events.tickets.nextAnswers(ServiceFault.notFound("sale"));
        // When
        events.cancel(published.id());
        events.eventually(() -> tasksOf(published), count -> count == 0);
        // Then
        assertThat(events.tickets.canceled(published.id())).isNotEmpty();
    }

    @Test
    void publishingGoesOnByItselfOnceTicketsAreBack() {
        // Given
        Event draft = events.draft("By itself");
        events.tickets.down(true);
        Faults.faultOf(() -> events.publish(draft.id()));
        // When
        events.tickets.down(false);
        ServiceHarness.await(events.facts.await(Facts.EVENT_PUBLISHED, draft.id()));
        // Then
        assertThat(events.get(draft.id(), events.harness.anonymousCall()).status())
                .isEqualTo(EventStatus.PUBLISHED);
    }

    private static Future<Long> tasksOf(Event event) {
        return events.harness
                .context()
                .stores()
                .postgres("events")
                .query("SELECT count(*) AS tasks FROM task WHERE event_id = $1", event.id())
                .map(rows -> rows.iterator().next().getLong("tasks"));
    }
}
