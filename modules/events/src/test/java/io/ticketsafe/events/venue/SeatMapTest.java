package io.ticketsafe.events.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.events.Faults;
import io.ticketsafe.events.input.Violations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeatMapTest {
    @Test
    void seatsNamedOneToNBecomeANumberAndOthersStayNames() throws JsonProcessingException {
        // Given
        String given = """
                [{"code": "A", "name": "Stalls", "kind": "seated", "rows": [
                  {"label": "1", "seats": ["1", "2", "3"], "accessible": ["3", "1"], "positions": []},
                  {"label": "2", "seats": ["1", "3"], "accessible": []},
                  {"label": "B.2", "seats": 2, "positions": [[0, 1.5], [1, 1.5]]}]},
                 {"code": "PIT", "kind": "standing", "rows": [], "capacity": 300}]""";
        // When
        List<Section> canonical = canonical(given);
        // Then
        assertThat(VenueStore.toJson(canonical))
                .isEqualTo("[{\"code\":\"A\",\"name\":\"Stalls\",\"kind\":\"seated\",\"rows\":["
                        + "{\"label\":\"1\",\"seats\":3,\"accessible\":[\"1\",\"3\"]},"
                        + "{\"label\":\"2\",\"seats\":[\"1\",\"3\"]},"
                        + "{\"label\":\"B.2\",\"seats\":2,\"positions\":[[0.0,1.5],[1.0,1.5]]}],\"capacity\":7},"
                        + "{\"code\":\"PIT\",\"name\":\"PIT\",\"kind\":\"standing\",\"capacity\":300}]");
        assertThat(SeatMap.capacity(canonical)).isEqualTo(307);
    }

    @Test
    void theCanonicalFormIsItsOwnCanonicalForm() throws JsonProcessingException {
        // Given
        List<Section> once = canonical("""
                [{"code": "A", "kind": "seated", "rows": [{"label": "1", "seats": ["1", "2"], "accessible": ["2"]}]}]""");
        // When
        List<Section> twice = SeatMap.canonical(once, new Violations());
        // Then
        assertThat(twice).isEqualTo(once);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                                                      | /sections",
                "[null]                                                                                  | /sections/0/code",
                "[{`code`: `A-B`, `kind`: `standing`, `capacity`: 1}]                                    | /sections/0/code",
                "[{`code`: `ÄÖ`, `kind`: `standing`, `capacity`: 1}]                                     | /sections/0/code",
                "[{`code`: `A`, `capacity`: 1}]                                                          | /sections/0/kind",
                "[{`code`: `A`, `name`: ` `, `kind`: `standing`, `capacity`: 1}]                         | /sections/0/name",
                "[{`code`: `A`, `kind`: `standing`}]                                                     | /sections/0/capacity",
                "[{`code`: `A`, `kind`: `standing`, `capacity`: 0}]                                      | /sections/0/capacity",
                "[{`code`: `A`, `kind`: `standing`, `capacity`: 100001}]                                 | /sections/0/capacity",
                "[{`code`: `A`, `kind`: `standing`, `capacity`: 1, `rows`: [{`label`: `1`, `seats`: 1}]}] | /sections/0/rows",
                "[{`code`: `A`, `kind`: `seated`}]                                                       | /sections/0/rows",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [null]}]                                       | /sections/0/rows/0/label",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1-2`, `seats`: 1}]}]               | /sections/0/rows/0/label",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`}]}]                             | /sections/0/rows/0/seats",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: 0}]}]                 | /sections/0/rows/0/seats",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: 1001}]}]              | /sections/0/rows/0/seats",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: 1.5}]}]               | /sections/0/rows/0/seats",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: []}]}]                | /sections/0/rows/0/seats",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: [`1`, `1`]}]}]        | /sections/0/rows/0/seats/1",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: [7]}]}]               | /sections/0/rows/0/seats/0",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: [`a b`]}]}]           | /sections/0/rows/0/seats/0",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: 2, `accessible`: [`3`]}]}] | /sections/0/rows/0/accessible/0",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: 2, `accessible`: [`1`, `1`]}]}] | /sections/0/rows/0/accessible/1",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: 2, `positions`: [[1, 2]]}]}] | /sections/0/rows/0/positions",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: 1, `positions`: [[1]]}]}] | /sections/0/rows/0/positions/0",
                "[{`code`: `A`, `kind`: `seated`, `capacity`: 3, `rows`: [{`label`: `1`, `seats`: 2}]}]  | /sections/0/capacity",
                "[{`code`: `A`, `kind`: `standing`, `capacity`: 1}, {`code`: `A`, `kind`: `standing`, `capacity`: 1}] | /sections/1/code",
                "[{`code`: `A`, `kind`: `standing`, `capacity`: 100000}, {`code`: `B`, `kind`: `standing`, `capacity`: 1}] | /sections",
                "[{`code`: `A`, `kind`: `seated`, `rows`: [{`label`: `1`, `seats`: 1}, {`label`: `1`, `seats`: 1}]}] | /sections/0/rows/1/label",
            })
    void whatIsWrongIsPointedAt(String json, String pointer) {
        assertThat(Faults.pointersOf(() -> canonical(json.replace('`', '"')))).containsExactly(pointer);
    }

    @Test
    void aMapThatIsAllWrongGetsABoundedAnswer() {
        // Given
        String bad = "{\"code\": \"-\", \"kind\": \"seated\"}";
        // When
        List<String> pointers =
                Faults.pointersOf(() -> canonical("[" + String.join(",", Collections.nCopies(500, bad)) + "]"));
        // Then
        assertThat(pointers).hasSize(20);
    }

    @Test
    void moreSectionsThanAllowedAreRefusedWithoutBeingRead() {
        // Given
        List<String> sections = new ArrayList<>();
        IntStream.range(0, 501)
                .forEach(i -> sections.add("{\"code\": \"S" + i + "\", \"kind\": \"standing\", \"capacity\": 1}"));
        // When
        List<String> pointers = Faults.pointersOf(() -> canonical("[" + String.join(",", sections) + "]"));
        // Then
        assertThat(pointers).containsExactly("/sections");
    }

    private static List<Section> canonical(String json) throws JsonProcessingException {
        Violations violations = new Violations();
        List<Section> canonical = SeatMap.canonical(read(json), violations);
        violations.throwIfAny();
        return canonical;
    }

    private static List<Section> read(String json) throws JsonProcessingException {
        return Json.MAPPER.readValue(json, new TypeReference<>() {});
    }
}
