package io.ticketsafe.tickets.inventory;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The latest version that this process has seen of each inventory. A version only grows; one that is lower than what was seen
 * before it was asked for means that Redis has gone back to an older state: a snapshot, or a replica that lagged.
 */
final class SeenVersions {
    private final Map<UUID, Long> versions = new ConcurrentHashMap<>();

    void note(UUID eventId, long version) {
        versions.merge(eventId, version, Math::max);
    }

    /** 0 where none was seen. */
    long of(UUID eventId) {
        return versions.getOrDefault(eventId, 0L);
    }

    Map<UUID, Long> all() {
        return Map.copyOf(versions);
    }

    void retain(Set<UUID> events) {
        versions.keySet().retainAll(events);
    }
}
