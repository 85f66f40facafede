package io.ticketsafe.events.channel;

import static io.ticketsafe.events.Faults.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.IntNode;
import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.events.EventOperations.Blocked;
import io.ticketsafe.contract.events.EventOperations.Channel;
import io.ticketsafe.contract.events.EventOperations.SetChannels;
import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.events.Faults;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelCheckTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final UUID AGENCY = Ids.next();
    private static final List<Section> HALL = List.of(
            new Section(
                    "A",
                    "Stalls",
                    SectionKind.SEATED,
                    List.of(
                            new Row("1", IntNode.valueOf(10), null, null),
                            new Row("2", Json.MAPPER.valueToTree(List.of("9", "7", "5")), null, null)),
                    13),
            new Section("B", "Balcony", SectionKind.SEATED, List.of(new Row("1", IntNode.valueOf(4), null, null)), 4),
            new Section("PIT", "Pit", SectionKind.STANDING, null, 50));

    @Test
    void sectionsRowsSeatsAndRangesAsTheyStandAreAssigned() {
        // Given
        String given = """
                {"channels": [
                   {"code": "north", "name": "North", "keys": ["north-key"], "seats": ["B", "A-2-9:7", "A-1-10"],
                    "standing": [{"section": "PIT", "quantity": 30}], "releaseAt": "2030-02-01T00:00:00.123456Z"},
                   {"code": "south", "name": "South", "keys": ["south-key"], "seats": [], "standing": [{"section": "PIT", "quantity": 20}]}],
                 "blocked": [{"reason": "house", "seats": ["A-2-5"]}]}""";
        // When
        Assigned assigned = check(given);
        // Then
        assertThat(assigned.channels()).extracting(Channel::code).containsExactly("north", "south");
        assertThat(assigned.channels().get(0).releaseAt()).isEqualTo(Instant.parse("2030-02-01T00:00:00.123Z"));
        assertThat(assigned.channels().get(1).seats()).isNull();
        assertThat(assigned.blocked()).containsExactly(new Blocked("house", List.of("A-2-5")));
        assertThat(check("{}")).isEqualTo(Assigned.NOTHING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /channels/0/code            | {`code`: `a b`, `name`: `N`, `keys`: [`12345678`]}
                    /channels/0/code            | {`code`: `direct`, `name`: `N`, `keys`: [`12345678`]}
                    /channels/0/name            | {`code`: `a`, `keys`: [`12345678`]}
                    /channels/0/keys            | {`code`: `a`, `name`: `N`}
                    /channels/0/keys/0          | {`code`: `a`, `name`: `N`, `keys`: [`1234567`]}
                    /channels/0/keys/1          | {`code`: `a`, `name`: `N`, `keys`: [`12345678`, `12345678`]}
                    /channels/0/keys/0          | {`code`: `a`, `name`: `N`, `keys`: [`1234567\\u0000`]}
                    /channels/0/keys/0          | {`code`: `12345678`, `name`: `N`, `keys`: [`12345678`]}
                    /channels/0/organizationId  | {`code`: `a`, `name`: `N`, `organizationId`: `01939f3c-8a52-7c4e-9f6b-0242ac120002`}
                    /channels/0/seats/0         | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `seats`: [`C`]}
                    /channels/0/seats/0         | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `seats`: [`A-3`]}
                    /channels/0/seats/1         | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `seats`: [`A-1`, `A-2-8`]}
                    /channels/0/seats/0         | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `seats`: [`A-2-7:9`]}
                    /channels/0/seats/0         | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `seats`: [`A-1-1-1`]}
                    /channels/0/seats/0         | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `seats`: [``]}
                    /channels/0/seats/0         | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `seats`: [`PIT`]}
                    /channels/0/seats/1         | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `seats`: [`A-1`, `A-1-5:6`]}
                    /channels/0/standing/0/section  | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `standing`: [{`section`: `A`, `quantity`: 1}]}
                    /channels/0/standing/1/section  | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `standing`: [{`section`: `PIT`, `quantity`: 1}, {`section`: `PIT`, `quantity`: 1}]}
                    /channels/0/standing/0/quantity | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `standing`: [{`section`: `PIT`, `quantity`: 0}]}
                    /channels/0/standing/0/quantity | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `standing`: [{`section`: `PIT`, `quantity`: 51}]}
                    /channels/0/releaseAt       | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `releaseAt`: `2029-12-31T23:59:59Z`}
                    /channels/0/releaseAt       | {`code`: `a`, `name`: `N`, `keys`: [`12345678`], `releaseAt`: `2200-01-01T00:00:00Z`}
                    """)
    void namesWhatIsWrongOfAChannel(String pointer, String channel) {
        String given = "{\"channels\": [" + channel.replace('`', '"') + "]}";
        assertThat(pointersOf(() -> check(given))).containsExactly(pointer);
    }

    @Test
    void noSeatIsGivenAwayTwice() {
        // Given
        String given = """
                {"channels": [
                   {"code": "north", "name": "N", "keys": ["north-key"], "seats": ["A-1-1:5"], "standing": [{"section": "PIT", "quantity": 30}]},
                   {"code": "north", "name": "N", "keys": ["north-key"], "seats": ["A-1"], "standing": [{"section": "PIT", "quantity": 21}]}],
                 "blocked": [{"reason": "house", "seats": ["A-1-5"]}, {"reason": " ", "seats": []}]}""";
        // When, then
        assertThat(pointersOf(() -> check(given)))
                .containsExactly(
                        "/channels/1/code",
                        "/channels/1/keys/0",
                        "/channels/1/seats/0",
                        "/channels/1/standing/0/quantity",
                        "/blocked/0/seats/0",
                        "/blocked/1/reason",
                        "/blocked/1/seats");
        assertThat(Faults.detailsOf(() -> check(given)))
                .contains("Seat A-1-1 is given to channel north already.")
                .noneMatch(detail -> detail.contains("north-key"));
    }

    @Test
    void thereAreBounds() {
        // Given
        Channel channel = new Channel("a", "N", List.of("12345678"), null, null, null, null);
        SetChannels tooMany = new SetChannels(Ids.next(), 0L, Collections.nCopies(21, channel), null);
        SetChannels tooManyKeys = new SetChannels(
                Ids.next(),
                0L,
                List.of(new Channel("a", "N", Collections.nCopies(1_001, "12345678"), null, null, null, null)),
                null);
        // When, then
        assertThat(pointersOf(() -> check(tooMany, Assigned.NOTHING))).containsExactly("/channels");
        assertThat(pointersOf(() -> check(tooManyKeys, Assigned.NOTHING))).containsExactly("/channels/0/keys");
        assertThat(pointersOf(() -> check(
                        new SetChannels(Ids.next(), 0L, Collections.singletonList(null), null), Assigned.NOTHING)))
                .containsExactly("/channels/0");
    }

    @Test
    void aDateThatHasComeMayStay() {
        // Given
        Instant past = NOW.minusSeconds(60);
        Channel channel = new Channel("a", "N", null, AGENCY, List.of("A"), null, past);
        SetChannels again = new SetChannels(Ids.next(), 0L, List.of(channel), null);
        // When
        Assigned assigned = check(again, new Assigned(List.of(channel), List.of()));
        // Then
        assertThat(assigned.channels()).containsExactly(channel);
        assertThat(pointersOf(() -> check(again, Assigned.NOTHING))).containsExactly("/channels/0/releaseAt");
    }

    private static Assigned check(String given) {
        try {
            return check(Json.MAPPER.readValue(given, SetChannels.class), Assigned.NOTHING);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(given, e);
        }
    }

    private static Assigned check(SetChannels request, Assigned before) {
        return ChannelCheck.checked(request, HALL, Set.of(AGENCY), before, NOW);
    }
}
