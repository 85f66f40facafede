package io.ticketsafe.events.venue;

import static io.ticketsafe.events.Faults.faultOf;
import static io.ticketsafe.events.Faults.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.ticketsafe.common.Ids;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.contract.events.VenueOperations.CreateVenue;
import io.ticketsafe.contract.events.VenueOperations.GetVenue;
import io.ticketsafe.contract.events.VenueOperations.ImportVenue;
import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.events.VenueOperations.Venue;
import io.ticketsafe.events.EventsConfig;
import io.ticketsafe.events.EventsVerticle;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VenuesIT {
    private static final UUID ORGANIZATION = Ids.next();
    private static final UUID MANAGER = Ids.next();
    private static final UUID GATE = Ids.next();
    private static final UUID STRANGER = Ids.next();
    private static final List<Section> SECTIONS = List.of(
            new Section("A", "Stalls", SectionKind.SEATED, List.of(new Row("1", IntNode.valueOf(3), null, null)), null),
            new Section("PIT", "Pit", SectionKind.STANDING, null, 50));

    private static ServiceHarness harness;

    @BeforeAll
    static void start() {
        harness = ServiceHarness.start("events");
        harness.member(ORGANIZATION, MANAGER, MemberRole.MANAGER);
        harness.member(ORGANIZATION, GATE, MemberRole.GATE);
        harness.deploy(new EventsVerticle(harness.context(), EventsConfig.defaults()));
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Teatro São João", "\"Robert'); DROP TABLE venue;--", "🎭 Bühne", "مسرح الشمس", "劇場"})
    void aVenueComesBackAsItWasCreated(String name) {
        // Given
        CreateVenue request = new CreateVenue(ORGANIZATION, name, "São Paulo", "America/Sao_Paulo", SECTIONS);
        // When
        Venue created = harness.call(VenueOperations.CREATE, request, harness.userCall(MANAGER));
        // Then
        assertThat(created.name()).isEqualTo(name);
        assertThat(created.capacity()).isEqualTo(53);
        assertThat(created.sections()).extracting(Section::capacity).containsExactly(3, 50);
        assertThat(harness.call(VenueOperations.GET, new GetVenue(created.id()), harness.userCall(GATE)))
                .isEqualTo(created);
    }

    @Test
    void theSameKeyGivesTheSameVenue() {
        // Given
        CreateVenue request = new CreateVenue(ORGANIZATION, "Once", "Rio", "America/Sao_Paulo", SECTIONS);
        Venue first = harness.call(VenueOperations.CREATE, request, harness.userCall(MANAGER, "venue-once"));
        // When
        Venue second = harness.call(VenueOperations.CREATE, request, harness.userCall(MANAGER, "venue-once"));
        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void strangersFindNoOrganisationAndSmallRolesMayNotCreate() {
        // Given
        CreateVenue request = new CreateVenue(ORGANIZATION, "Mine", "Rio", "UTC", SECTIONS);
        // When
        FaultCode stranger = faultOf(() -> harness.call(VenueOperations.CREATE, request, harness.userCall(STRANGER)))
                .code();
        FaultCode gate = faultOf(() -> harness.call(VenueOperations.CREATE, request, harness.userCall(GATE)))
                .code();
        FaultCode nobody = faultOf(() -> harness.call(VenueOperations.CREATE, request, harness.anonymousCall()))
                .code();
        // Then
        assertThat(stranger).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(gate).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(nobody).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @Test
    void strangersFindNoVenue() {
        // Given
        CreateVenue request = new CreateVenue(ORGANIZATION, "Hidden", "Rio", "UTC", SECTIONS);
        Venue venue = harness.call(VenueOperations.CREATE, request, harness.userCall(MANAGER));
        // When
        FaultCode code = faultOf(
                        () -> harness.call(VenueOperations.GET, new GetVenue(venue.id()), harness.userCall(STRANGER)))
                .code();
        // Then
        assertThat(code).isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        // Given
        CreateVenue request = new CreateVenue(ORGANIZATION, " ", "a\u0000b", "Mars/Base", List.of());
        // When
        List<String> pointers =
                pointersOf(() -> harness.call(VenueOperations.CREATE, request, harness.userCall(MANAGER)));
        // Then
        assertThat(pointers).containsExactly("/name", "/city", "/timezone", "/sections");
    }

    @Test
    void anArenaComesInAsCsv() {
        // Given
        StringBuilder csv = new StringBuilder("section,row,seat,accessible\r\n");
        IntStream.range(0, 12_000)
                .forEach(i -> csv.append("S%d,%d,%d,%s\r\n"
                        .formatted(i / 1_000, i % 1_000 / 40 + 1, i % 40 + 1, i % 40 == 0 ? "yes" : "")));
        csv.append("FLOOR,,8000,\r\n");
        ImportVenue request = new ImportVenue(ORGANIZATION, "Arena", "Curitiba", "America/Sao_Paulo", csv.toString());
        // When
        Venue venue = harness.call(VenueOperations.IMPORT, request, harness.userCall(MANAGER));
        // Then
        assertThat(venue.capacity()).isEqualTo(20_000);
        assertThat(venue.sections()).hasSize(13);
        assertThat(venue.sections().get(0).rows().get(0))
                .isEqualTo(new Row("1", IntNode.valueOf(40), List.of("1"), null));
    }

    @Test
    void csvErrorsPointAtTheFile() {
        // Given
        ImportVenue request = new ImportVenue(ORGANIZATION, "Arena", "Rio", "UTC", "section,row,seat\nA,1,1\nA,1,1\n");
        // When
        List<String> pointers =
                pointersOf(() -> harness.call(VenueOperations.IMPORT, request, harness.userCall(MANAGER)));
        // Then
        assertThat(pointers).containsExactly("/csv");
    }
}
