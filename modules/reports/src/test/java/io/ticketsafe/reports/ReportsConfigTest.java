package io.ticketsafe.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportsConfigTest {
    @Test
    void whatIsNotSetHasADefault() {
        // When
        ReportsConfig config = ReportsConfig.defaults();
        // Then
        assertThat(config).isEqualTo(new ReportsConfig(Duration.ofSeconds(8), 10_000, 10_000));
    }

    @Test
    void aDeadlineLongerThanTheOperationsIsRefused() {
        // Given
        Duration tooLong = Duration.ofSeconds(10);
        // When, Then
        assertThatThrownBy(() -> new ReportsConfig(tooLong, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("deadline must be");
    }
}
