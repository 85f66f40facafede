package io.ticketsafe.gateway.live;

import io.ticketsafe.contract.tickets.SeatChange;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All places of one event as of one version; changes are applied in the order of their versions. */
final class LiveMap {
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

    /** @return null when the change does not say all, or cannot be read, so that the map must be read anew; it is as it was then */
    Touched apply(SeatChange change) {
        if (change.changes().contains("r")) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        try {
            change.changes().forEach(text -> read(text, steps));
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
        Touched touched = new Touched(version, change.version());
        steps.forEach(step -> step.apply(touched));
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

    private void read(String text, List<Step> steps) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no letter");
        }
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
                readSeats(text.substring(list, end), section, index, letter == 'x' ? 'f' : letter, steps);
            } else if (!section.isSeated()) {
                steps.add(readStanding(letter, text.substring(list + 1, end), section, index));
            }
            at = end + 1;
        }
    }

    private static void readSeats(String list, LiveSection section, int index, char letter, List<Step> steps) {
        for (String run : list.split(",")) {
            int dash = run.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(run.substring(dash + 1));
            for (int position = first; position <= last; position++) {
                if (!section.isSeated() || !section.isSeat(position)) {
                    throw new IllegalArgumentException(list);
                }
            }
            steps.add(touched -> {
                for (int position = first; position <= last; position++) {
                    section.set(position, letter);
                    touched.seat(index, position);
                }
            });
        }
    }

    private static Step readStanding(char letter, String list, LiveSection section, int index) {
        int[] by = Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
        if (by.length != (letter == 'd' ? LiveSection.MOVING_COUNTERS : 1)) {
            throw new IllegalArgumentException(list);
        }
        return touched -> {
            switch (letter) {
                case 'h' -> section.add(-by[0], by[0], 0, 0);
                case 'x', 'f' -> section.add(by[0], -by[0], 0, 0);
                case 'd' -> section.add(by[0], by[1], by[2], by[3]);
                default -> {
                    // Claimed and sold standing places are told of by d.
                }
            }
            touched.standing(index);
        };
    }

    /** Part of a change that was found to be in order. */
    private interface Step {
        void apply(Touched touched);
    }
}
