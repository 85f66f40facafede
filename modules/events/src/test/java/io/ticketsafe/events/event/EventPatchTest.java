package io.ticketsafe.events.event;

import static io.ticketsafe.events.Faults.faultOf;
import static io.ticketsafe.events.Faults.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.EventOperations.UpdateEvent;
import io.ticketsafe.contract.events.EventOperations.VenueSummary;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPatchTest {
    private static final Instant STARTS = Instant.parse("2030-05-01T20:00:00Z");
    private static final Instant ENDS = Instant.parse("2030-05-01T23:00:00Z");
    private static final EventDetails DETAILS = new EventDetails(
            "Concert",
            "Loud.",
            STARTS,
            ENDS,
            List.of(
                    new TicketType("full", "Full", new Money(12_500, "BRL"), List.of("A")),
                    new TicketType("pit", "Pit", new Money(8_000, "BRL"), List.of("PIT"))),
            new SaleRules(null, null, 4, 8, 10),
            json("{\"age\": 18, \"tags\": {\"genre\": \"rock\", \"none\": null}}"));
    private static final StoredEvent DRAFT = event(EventStatus.DRAFT);
    private static final StoredEvent PUBLISHED = event(EventStatus.PUBLISHED);

    @Test
    void namedMembersChangeOthersStayAndNullRemoves() {
        // Given
        JsonNode changes = json("""
                {"title": "Concerto", "description": null, "sale": {"maxPerBuyer": null, "maxPerOrder": 6},
                 "attributes": {"tags": {"genre": "jazz"}}}""");
        // When
        EventDetails after = EventPatch.apply(DRAFT, changes);
        // Then
        assertThat(after)
                .isEqualTo(new EventDetails(
                        "Concerto",
                        null,
                        STARTS,
                        ENDS,
                        DETAILS.ticketTypes(),
                        new SaleRules(null, null, 6, null, 10),
                        json("{\"age\": 18, \"tags\": {\"genre\": \"jazz\", \"none\": null}}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"title\": \"Concert\"}",
                "{\"attributes\": {\"age\": 18}}",
                "{\"sale\": {\"opensAt\": null}}"
            })
    void aPatchThatChangesNothingIsSeenToDoSo(String changes) {
        assertThat(EventPatch.apply(PUBLISHED, json(changes))).isSameAs(DETAILS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"title\": null} | /title",
                "{\"title\": 7} | /title",
                "{\"ticketTypes\": null} | /ticketTypes",
                "{\"ticketTypes\": {}} | /ticketTypes",
                "{\"startsAt\": \"tomorrow\"} | /startsAt",
                "{\"startsAt\": \"2030-06-01T00:00:00Z\"} | /endsAt",
                "{\"sale\": {\"colour\": 1}} | /sale/colour",
                "{\"sale\": {\"maxPerOrder\": \"4\"}} | /sale/maxPerOrder",
                "{\"attributes\": 1} | /attributes",
            })
    void whatIsWrongIsPointedAt(String changes, String pointer) {
        assertThat(pointersOf(() -> EventPatch.apply(DRAFT, json(changes)))).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource({"venueId,/venueId", "status,/status", "id,/id", "a/b~c,/a~1b~0c"})
    void membersThatCannotChangeArePointedAt(String member, String pointer) {
        // Given
        UpdateEvent request = new UpdateEvent(DRAFT.id(), 1L, json("{\"" + member + "\": 1}"));
        // When
        List<String> pointers = pointersOf(() -> EventPatch.checkShape(request));
        // Then
        assertThat(pointers).containsExactly(pointer);
    }

    @Test
    void theVersionIsRequiredAndMustBeTheLatest() {
        JsonNode changes = json("{}");
        assertThat(faultOf(() -> EventPatch.checkShape(new UpdateEvent(DRAFT.id(), null, changes)))
                        .code())
                .isEqualTo(FaultCode.PRECONDITION_REQUIRED);
        assertThat(faultOf(() -> IfMatch.check(DRAFT, 2L)).code()).isEqualTo(FaultCode.PRECONDITION_FAILED);
        assertThatCode(() -> IfMatch.check(DRAFT, 3L)).doesNotThrowAnyException();
        assertThatCode(() -> IfMatch.check(DRAFT, 0L)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a type that may have been sold is missing
                "[{\"code\": \"full\", \"name\": \"Full\", \"price\": {\"amountMinor\": 1, \"currency\": \"BRL\"}}]",
                // another currency
                "[{\"code\": \"full\", \"name\": \"Full\", \"price\": {\"amountMinor\": 1, \"currency\": \"EUR\"}},"
                        + "{\"code\": \"pit\", \"name\": \"Pit\", \"price\": {\"amountMinor\": 1, \"currency\": \"EUR\"}}]",
                // section A cannot be sold any more
                "[{\"code\": \"full\", \"name\": \"Full\", \"price\": {\"amountMinor\": 1, \"currency\": \"BRL\"}, \"sections\": [\"PIT\"]},"
                        + "{\"code\": \"pit\", \"name\": \"Pit\", \"price\": {\"amountMinor\": 1, \"currency\": \"BRL\"}, \"sections\": [\"PIT\"]}]",
            })
    void whatSalesRelyOnStaysOncePublished(String ticketTypes) {
        // Given
        JsonNode changes = json("{\"ticketTypes\": " + ticketTypes + "}");
        // When
        FaultCode published =
                faultOf(() -> EventPatch.apply(PUBLISHED, changes)).code();
        FaultCode publishing =
                faultOf(() -> EventPatch.apply(DRAFT.marked(), changes)).code();
        // Then
        assertThat(published).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(publishing).isEqualTo(FaultCode.WRONG_STATE);
        assertThatCode(() -> EventPatch.apply(DRAFT, changes)).doesNotThrowAnyException();
    }

    @Test
    void pricesMayChangeAndTypesMayBeAddedOncePublished() {
        // Given
        JsonNode changes = json("""
                {"ticketTypes": [
                  {"code": "half", "name": "Half", "price": {"amountMinor": 6250, "currency": "BRL"}},
                  {"code": "pit", "name": "Pit", "price": {"amountMinor": 9000, "currency": "BRL"}},
                  {"code": "full", "name": "Full", "price": {"amountMinor": 12500, "currency": "BRL"}}]}""");
        // When
        EventDetails after = EventPatch.apply(PUBLISHED, changes);
        // Then
        assertThat(after.ticketTypes()).extracting(TicketType::code).containsExactly("half", "pit", "full");
    }

    @Test
    void aCanceledEventCannotBeChanged() {
        assertThat(faultOf(() -> EventPatch.apply(event(EventStatus.CANCELED), json("{\"title\": \"Back\"}")))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }

    private static StoredEvent event(EventStatus status) {
        VenueSummary venue = new VenueSummary(Ids.next(), "Arena", "Rio", "America/Sao_Paulo", 100);
        return new StoredEvent(
                Ids.next(), Ids.next(), venue, List.of("A", "PIT"), DETAILS, status, false, 3, null, STARTS, STARTS);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
