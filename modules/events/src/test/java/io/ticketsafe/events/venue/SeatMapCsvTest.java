package io.ticketsafe.events.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.events.Faults;
import io.ticketsafe.events.input.Violations;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeatMapCsvTest {
    private static final String PLAIN = """
            section,row,seat,accessible,x,y
            A,1,1,true,0,0
            A,1,2,,1,0
            A,2,10,no,,
            PIT,,250,,,
            A,2,9,YES,,
            """;
    private static final String CANONICAL = "[{\"code\":\"A\",\"name\":\"A\",\"kind\":\"seated\",\"rows\":["
            + "{\"label\":\"1\",\"seats\":2,\"accessible\":[\"1\"],\"positions\":[[0.0,0.0],[1.0,0.0]]},"
            + "{\"label\":\"2\",\"seats\":[\"10\",\"9\"],\"accessible\":[\"9\"]}],\"capacity\":4},"
            + "{\"code\":\"PIT\",\"name\":\"PIT\",\"kind\":\"standing\",\"capacity\":250}]";

    @Test
    void linesBecomeSectionsRowsAndSeatsInTheirOrder() {
        assertThat(read(PLAIN)).isEqualTo(CANONICAL);
    }

    @Test
    void byteOrderMarkCarriageReturnsQuotesAndEmptyLinesAreUnderstood() {
        // Given
        String windows = "\uFEFF"
                + PLAIN.replace("A,1,1,true", "\"A\",\"1\", 1 ,true")
                        .replace("PIT", "\n  \nPIT")
                        .replace("\n  \n", "\n\n")
                        .replace("\n", "\r\n");
        // When
        String read = read(windows);
        // Then
        assertThat(read).isEqualTo(CANONICAL);
    }

    @Test
    void columnsMayComeInAnyOrderAndOptionalOnesMayBeMissing() {
        assertThat(read("Seat,SECTION,row\n1,A,1\n2,A,1"))
                .isEqualTo("[{\"code\":\"A\",\"name\":\"A\",\"kind\":\"seated\","
                        + "\"rows\":[{\"label\":\"1\",\"seats\":2}],\"capacity\":2}]");
    }

    @Test
    void semicolonsWithDecimalCommasAreUnderstood() {
        assertThat(read("section;row;seat;x;y\nA;1;1;1,5;-2\n"))
                .isEqualTo("[{\"code\":\"A\",\"name\":\"A\",\"kind\":\"seated\","
                        + "\"rows\":[{\"label\":\"1\",\"seats\":1,\"positions\":[[1.5,-2.0]]}],\"capacity\":1}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'section,row'                                              | line 1: the header needs",
                "'section,row,seat,price\nA,1,1,5'                          | line 1: the header knows",
                "'section,row,seat,row\nA,1,1,1'                            | line 1: the column row stands in the header twice",
                "'section,row,seat,x\nA,1,1,5'                              | line 1: the columns x and y go together",
                "'section,row,seat'                                         | line 1: there is no seat below the header",
                "'section,row,seat\nA,1,1\nA,1'                             | line 3: this line has 2 fields",
                "'section,row,seat\nA,1,1\n\nA,1,1\n'                       | line 4: this seat stands in the file already",
                "'section,row,seat\nA-B,1,1'                                | line 2: A section's code has",
                "'section,row,seat\nA,1,a b'                                | line 2: A row's or seat's name has",
                "'section,row,seat\nA,1,'                                   | line 2: A row's or seat's name has",
                "'section,row,seat\nA,,none'                                | line 2: without a row, seat is the number of standing places",
                "'section,row,seat\nA,,0'                                   | line 2: without a row, seat is the number of standing places",
                "'section,row,seat\nA,,5\nA,,5'                             | line 3: a standing section is one line",
                "'section,row,seat\nA,,5\nA,1,5'                            | line 3: a standing section is one line",
                "'section,row,seat\nA,1,5\nA,,5'                            | line 3: a standing section is one line",
                "'section,row,seat,accessible\nA,,5,yes'                    | line 2: a standing section has neither",
                "'section,row,seat,accessible\nA,1,5,maybe'                 | line 2: accessible is true",
                "'section,row,seat,x,y\nA,1,5,left,2'                       | line 2: x and y are numbers",
                "'section,row,seat,x,y\nA,1,5,NaN,2'                        | line 2: x and y are numbers",
                "'section,row,seat,x,y\nA,1,5,1,'                           | line 2: x and y are numbers",
                "'section,row,seat,x,y\nA,1,1,1,1\nA,1,2,2,1\nA,1,3,,'      | line 4: other seats of this row have a position",
                "'section,row,seat\nA,1,1\nA,1,\"2\"2\n'                    | line 3: a quoted field does not end",
                "'section,row,seat\nA,1,1\nA,1,\"2'                         | line 3: a quoted field does not end",
            })
    void errorsNameTheLine(String csv, String beginning) {
        // When
        List<String> errors = errorsOf(csv);
        // Then
        assertThat(errors).singleElement().asString().startsWith(beginning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "\uFEFF", "\u0000\u0001\u0002PNG", "{\"sections\": []}", "\"", ",,,\n,,,"})
    void rubbishIsRefused(String csv) {
        assertThat(errorsOf(csv)).isNotEmpty();
    }

    @Test
    void atMostTwentyErrorsAreReported() {
        // Given
        String lines = IntStream.range(0, 1_000).mapToObj(i -> "A,1,?\n").collect(Collectors.joining());
        // When
        List<String> errors = errorsOf("section,row,seat\n" + lines);
        // Then
        assertThat(errors).hasSize(20).last().asString().startsWith("line 21: ");
    }

    @Test
    void moreThanAHundredThousandPlacesAreRefusedAtTheirLine() {
        // Given
        String lines = IntStream.rangeClosed(0, 100_000)
                .mapToObj(i -> "A," + i / 1_000 + "," + i % 1_000 + "\n")
                .collect(Collectors.joining());
        // When
        List<String> errors = errorsOf("section,row,seat\n" + lines + "A,x,?\n");
        // Then
        assertThat(errors).containsExactly("line 100002: a venue has at most 100000 places.");
    }

    @Test
    void aRowLongerThanAThousandSeatsIsRefusedAtItsLine() {
        // Given
        String lines =
                IntStream.rangeClosed(1, 1_001).mapToObj(i -> "A,1," + i + "\n").collect(Collectors.joining());
        // When
        List<String> errors = errorsOf("section,row,seat\n" + lines);
        // Then
        assertThat(errors).containsExactly("line 1002: a row has at most 1000 seats.");
    }

    @Test
    void aFileBeyondTheLimitIsRefusedUnread() {
        assertThat(errorsOf("x".repeat(SeatMapCsv.LONGEST + 1)))
                .singleElement()
                .asString()
                .contains("at most 8000000");
    }

    private static String read(String csv) {
        Violations violations = new Violations();
        List<Section> read = SeatMapCsv.read(csv, violations);
        violations.throwIfAny();
        List<Section> canonical = SeatMap.canonical(read, violations);
        violations.throwIfAny();
        return VenueStore.toJson(canonical);
    }

    private static List<String> errorsOf(String csv) {
        return Faults.detailsOf(() -> read(csv));
    }
}
