package io.ticketsafe.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsersConfigTest {
    @Test
    void whatIsAbsentHasItsDefault() {
        // When
        UsersConfig config = UsersConfig.defaults();
        // Then
        assertThat(config.issuer()).isEqualTo("ticketsafe");
        assertThat(config.accessTokenTtl()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.refreshTokenTtl()).isEqualTo(Duration.ofDays(30));
        assertThat(config.passwordMemoryKib()).isEqualTo(19_456);
        assertThat(config.passwordThreads()).isPositive();
    }

    @Test
    void whatIsOutOfBoundsIsNamed() {
        assertThatThrownBy(() -> new UsersConfig(" ", null, null, null, null, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("issuer must be");
        assertThatThrownBy(() ->
                        new UsersConfig(null, Duration.ofHours(25), null, null, null, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("accessTokenTtl must be");
        assertThatThrownBy(() -> new UsersConfig(null, null, null, null, 1_024, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("passwordMemoryKib must be");
    }
}
