package io.ticketsafe.events.channel;

import static io.ticketsafe.events.Faults.faultOf;
import static io.ticketsafe.events.Faults.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.Allotment;
import io.ticketsafe.contract.events.EventOperations.Blocked;
import io.ticketsafe.contract.events.EventOperations.Channel;
import io.ticketsafe.contract.events.EventOperations.Channels;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.events.EventOperations.SetChannels;
import io.ticketsafe.contract.tickets.ChannelKeys;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAllotment;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAssignments;
import io.ticketsafe.contract.tickets.SaleOperations.SheetChannel;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.events.EventsFixture;
import io.vertx.sqlclient.Row;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChannelsIT {
    private static final String KEY = "correct horse";
    private static final Channel NORTH = new Channel(
            "north", "North", List.of(KEY), null, List.of("A-1-1:2"), List.of(new Allotment("PIT", 10)), null);
    private static final Blocked HOUSE = new Blocked("house", List.of("A-2-5"));

    private static EventsFixture events;

    @BeforeAll
    static void start() {
        events = EventsFixture.start();
    }

    @AfterAll
    static void stop() {
        events.close();
    }

    @Test
    void whatIsAssignedOnADraftIsSentAlongWhenItIsPublished() {
        // Given
        Event draft = events.draft("Draft");
        Channels set = set(draft.id(), 1L, List.of(NORTH), List.of(HOUSE));
        // When
        events.publish(draft.id());
        // Then
        assertThat(set).isEqualTo(new Channels(draft.id(), List.of(NORTH), List.of(HOUSE), 2));
        assertThat(events.tickets.opened(draft.id()))
                .extracting(SaleSheet::assignments)
                .containsExactly(sheet(draft.id()));
        assertThat(get(draft.id())).isEqualTo(new Channels(draft.id(), List.of(NORTH), List.of(HOUSE), 3));
    }

    @Test
    void aPublishedEventIsSoldByThemAtOnce() {
        // Given
        Event event = events.published(events.request("Live"));
        // When
        set(event.id(), 2L, List.of(NORTH), List.of(HOUSE));
        set(event.id(), 3L, List.of(), List.of());
        // Then
        assertThat(events.tickets.opened(event.id()))
                .extracting(SaleSheet::version)
                .containsExactly(2L, 3L, 4L);
        assertThat(events.tickets.opened(event.id()))
                .extracting(SaleSheet::assignments)
                .containsExactly(null, sheet(event.id()), null);
        assertThat(get(event.id()).channels()).isEmpty();
        assertThat(events.get(event.id(), events.asManager()).version()).isEqualTo(4);
    }

    @Test
    void theSameAgainChangesNothing() {
        // Given
        Event event = events.published(events.request("Twice"));
        Channels first = set(event.id(), 2L, List.of(NORTH), null);
        // When
        Channels again = set(event.id(), 3L, List.of(NORTH), List.of());
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(events.tickets.opened(event.id()))
                .extracting(SaleSheet::version)
                .containsOnly(2L, 3L);
    }

    @Test
    void anEditOfTheEventKeepsThem() {
        // Given
        Event event = events.published(events.request("Edited"));
        set(event.id(), 2L, List.of(NORTH), List.of(HOUSE));
        // When
        events.update(event.id(), 3L, "{\"title\": \"Edited again\"}");
        // Then
        assertThat(events.tickets.opened(event.id()).get(2).assignments()).isEqualTo(sheet(event.id()));
    }

    @Test
    void theVersionSeenIsNeeded() {
        Event event = events.draft("Versions");
        assertThat(faultOf(() -> set(event.id(), null, List.of(NORTH), null)).code())
                .isEqualTo(FaultCode.PRECONDITION_REQUIRED);
        assertThat(faultOf(() -> set(event.id(), 7L, List.of(NORTH), null)).code())
                .isEqualTo(FaultCode.PRECONDITION_FAILED);
        assertThat(get(event.id())).isEqualTo(new Channels(event.id(), List.of(), List.of(), 1));
    }

    @Test
    void onlyManagersSeeAndSetThem() {
        // Given
        Event event = events.published(events.request("Private"));
        set(event.id(), 2L, List.of(NORTH), null);
        Call viewer = events.harness.userCall(events.viewer);
        // When, then
        assertThat(faultOf(() -> get(event.id(), viewer)).code()).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(faultOf(() -> get(event.id(), events.asStranger())).code()).isEqualTo(FaultCode.NOT_FOUND);
        SetChannels request = new SetChannels(event.id(), 0L, List.of(), List.of());
        assertThat(faultOf(() -> events.harness.call(EventOperations.SET_CHANNELS, request, viewer))
                        .code())
                .isEqualTo(FaultCode.FORBIDDEN);
        assertThat(faultOf(() -> events.harness.call(EventOperations.SET_CHANNELS, request, events.asStranger()))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void whatIsWrongIsNamed() {
        // Given
        Event event = events.draft("Wrong");
        Channel wrong = new Channel("x", "X", null, events.organization, List.of("Z"), null, event.createdAt());
        // When, then
        assertThat(pointersOf(() -> set(event.id(), 1L, List.of(wrong), null)))
                .containsExactly("/channels/0/organizationId", "/channels/0/seats/0", "/channels/0/releaseAt");
        Channel nobodys = new Channel("x", "X", null, Ids.next(), null, null, null);
        assertThat(pointersOf(() -> set(event.id(), 1L, List.of(nobodys), null)))
                .containsExactly("/channels/0/organizationId");
    }

    @Test
    void anAgencyNeedsNoKey() {
        // Given
        Event event = events.published(events.request("Agency"));
        UUID agency = Ids.next();
        events.harness.organization(agency, Kind.AGENCY);
        // When
        set(event.id(), 2L, List.of(new Channel("x", "X", null, agency, List.of("A"), null, event.startsAt())), null);
        // Then
        assertThat(events.tickets.opened(event.id()).get(1).assignments().channels())
                .containsExactly(new SheetChannel("x", List.of(), agency, event.startsAt(), List.of("A"), List.of()));
    }

    @Test
    void whatSellsNoMoreIsNotAssigned() {
        // Given
        Event canceled = events.published(events.request("Canceled"));
        events.cancel(canceled.id());
        Event over = events.published(events.request("Over"));
        String past = "{\"startsAt\": \"%s\", \"endsAt\": \"%s\"}"
                .formatted(EventsFixture.inDays(-2), EventsFixture.inDays(-1).truncatedTo(ChronoUnit.SECONDS));
        events.update(over.id(), 2L, past);
        // When, then
        assertThat(faultOf(() -> set(canceled.id(), 0L, List.of(NORTH), null)).code())
                .isEqualTo(FaultCode.WRONG_STATE);
        assertThat(faultOf(() -> set(over.id(), 0L, List.of(NORTH), null)).code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void keysAreNotReadableInTheStore() {
        // Given
        Event event = events.draft("Sealed");
        // When
        set(event.id(), 1L, List.of(NORTH), null);
        // Then
        Row row = ServiceHarness.await(events.harness
                        .context()
                        .stores()
                        .postgres("events")
                        .query(
                                "SELECT definition::text, encode(sealed_keys, 'escape') FROM event_channels WHERE event_id = $1",
                                event.id()))
                .iterator()
                .next();
        assertThat(row.getString(0)).contains("north").doesNotContain(KEY);
        assertThat(row.getString(1)).isNotEmpty().doesNotContain(KEY);
    }

    @Test
    void whileTicketsAreDownTheyAreSentLater() {
        // Given
        Event event = events.published(events.request("Later"));
        events.tickets.down(true);
        // When
        Channels set = set(event.id(), 2L, List.of(NORTH), List.of(HOUSE));
        events.tickets.down(false);
        events.update(event.id(), 3L, "{\"title\": \"Now\"}");
        // Then
        assertThat(set.version()).isEqualTo(3);
        assertThat(events.tickets.opened(event.id()))
                .last()
                .satisfies(sheet -> assertThat(sheet.assignments()).isEqualTo(sheet(event.id())));
    }

    private static SheetAssignments sheet(UUID eventId) {
        return new SheetAssignments(
                List.of(new SheetChannel(
                        "north",
                        List.of(ChannelKeys.hash(eventId, KEY)),
                        null,
                        null,
                        List.of("A-1-1:2"),
                        List.of(new SheetAllotment("PIT", 10)))),
                List.of("A-2-5"));
    }

    private static Channels set(UUID eventId, Long ifMatch, List<Channel> channels, List<Blocked> blocked) {
        SetChannels request = new SetChannels(eventId, ifMatch, channels, blocked);
        return events.harness.call(EventOperations.SET_CHANNELS, request, events.asManager());
    }

    private static Channels get(UUID eventId) {
        return get(eventId, events.asManager());
    }

    private static Channels get(UUID eventId, Call call) {
        return events.harness.call(EventOperations.CHANNELS, new GetEvent(eventId), call);
    }
}
