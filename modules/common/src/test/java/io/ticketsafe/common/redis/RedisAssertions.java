package io.ticketsafe.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

final class RedisAssertions {
    private RedisAssertions() {}

    static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
    }
}
