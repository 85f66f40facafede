package io.ticketsafe.common.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureRateTest {
    private final FailureRate rate = new FailureRate(Duration.ofSeconds(10), 4, 50);

    @Test
    void fewCallsTellNothing() {
        note(3, 0, 1_000);
        assertThat(rate.isTooHigh(1_000)).isFalse();
        note(1, 0, 1_000);
        assertThat(rate.isTooHigh(1_000)).isTrue();
    }

    @Test
    void halfOfTheCallsIsTooMuchAndLessIsNot() {
        note(2, 3, 1_000);
        assertThat(rate.isTooHigh(1_000)).isFalse();
        note(1, 0, 2_000);
        assertThat(rate.isTooHigh(2_000)).isTrue();
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        note(8, 0, 1_000);
        assertThat(rate.isTooHigh(10_900)).isTrue();
        assertThat(rate.isTooHigh(11_000)).isFalse();
        note(1, 7, 21_500);
        assertThat(rate.isTooHigh(21_500)).isFalse();
    }

    @Test
    void clocksMayBeginBelowZero() {
        note(4, 0, -55_555);
        assertThat(rate.isTooHigh(-55_555)).isTrue();
        assertThat(rate.isTooHigh(-40_000)).isFalse();
    }

    @Test
    void clearedItKnowsNothing() {
        note(9, 0, 1_000);
        rate.clear();
        assertThat(rate.isTooHigh(1_000)).isFalse();
    }

    private void note(int failures, int answers, long nowMs) {
        for (int i = 0; i < failures; i++) {
            rate.note(true, nowMs);
        }
        for (int i = 0; i < answers; i++) {
            rate.note(false, nowMs);
        }
    }
}
