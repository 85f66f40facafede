package io.ticketsafe.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
    @ParameterizedTest
    @CsvSource({
        "10, 12500, 1250",
        "10.00, 12500, 1250",
        "7.5, 999, 75",
        "12.25, 100, 12",
        "0, 12500, 0",
        "0.01, 5000, 1",
        "0.01, 4999, 0",
        "100, 1000000000, 1000000000",
        "50, 1, 1",
        "49.99, 1, 0",
        "33.33, 0, 0"
    })
    void isRoundedHalfUpToTheMinorUnit(String percent, long amountMinor, long shareMinor) {
        assertThat(Percent.parse(percent).of(amountMinor)).isEqualTo(shareMinor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1e1", "10.001", "100.01", "101", ".5", "5.", "10,5", " 5", "010"})
    void anythingElseIsNoPercentage(String text) {
        assertThat(Percent.isOne(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Percent.parse(text));
    }
}
