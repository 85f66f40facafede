package io.ticketsafe.users.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.users.UsersConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final AtomicLong now = new AtomicLong();
    private final LoginThrottle throttle = new LoginThrottle(
            new UsersConfig(null, null, null, null, null, null, null, null, 3, Duration.ofMinutes(15)), now::get);

    @Test
    void refusesAnAddressUntilTheWindowOfItsFirstFailureHasPassed() {
        // Given
        throttle.failed("ana@example.test");
        pass(Duration.ofMinutes(5));
        throttle.failed("ana@example.test");
        throttle.admit("ana@example.test");
        // When
        throttle.failed("ana@example.test");
        // Then
        assertThatThrownBy(() -> throttle.admit("ana@example.test"))
                .isInstanceOfSatisfying(ServiceFault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(FaultCode.RATE_LIMITED);
                    assertThat(fault.members().getLong("retryAfterSeconds")).isEqualTo(601);
                });
        assertThatCode(() -> throttle.admit("bruno@example.test")).doesNotThrowAnyException();
        pass(Duration.ofSeconds(601));
        assertThatCode(() -> throttle.admit("ana@example.test")).doesNotThrowAnyException();
    }

    @Test
    void aRightPasswordForgetsTheWrongOnes() {
        // Given
        throttle.failed("ana@example.test");
        throttle.failed("ana@example.test");
        // When
        throttle.succeeded("ana@example.test");
        throttle.failed("ana@example.test");
        throttle.failed("ana@example.test");
        // Then
        assertThatCode(() -> throttle.admit("ana@example.test")).doesNotThrowAnyException();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
