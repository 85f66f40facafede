package io.ticketsafe.common.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "order 7/ü", "🎫"})
    void aKeyMayBeAnyPrintableText(String key) {
        assertThat(with(key).requireIdempotencyKey()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\nb"})
    void aKeyThatCannotBeStoredIsRefused(String key) {
        assertThat(catchThrowableOfType(ServiceFault.class, () -> with(key).checkedIdempotencyKey())
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
    }

    @Test
    void aKeyHasAtMost255Characters() {
        assertThat(with("k".repeat(255)).checkedIdempotencyKey()).hasSize(255);
        assertThat(catchThrowableOfType(
                                ServiceFault.class, () -> with("k".repeat(256)).checkedIdempotencyKey())
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
    }

    @Test
    void aMissingKeyMattersOnlyWhereOneIsRequired() {
        assertThat(with(null).checkedIdempotencyKey()).isNull();
        assertThat(catchThrowableOfType(ServiceFault.class, () -> with(null).requireIdempotencyKey())
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
    }

    private static Call with(String key) {
        return new Call(Caller.NOBODY, null, null, key);
    }
}
