package io.ticketsafe.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    @Test
    void theFirstPauseIsShort() {
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> backoff.pauseMs(1))).allMatch(ms -> ms >= 1 && ms <= 100);
    }

    @Test
    void noPauseIsLongerThanTheLongest() {
        assertThat(IntStream.range(1, 1_000).mapToLong(backoff::pauseMs)).allMatch(ms -> ms >= 1 && ms <= 2_000);
    }

    @Test
    void aTimerVariesByAQuarter() {
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> Backoff.aboutMs(Duration.ofSeconds(1))))
                .allMatch(ms -> ms >= 750 && ms <= 1_250);
    }

    @Test
    void thereIsNoNegativePause() {
        assertThatThrownBy(() -> new Backoff(Duration.ofMillis(10), Duration.ofMillis(5)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
