package io.ticketsafe.events.channel;

import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.events.venue.SeatNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A venue's places while they are given away, each at most once. */
final class SeatPlan {
    /** What stands in a list of owners where a seat has none. */
    static final int NOBODY = 0;

    private final Map<String, Block> blocks = new HashMap<>();
    private final Map<String, Integer> capacities = new HashMap<>();

    SeatPlan(List<Section> sections) {
        for (Section section : sections) {
            if (section.kind() == SectionKind.STANDING) {
                capacities.put(section.code(), section.capacity());
            } else {
                blocks.put(section.code(), new Block(section));
            }
        }
    }

    /** Null when there is no standing section with this code. */
    Integer capacity(String section) {
        return capacities.get(section);
    }

    /**
     * Null when there are no such seats.
     *
     * @param selector section {@code A}, row {@code A-1}, seat {@code A-1-5}, or seats of a row {@code A-1-5:9}
     */
    Seats find(String selector) {
        String[] parts = selector.split("-", -1);
        Block block = blocks.get(parts[0]);
        if (block == null || parts.length > 3) {
            return null;
        }
        if (parts.length == 1) {
            return new Seats(block, 0, block.owners.length - 1);
        }
        Line line = block.lines.get(parts[1]);
        if (line == null) {
            return null;
        }
        if (parts.length == 2) {
            return new Seats(block, line.start, line.start + line.names.size() - 1);
        }
        int colon = parts[2].indexOf(':');
        int first = line.indexOf(colon < 0 ? parts[2] : parts[2].substring(0, colon));
        int last = colon < 0 ? first : line.indexOf(parts[2].substring(colon + 1));
        return first < 0 || last < first ? null : new Seats(block, line.start + first, line.start + last);
    }

    /** Seats of a section, one after another as they stand. */
    static final class Seats {
        private final Block block;
        private final int first;
        private final int last;

        private Seats(Block block, int first, int last) {
            this.block = block;
            this.first = first;
            this.last = last;
        }

        /** Gives those that have no owner to this one; says which is the first that has one, or null. */
        Taken give(int owner) {
            Taken taken = null;
            for (int at = first; at <= last; at++) {
                if (block.owners[at] == NOBODY) {
                    block.owners[at] = owner;
                } else if (taken == null) {
                    taken = new Taken(block.labelAt(at), block.owners[at]);
                }
            }
            return taken;
        }
    }

    record Taken(String seat, int owner) {}

    private static final class Block {
        private final String code;
        private final Map<String, Line> lines = new HashMap<>();
        private final List<Line> inOrder = new ArrayList<>();
        private final int[] owners;

        Block(Section section) {
            this.code = section.code();
            int start = 0;
            for (Row row : section.rows()) {
                Line line = new Line(row.label(), SeatNames.of(row.seats()), start);
                lines.put(row.label(), line);
                inOrder.add(line);
                start += line.names.size();
            }
            this.owners = new int[start];
        }

        String labelAt(int position) {
            int row = 0;
            while (row + 1 < inOrder.size() && inOrder.get(row + 1).start <= position) {
                row++;
            }
            Line line = inOrder.get(row);
            return code + '-' + line.label + '-' + line.names.get(position - line.start);
        }
    }

    private static final class Line {
        private final String label;
        private final List<String> names;
        private final int start;
        private Map<String, Integer> indexes;

        Line(String label, List<String> names, int start) {
            this.label = label;
            this.names = names;
            this.start = start;
        }

        int indexOf(String name) {
            if (indexes == null) {
                indexes = new HashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    indexes.put(names.get(i), i);
                }
            }
            return indexes.getOrDefault(name, -1);
        }
    }
}
