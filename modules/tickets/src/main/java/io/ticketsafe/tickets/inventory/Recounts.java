package io.ticketsafe.tickets.inventory;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Events of which it is not certain any more how many places count for whose cap; the reconciler counts them anew. */
final class Recounts {
    private final Set<UUID> due = ConcurrentHashMap.newKeySet();

    void mark(UUID eventId) {
        due.add(eventId);
    }

    /** Whether the event was marked; it is no longer, and must be marked again if it is not counted now. */
    boolean take(UUID eventId) {
        return due.remove(eventId);
    }

    boolean isMarked(UUID eventId) {
        return due.contains(eventId);
    }
}
