package io.ticketsafe.perf.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageTest {
    @ParameterizedTest
    @ValueSource(ints = {40, 41, 99, 100, 1_234, 50_000, 100_000})
    void aHallHasAsManyPlacesAsAskedFor(int places) {
        Hall hall = Hall.of(places);

        assertThat(hall.capacity()).isEqualTo(places);
        for (Hall.Section section : hall.sections()) {
            int inRows = section.rows().stream().mapToInt(Integer::intValue).sum();
            assertThat(inRows).isEqualTo(section.seated() ? section.capacity() : 0);
            assertThat(section.rows()).hasSizeLessThanOrEqualTo(1_000).allMatch(seats -> seats <= 1_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, A", "25, Z", "26, AA", "701, ZZ", "702, AAA"})
    void rowsAreCalledByLetters(int row, String name) {
        assertThat(Hall.rowName(row)).isEqualTo(name);
    }

    @Test
    void neighboursSitSideBySideInTheFirstRows() {
        List<String> seats = Hall.of(1_000).neighbours(2, 0.99, 0.99, 3);

        assertThat(seats).containsExactly("PLATEIA-B-20", "PLATEIA-B-21", "PLATEIA-B-22");
    }

    @Test
    void nobodyComesTwice() {
        People people = new People();
        Set<Object> references = new HashSet<>();

        for (int i = 0; i < 500; i++) {
            Map<String, Object> person = people.next();
            assertThat(person.get("email").toString()).matches("[a-z]+\\.[a-z]+\\d+@example\\.com");
            assertThat(person.get("language")).isIn("pt-BR", "en");
            assertThat(references.add(person.get("reference"))).isTrue();
        }
    }

    @Test
    void aLimitIsExplainedByTheSettingThatRaisesIt() {
        assertThat(Limits.explain("\"check-ins\";q=1200;w=60"))
                .contains("\"check-ins\", 1200 a minute", "TICKETSAFE_HTTP_RATE_LIMITS_CHECK_INS_PER_MINUTE");
        assertThat(Limits.explain("")).contains("http.rateLimits");
    }
}
