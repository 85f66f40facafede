package io.ticketsafe.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What buyers want. */
public enum Shape {
    DISTINCT("Distinct seats: two seats a request, no conflict", 1, Set.of(201)),
    HOT("Hot: 200 buyers, the same 50 seats", 1, Set.of(201, 409)),
    BEST("Best available: two, 50,000 seats, until sold out", 10, Set.of(201, 409)),
    SIZE("Two seats of events with 500 seats", 1, Set.of(201)),
    BEST_SIZE("Best available: two, in events with 500 seats, until sold out", 10, Set.of(201, 409));

    /** Shapes whose figures are compared, and which therefore take turns in one round. */
    public static final List<Set<Shape>> TOGETHER =
            List.of(EnumSet.of(DISTINCT, SIZE), EnumSet.of(HOT), EnumSet.of(BEST, BEST_SIZE));

    private final String title;
    private final int parts;
    private final Set<Integer> expected;

    Shape(String title, int parts, Set<Integer> expected) {
        this.title = title;
        this.parts = parts;
        this.expected = expected;
    }

    public String title() {
        return title;
    }

    /** Into how many parts latencies are divided. */
    public int parts() {
        return parts;
    }

    /** Any other status fails the run. */
    public Set<Integer> expected() {
        return expected;
    }
}
