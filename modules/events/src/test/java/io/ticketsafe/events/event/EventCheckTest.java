package io.ticketsafe.events.event;

import static io.ticketsafe.events.Faults.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCheckTest {
    private static final List<String> SECTIONS = List.of("A", "PIT");
    private static final String VALID = """
            {"title": "Concert", "startsAt": "2030-05-01T20:00:00.123456Z", "endsAt": "2030-05-01T23:00:00Z",
             "ticketTypes": [{"code": "full", "name": "Full", "price": {"amountMinor": 12500, "currency": "BRL"}}]}""";

    @Test
    void defaultsAreFilledInAndTimesCutToMilliseconds() {
        // When
        EventDetails checked = EventCheck.checked(read(VALID), SECTIONS);
        // Then
        assertThat(checked.startsAt()).isEqualTo(Instant.parse("2030-05-01T20:00:00.123Z"));
        assertThat(checked.sale()).isEqualTo(new SaleRules(null, null, 10, null, 10));
        assertThat(EventCheck.checked(checked, SECTIONS)).isEqualTo(checked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ópera d'Água",
                "\"quoted\" \\ back",
                "🎸🤘🏿",
                "مهرجان الربيع",
                "שלום ‏עולם",
                "'; DROP TABLE event;--",
            })
    void titlesOfEveryKindAreWelcome(String title) {
        // Given
        EventDetails valid = read(VALID);
        EventDetails given =
                new EventDetails(title, null, valid.startsAt(), valid.endsAt(), valid.ticketTypes(), null, null);
        // When
        EventDetails checked = EventCheck.checked(given, SECTIONS);
        // Then
        assertThat(checked.title()).isEqualTo(title);
    }

    @Test
    void lengthsCountCodePoints() {
        assertThat(pointersWith("title", quoted("🎭".repeat(200)))).isEmpty();
        assertThat(pointersWith("title", quoted("🎭".repeat(201)))).containsExactly("/title");
        assertThat(pointersWith("description", quoted("🎭".repeat(10_000)))).isEmpty();
        assertThat(pointersWith("description", quoted("x".repeat(10_001)))).containsExactly("/description");
        assertThat(pointersWith("description", quoted("two\\nlines\\tand a tab")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "title | null | /title",
                "title | `\"  \"` | /title",
                "title | `\"a\\u0000b\"` | /title",
                "title | `\"a\\nb\"` | /title",
                "title | `\"a\\ud83c\"` | /title",
                "description | `\"a\\u0007b\"` | /description",
                "startsAt | null | /startsAt",
                "startsAt | `\"1969-01-01T00:00:00Z\"` | /startsAt",
                "endsAt | `\"2200-01-01T00:00:00Z\"` | /endsAt",
                "endsAt | `\"2030-05-01T20:00:00.123Z\"` | /endsAt",
                "ticketTypes | null | /ticketTypes",
                "ticketTypes | [] | /ticketTypes",
                "ticketTypes | [null] | /ticketTypes/0",
                "sale | `{\"maxPerOrder\": 0}` | /sale/maxPerOrder",
                "sale | `{\"maxPerOrder\": 201}` | /sale/maxPerOrder",
                "sale | `{\"maxPerBuyer\": 0}` | /sale/maxPerBuyer",
                "sale | `{\"maxPerBuyer\": 10001}` | /sale/maxPerBuyer",
                "sale | `{\"holdMinutes\": 61}` | /sale/holdMinutes",
                "sale | `{\"opensAt\": \"2030-05-02T00:00:00Z\"}` | /sale/opensAt",
                "sale | `{\"opensAt\": \"2030-04-02T00:00:00Z\", \"closesAt\": \"2030-04-01T00:00:00Z\"}` | /sale/closesAt",
                "attributes | [] | /attributes",
                "attributes | `\"text\"` | /attributes",
                "attributes | `{\"a\": \"\\udc00\"}` | /attributes",
                "attributes | `{\"a\": 1e999}` | /attributes",
            })
    void whatIsWrongIsPointedAt(String member, String value, String pointer) {
        assertThat(pointersWith(member, value)).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"code\": \"a b\"` | /code",
                "`\"code\": null` | /code",
                "`\"name\": \"\"` | /name",
                "`\"price\": null` | /price",
                "`\"price\": {\"amountMinor\": -1, \"currency\": \"BRL\"}` | /price/amountMinor",
                "`\"price\": {\"amountMinor\": 1000000001, \"currency\": \"BRL\"}` | /price/amountMinor",
                "`\"price\": {\"amountMinor\": 1, \"currency\": \"ZZZ\"}` | /price/currency",
                "`\"price\": {\"amountMinor\": 1, \"currency\": \"XAU\"}` | /price/currency",
                "`\"price\": {\"amountMinor\": 1, \"currency\": \"EUR\"}` | /price/currency",
                "`\"sections\": [\"B\"]` | /sections/0",
                "`\"sections\": [\"A\", \"A\"]` | /sections/1",
                "`\"code\": \"full\"` | /code",
            })
    void wrongTicketTypesArePointedAt(String change, String pointer) {
        // Given
        String first = """
                {"code": "full", "name": "Full", "price": {"amountMinor": 0, "currency": "BRL"}, "sections": []}""";
        String second = """
                {"code": "half", "name": "Half", "price": {"amountMinor": 1, "currency": "BRL"}, %s}""";
        // When
        List<String> pointers = pointersWith("ticketTypes", "[" + first + "," + second.formatted(change) + "]");
        // Then
        assertThat(pointers).containsExactly("/ticketTypes/1" + pointer);
    }

    @Test
    void moreThanFiftyTicketTypesAreRefused() {
        // Given
        String types = IntStream.range(0, 51).mapToObj(i -> """
                        {"code": "t%d", "name": "T", "price": {"amountMinor": 1, "currency": "BRL"}}""".formatted(i)).collect(Collectors.joining(","));
        // When
        List<String> pointers = pointersWith("ticketTypes", "[" + types + "]");
        // Then
        assertThat(pointers).containsExactly("/ticketTypes");
    }

    @Test
    void attributesAreBoundedInSizeAndDepth() {
        assertThat(pointersWith("attributes", "{\"a\":".repeat(10) + "1" + "}".repeat(10)))
                .isEmpty();
        assertThat(pointersWith("attributes", "{\"a\":".repeat(11) + "1" + "}".repeat(11)))
                .containsExactly("/attributes");
        assertThat(pointersWith("attributes", "{\"a\":\"" + "ä".repeat(8_188) + "\"}"))
                .isEmpty();
        assertThat(pointersWith("attributes", "{\"a\":\"" + "ä".repeat(8_189) + "\"}"))
                .containsExactly("/attributes");
    }

    /** Members given twice take the last value. */
    private static List<String> pointersWith(String member, String value) {
        EventDetails details = read(VALID.substring(0, VALID.length() - 1) + ", \"" + member + "\": " + value + "}");
        return pointersOf(() -> EventCheck.checked(details, SECTIONS));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static EventDetails read(String json) {
        try {
            return Json.MAPPER.readValue(json, EventDetails.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
