package io.ticketsafe.events.event;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;

/** The version of an event that a change was made from. */
public final class IfMatch {
    private static final long ANY_VERSION = 0;

    private IfMatch() {}

    /** PRECONDITION_REQUIRED when the caller named none. */
    public static void require(Long ifMatch) {
        if (ifMatch == null) {
            throw new ServiceFault(
                    FaultCode.PRECONDITION_REQUIRED, "Say in If-Match which version you have changed, or *.");
        }
    }

    /** PRECONDITION_FAILED when the caller has seen another version. */
    public static void check(StoredEvent event, Long ifMatch) {
        if (ifMatch != null && ifMatch != ANY_VERSION && ifMatch != event.version()) {
            throw new ServiceFault(
                    FaultCode.PRECONDITION_FAILED, "The event has changed meanwhile; read it again and repeat.");
        }
    }
}
