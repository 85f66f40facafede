package io.ticketsafe.reports;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.contract.ServiceFault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a call is refused with. */
final class Refusals {
    private Refusals() {}

    static ServiceFault of(ThrowingCallable call) {
        return catchThrowableOfType(ServiceFault.class, call);
    }
}
