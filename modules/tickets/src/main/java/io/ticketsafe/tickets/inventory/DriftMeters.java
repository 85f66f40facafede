package io.ticketsafe.tickets.inventory;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code ticketsafe.inventory.drift}: what Redis had otherwise than PostgreSQL, or than its own holds, when each event was last
 * looked at, by kind. It must be 0; docs/runbooks/inventory-drift.md says what to do when it is not.
 */
final class DriftMeters {
    enum Kind {
        /** A seat that is owned as PostgreSQL says and is not in Redis, or the other way round. */
        SEAT,
        /** An order's standing places. */
        STANDING,
        /** Counters of a standing section that do not add up. */
        COUNTER,
        /** A claim of a place that the sheet does not have. */
        UNKNOWN,
        /** A seat that is held by no hold, or a hold's seat that is not held. */
        HOLD,
        /** A buyer whose places are miscounted. */
        CAP,
        /** An inventory that lacked a key, or was older than it had been. */
        SUSPECT
    }

    private final Map<UUID, Map<Kind, Integer>> byEvent = new ConcurrentHashMap<>();

    DriftMeters(MeterRegistry registry) {
        for (Kind kind : Kind.values()) {
            Gauge.builder("ticketsafe.inventory.drift", byEvent, events -> sum(events, kind))
                    .description("What differed when each event was last compared; must be 0")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void compared(UUID eventId, Drift drift) {
        put(eventId, Kind.SEAT, drift.seats().size());
        put(eventId, Kind.STANDING, drift.standing().size());
        put(eventId, Kind.COUNTER, drift.counters().size());
        put(eventId, Kind.UNKNOWN, drift.unknown());
        put(eventId, Kind.SUSPECT, 0);
    }

    void audited(UUID eventId, HoldAudit.Found found) {
        put(eventId, Kind.HOLD, found.seats());
        put(eventId, Kind.CAP, found.caps());
    }

    void suspect(UUID eventId) {
        put(eventId, Kind.SUSPECT, 1);
    }

    void forget(UUID eventId) {
        byEvent.remove(eventId);
    }

    void retain(Set<UUID> events) {
        byEvent.keySet().retainAll(events);
    }

    private void put(UUID eventId, Kind kind, int count) {
        byEvent.compute(eventId, (event, counts) -> {
            Map<Kind, Integer> changed = counts == null ? new EnumMap<>(Kind.class) : new EnumMap<>(counts);
            if (count == 0) {
                changed.remove(kind);
            } else {
                changed.put(kind, count);
            }
            return changed.isEmpty() ? null : changed;
        });
    }

    private static int sum(Map<UUID, Map<Kind, Integer>> events, Kind kind) {
        return events.values().stream()
                .mapToInt(counts -> counts.getOrDefault(kind, 0))
                .sum();
    }
}
