package io.ticketsafe.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaymentsConfigTest {
    @Test
    void aBuyerHearsWithinTenSecondsByDefault() {
        PaymentsConfig config = PaymentsConfig.defaults();
        assertThat(config.providerBudget()).isLessThan(Duration.ofSeconds(10));
        assertThat(config.providerTimeout()).isGreaterThan(config.sandbox().slowAnswer());
        assertThat(config.recoverAfter()).isGreaterThan(config.providerBudget());
    }

    @Test
    void aSecretOfTheSourceCodeIsToldApart() {
        assertThat(PaymentsConfig.defaults().hasDevSecret()).isTrue();
        assertThat(withSandbox(true, new Secret("a secret of one's own")).hasDevSecret())
                .isFalse();
        assertThat(withSandbox(false, null).hasDevSecret()).isFalse();
    }

    @Test
    void recoveryMayNotComeBeforeTheBudgetIsSpent() {
        assertThatThrownBy(() -> new PaymentsConfig(
                        null,
                        Duration.ofSeconds(9),
                        null,
                        Duration.ofSeconds(5),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .hasMessageStartingWith("recoverAfter must be");
    }

    @Test
    void aShortSecretIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> withSandbox(true, new Secret("short")))
                .hasMessageStartingWith("webhookSecret must")
                .hasMessageNotContaining("short ");
    }

    private static PaymentsConfig withSandbox(boolean enabled, Secret secret) {
        return new PaymentsConfig(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new PaymentsConfig.Sandbox(enabled, null, secret, null, null),
                null,
                null,
                null);
    }
}
