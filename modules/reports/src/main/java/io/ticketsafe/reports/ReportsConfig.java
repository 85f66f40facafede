package io.ticketsafe.reports;

import java.time.Duration;

/**
 * Settings of the reports service.
 *
 * @param deadline longest wait for MongoDB, 100 ms to 9 s so that an answer still fits into the operation's own; default 8 s
 * @param maxRows most rows of one report, 1 to 100,000; default 10,000. A report that would have more is refused
 * @param maxKnownEvents how many events' owners and time zones are remembered; default 10,000
 */
public record ReportsConfig(Duration deadline, Integer maxRows, Integer maxKnownEvents) {
    private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(100);
    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(9);
    private static final int MOST_ROWS = 100_000;
    private static final int MOST_KNOWN_EVENTS = 1_000_000;

    public ReportsConfig {
        deadline = deadline == null ? Duration.ofSeconds(8) : deadline;
        maxRows = maxRows == null ? 10_000 : maxRows;
        maxKnownEvents = maxKnownEvents == null ? 10_000 : maxKnownEvents;
        if (deadline.compareTo(SHORTEST_DEADLINE) < 0 || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("deadline must be PT0.1S to PT9S");
        }
        requireWithin("maxRows", maxRows, MOST_ROWS);
        requireWithin("maxKnownEvents", maxKnownEvents, MOST_KNOWN_EVENTS);
    }

    public static ReportsConfig defaults() {
        return new ReportsConfig(null, null, null);
    }

    private static void requireWithin(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be 1 to " + most);
        }
    }
}
