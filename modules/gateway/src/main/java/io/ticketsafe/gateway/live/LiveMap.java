package io.ticketsafe.gateway.live;

import io.ticketsafe.contract.tickets.SeatChange;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All places of one event as of one version; changes are applied in the order of their versions. */
final class LiveMap {
    /** Of a map that took over half of a change; no other can be compared with it. */
    private static final long UNKNOWN = -1;

    private final UUID eventId;
    private final List<LiveSection> sections = new ArrayList<>();
    private final Map<String, Integer> byCode = new HashMap<>();
    private long version;

    LiveMap(SeatMap map) {
        eventId = map.eventId();
        version = map.version();
        map.sections().forEach(section -> {
            byCode.put(section.code(), sections.size());
            sections.add(new LiveSection(section));
        });
    }

    UUID eventId() {
        return eventId;
    }

    long version() {
        return version;
    }

    List<LiveSection> sections() {
        return sections;
    }

    /** @return null when the change does not say all, so that the map must be read anew */
    Touched apply(SeatChange change) {
        if (change.changes().contains("r")) {
            return null;
        }
        Touched touched = new Touched(version, change.version());
        try {
            for (String text : change.changes()) {
                apply(text, touched);
            }
        } catch (IllegalArgumentException unreadable) {
            version = UNKNOWN;
            return null;
        }
        version = change.version();
        return touched;
    }

    /** @return null when it has other places or an inventory of another epoch, so that it cannot be followed */
    Touched become(SeatMap map) {
        boolean same = map.version() >= version
                && map.version() / SeatMapOperations.VERSIONS_OF_EPOCH == version / SeatMapOperations.VERSIONS_OF_EPOCH
                && map.sections().size() == sections.size();
        for (int i = 0; same && i < sections.size(); i++) {
            same = sections.get(i).looksLike(map.sections().get(i));
        }
        if (!same) {
            return null;
        }
        Touched touched = new Touched(version, map.version());
        for (int i = 0; i < sections.size(); i++) {
            sections.get(i).become(map.sections().get(i), i, touched);
        }
        version = map.version();
        return touched;
    }

    private void apply(String text, Touched touched) {
        char letter = text.charAt(0);
        int at = 1;
        while (at < text.length()) {
            int semicolon = text.indexOf(';', at);
            int end = semicolon < 0 ? text.length() : semicolon;
            Integer index = byCode.get(text.substring(at, Math.max(at, text.indexOf(':', at))));
            int list = text.lastIndexOf(':', end - 1) + 1;
            if (index == null || list <= at || list >= end) {
                throw new IllegalArgumentException(text);
            }
            LiveSection section = sections.get(index);
            if (text.charAt(list) != '*') {
                applySeats(text, list, end, index, letter == 'x' ? 'f' : letter, touched);
            } else if (!section.isSeated()) {
                applyStanding(section, letter, text.substring(list + 1, end));
                touched.standing(index);
            }
            at = end + 1;
        }
    }

    private void applySeats(String text, int from, int end, int index, char letter, Touched touched) {
        LiveSection section = sections.get(index);
        for (String run : text.substring(from, end).split(",")) {
            int dash = run.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(run.substring(dash + 1));
            for (int position = first; position <= last; position++) {
                if (!section.isSeated() || !section.isSeat(position)) {
                    throw new IllegalArgumentException(text);
                }
                section.set(position, letter);
                touched.seat(index, position);
            }
        }
    }

    private static void applyStanding(LiveSection section, char letter, String list) {
        switch (letter) {
            case 'h' -> {
                int quantity = Integer.parseInt(list);
                section.add(-quantity, quantity, 0, 0);
            }
            case 'x', 'f' -> {
                int quantity = Integer.parseInt(list);
                section.add(quantity, -quantity, 0, 0);
            }
            case 'd' -> {
                String[] by = list.split(",");
                section.add(
                        Integer.parseInt(by[0]),
                        Integer.parseInt(by[1]),
                        Integer.parseInt(by[2]),
                        Integer.parseInt(by[3]));
            }
            default -> {
                // Claimed and sold standing places are told of by d.
            }
        }
    }
}
