package io.ticketsafe.events.input;

import io.ticketsafe.contract.ServiceFault;

/** Members without which a request makes no sense. */
public final class Requests {
    private Requests() {}

    public static void required(String pointer, Object member) {
        if (member == null) {
            throw ServiceFault.invalid(pointer, "This member is required.");
        }
    }
}
