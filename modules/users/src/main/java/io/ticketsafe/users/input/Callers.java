package io.ticketsafe.users.input;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import java.util.UUID;

/** Who may be the subject of a user's own operations. */
public final class Callers {
    private Callers() {}

    /** The user's id; services have no account, so FORBIDDEN. */
    public static UUID requireUser(Call call) {
        if (call.userId() == null) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only users have an account.");
        }
        return call.userId();
    }

    /** For a token that outlived its account. */
    public static ServiceFault accountGone() {
        return new ServiceFault(FaultCode.UNAUTHENTICATED, "This account does not exist any more.");
    }
}
