package io.ticketsafe.events.catalogue;

import static io.ticketsafe.events.Faults.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.events.EventOperations.CreateEvent;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventPage;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.ListEvents;
import io.ticketsafe.contract.events.VenueOperations.Venue;
import io.ticketsafe.events.EventsFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueIT {
    private static EventsFixture events;
    private static Event spring;

    @BeforeAll
    static void start() {
        events = EventsFixture.start();
        CreateEvent plain = events.request(
                "Festival de Verão: d'Água & Łódź 🎸 東京ロックフェス",
                events.venue("Galpão Ñandú", "Foz do Iguaçu"),
                EventsFixture.inDays(30));
        spring = events.published(new CreateEvent(
                events.organization,
                plain.venueId(),
                plain.title(),
                "Música (ao vivo)\ne comida.*",
                plain.startsAt(),
                plain.endsAt(),
                plain.ticketTypes(),
                null,
                EventsFixture.json("{\"$where\": {\"a.b\": 1}}")));
    }

    @AfterAll
    static void stop() {
        events.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "festival",
                "FESTIVAL verao",
                "Verão",
                "fest",
                "agua",
                "d'agua",
                "lodz",
                "🎸",
                "ロック",
                "musica vivo",
                "comida.*",
                "galpao nandu",
                "  foz do   iguacu  ",
            })
    void anEventIsFoundByItsWordsWhateverTheirCaseAndAccents(String q) {
        assertThat(events.search(q).items()).containsExactly(spring);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"estival", "festival inverno", ".*", "f.stival", "$where", "!!!", "\\", "[", "(", "festival|x"})
    void otherWordsFindNothing(String q) {
        assertThat(events.search(q).items()).isEmpty();
    }

    @Test
    void draftsAndCanceledEventsAreNotListed() {
        // Given
        events.draft("Invisible one");
        Event canceled = events.published(events.request("Invisible two"));
        // When
        int before = events.search("invisible").items().size();
        events.cancel(canceled.id());
        // Then
        assertThat(before).isEqualTo(1);
        assertThat(events.search("invisible").items()).isEmpty();
    }

    @Test
    void anEditIsSeenInTheList() {
        // Given
        Event published = events.published(events.request("Draft of a name"));
        // When
        Event updated = events.update(published.id(), 2L, "{\"title\": \"Quixotic\"}");
        // Then
        assertThat(events.search("quixotic").items()).containsExactly(updated);
        assertThat(events.search("draft name").items()).isEmpty();
    }

    @Test
    void pagesFollowEachOtherSoonestFirstWithoutGapOrRepeat() {
        // Given
        Venue where = events.venue("Pagehall", "Pageville");
        Instant same = EventsFixture.inDays(50);
        List<Event> expected = new ArrayList<>();
        expected.add(events.published(events.request("Page last", where, EventsFixture.inDays(60))));
        IntStream.range(0, 5).forEach(i -> expected.add(i, events.published(events.request("Page " + i, where, same))));
        expected.add(0, events.published(events.request("Page first", where, EventsFixture.inDays(40))));
        // When
        List<Event> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = null;
        do {
            EventPage page = events.list(new ListEvents(null, "PAGEVILLE", null, null, 3, cursor));
            seen.addAll(page.items());
            sizes.add(page.items().size());
            cursor = page.nextCursor();
        } while (cursor != null);
        // Then
        assertThat(seen).isEqualTo(expected);
        assertThat(sizes).containsExactly(3, 3, 1);
    }

    @Test
    void theTimeOfTheStartIsBounded() {
        // Given
        Venue where = events.venue("Timehall", "Timeville");
        Event early = events.published(events.request("Early", where, EventsFixture.inDays(100)));
        Event late = events.published(events.request("Late", where, EventsFixture.inDays(200)));
        // When
        List<Event> from = listed("Timeville", early.startsAt().plusMillis(1), null);
        List<Event> to = listed("Timeville", null, late.startsAt().minusMillis(1));
        List<Event> exactly = listed("Timeville", early.startsAt(), late.startsAt());
        List<Event> ever = listed("Timeville", Instant.MIN, Instant.MAX);
        // Then
        assertThat(from).containsExactly(late);
        assertThat(to).containsExactly(early);
        assertThat(exactly).containsExactly(early, late);
        assertThat(ever).containsExactly(early, late);
    }

    @Test
    void whatIsOverIsListedOnlyWhenAskedFor() {
        // Given
        Venue where = events.venue("Pasthall", "Pastville");
        Event published = events.published(events.request("Past", where, EventsFixture.inDays(10)));
        Instant start = EventsFixture.inDays(-10);
        events.update(
                published.id(),
                2L,
                "{\"startsAt\": \"%s\", \"endsAt\": \"%s\"}".formatted(start, start.plusSeconds(60)));
        // When
        List<Event> upcoming = listed("Pastville", null, null);
        List<Event> asked = listed("Pastville", EventsFixture.inDays(-20), null);
        // Then
        assertThat(upcoming).isEmpty();
        assertThat(asked).singleElement().extracting(Event::status).isEqualTo(EventStatus.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"0,query/limit", "101,query/limit", "-1,query/limit"})
    void limitsAreBounded(int limit, String pointer) {
        assertThat(pointersOf(() -> events.list(new ListEvents(null, null, null, null, limit, null))))
                .containsExactly(pointer);
    }

    @Test
    void malformedQueriesArePointedAt() {
        assertThat(pointersOf(() -> events.list(new ListEvents(null, null, null, null, null, "nonsense"))))
                .containsExactly("query/cursor");
        assertThat(pointersOf(() -> events.search("x".repeat(201)))).containsExactly("query/q");
        assertThat(pointersOf(() -> events.search("a b c d e f g h i j k l m n o p q r s t u")))
                .containsExactly("query/q");
        assertThat(pointersOf(() -> events.search("a\u0000b"))).containsExactly("query/q");
    }

    @Test
    void anOlderVersionNeverReplacesANewerOne() {
        // Given
        Catalogue catalogue = new Catalogue(events.harness.context(), Duration.ofSeconds(5));
        Event second = events.published(events.request("Guarded"));
        Event third = events.update(second.id(), 2L, "{\"title\": \"Guardian\"}");
        // When
        ServiceHarness.await(catalogue.put(second));
        ServiceHarness.await(catalogue.put(third));
        // Then
        assertThat(events.search("guardian").items()).containsExactly(third);
        assertThat(events.search("guarded").items()).isEmpty();
    }

    private static List<Event> listed(String city, Instant from, Instant to) {
        return events.list(new ListEvents(null, city, from, to, null, null)).items();
    }
}
