package io.ticketsafe.contract.tickets;

import java.util.ArrayList;
import java.util.List;

/**
 * What one act changed of an inventory. A change is a letter and groups {@code SECTION:...:LIST} joined by ';'; LIST is positions and runs of them,
 * {@code 12,14-16}, where rows follow each other with one position between, or {@code *QUANTITY} of standing places. {@code x f} free again, {@code h} held, {@code c s}
 * claimed and sold, {@code b} not on sale; standing places move from free to held with h and back with x and f only;
 * {@code d} adds to the counters of a standing section, {@code SECTION:*FREE,HELD,CLAIMED,SOLD}; {@code r} says that the whole must be read.
 *
 * @param version of the inventory after it
 */
public record SeatChange(long version, List<String> changes) {
    private static final char BETWEEN_CHANGES = '\t';
    private static final char AFTER_EACH = '\n';

    public SeatChange {
        changes = List.copyOf(changes);
    }

    /** Appends it as a line; what is published is some of these. */
    public void write(StringBuilder text) {
        text.append(version);
        changes.forEach(change -> text.append(BETWEEN_CHANGES).append(change));
        text.append(AFTER_EACH);
    }

    /** Reads lines. */
    public static List<SeatChange> readAll(String text) {
        List<SeatChange> all = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf(AFTER_EACH, at);
            String[] parts = text.substring(at, end).split("\t");
            all.add(new SeatChange(Long.parseLong(parts[0]), List.of(parts).subList(1, parts.length)));
            at = end + 1;
        }
        return all;
    }
}
