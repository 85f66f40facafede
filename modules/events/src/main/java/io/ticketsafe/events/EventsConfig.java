package io.ticketsafe.events;

import io.ticketsafe.common.config.Limits;
import java.time.Duration;

/**
 * @param sweepInterval pause between two looks for work that was left unfinished
 * @param resumeAfter how long a step may be under way before another process takes it over; each further try waits
 *     twice as long, at most {@code retryAtMost}
 * @param retryAtMost longest pause between two tries of a step
 * @param sweepBatch steps taken at once, 1 to 500
 * @param catalogueTimeout how long a search may take before the answer is UNAVAILABLE
 */
public record EventsConfig(
        Duration sweepInterval,
        Duration resumeAfter,
        Duration retryAtMost,
        Integer sweepBatch,
        Duration catalogueTimeout) {

    public EventsConfig {
        sweepInterval = Limits.within(
                "sweepInterval", sweepInterval, Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMinutes(5));
        resumeAfter = Limits.within(
                "resumeAfter", resumeAfter, Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofMinutes(10));
        retryAtMost = Limits.within(
                "retryAtMost", retryAtMost, Duration.ofMinutes(1), Duration.ofMillis(50), Duration.ofHours(1));
        sweepBatch = Limits.within("sweepBatch", sweepBatch, 50, 1, 500);
        catalogueTimeout = Limits.within(
                "catalogueTimeout",
                catalogueTimeout,
                Duration.ofSeconds(3),
                Duration.ofMillis(50),
                Duration.ofSeconds(30));
    }

    public static EventsConfig defaults() {
        return new EventsConfig(null, null, null, null, null);
    }
}
