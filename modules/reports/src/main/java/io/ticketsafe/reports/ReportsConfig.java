package io.ticketsafe.reports;

import io.ticketsafe.common.config.Limits;
import java.time.Duration;

/**
 * Settings of the reports service.
 *
 * @param deadline longest wait for MongoDB, 100 ms to 9 s, so that a refusal still arrives in time; default 8 s
 * @param maxRows most rows of one report, 1 to 100,000; default 10,000. A report that would have more is refused
 * @param maxKnownEvents how many events' owners and time zones are remembered, 1 to 1,000,000; default 10,000
 */
public record ReportsConfig(Duration deadline, Integer maxRows, Integer maxKnownEvents) {
    public ReportsConfig {
        deadline = Limits.within(
                "deadline", deadline, Duration.ofSeconds(8), Duration.ofMillis(100), Duration.ofSeconds(9));
        maxRows = Limits.within("maxRows", maxRows, 10_000, 1, 100_000);
        maxKnownEvents = Limits.within("maxKnownEvents", maxKnownEvents, 10_000, 1, 1_000_000);
    }

    public static ReportsConfig defaults() {
        return new ReportsConfig(null, null, null);
    }
}
