package io.ticketsafe.events.event;

import io.ticketsafe.contract.ServiceFault;
import java.time.Instant;
import java.util.List;

/** What must be true of an event that tickets are sold for. */
public final class Publishing {
    private static final int MOST_NAMED = 20;

    private Publishing() {}

    /** WRONG_STATE with what is missing. */
    public static void check(StoredEvent event, Instant now) {
        if (event.isCanceled()) {
            throw ServiceFault.wrongState("A canceled event cannot be published.");
        }
        if (event.isOver(now)) {
            throw ServiceFault.wrongState("The event is over already.");
        }
        checkCovered(event);
    }

    static void checkCovered(StoredEvent event) {
        List<String> uncovered = event.uncoveredSections();
        if (!uncovered.isEmpty()) {
            String named = String.join(", ", uncovered.subList(0, Math.min(MOST_NAMED, uncovered.size())));
            String more = uncovered.size() > MOST_NAMED ? " and others" : "";
            throw ServiceFault.wrongState("Every section needs a ticket type; these have none: " + named + more + ".");
        }
    }
}
