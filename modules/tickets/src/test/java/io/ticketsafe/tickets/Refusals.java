package io.ticketsafe.tickets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ticketsafe.contract.ServiceFault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a service said no with. */
public final class Refusals {
    private Refusals() {}

    public static ServiceFault refusal(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(ServiceFault.class);
        return (ServiceFault) thrown;
    }
}
