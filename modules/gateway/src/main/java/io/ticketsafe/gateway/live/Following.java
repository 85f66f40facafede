package io.ticketsafe.gateway.live;

import io.ticketsafe.contract.tickets.SeatChange;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts changes that come out of order, or not at all, into order: applies each to the map after the one before it, keeps early ones
 * until then, and says when the map must be read to close a gap. Remembers the changes of late for those who come again.
 */
final class Following {
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_REMEMBERED = 50_000;

    private final TreeMap<Long, SeatChange> waiting = new TreeMap<>();
    private final Deque<Touched> remembered = new ArrayDeque<>();
    private int rememberedPlaces;
    private List<Touched> fresh = new ArrayList<>();
    private LiveMap map;
    private long readVersion;
    private boolean mustRead;
    private boolean doubtful;
    private boolean renewed;

    Following(SeatMap read) {
        map = new LiveMap(read);
        readVersion = read.version();
    }

    LiveMap map() {
        return map;
    }

    /** Changes were published. */
    void heard(List<SeatChange> changes) {
        for (SeatChange change : changes) {
            if (change.version() > map.version()) {
                waiting.put(change.version(), change);
            } else if (change.version() > readVersion) {
                // This version was there before: the inventory may have gone back to an earlier one.
                doubtful = true;
            }
        }
        if (waiting.size() > MOST_WAITING) {
            waiting.clear();
            mustRead = true;
        }
        catchUp();
    }

    /** @param asked version of the map when it was asked for */
    void read(SeatMap read, long asked) {
        mustRead = false;
        // An answer without sections says only that the version is known, which is what is doubted.
        doubtful &= read.sections() == null;
        boolean wentBack = read.version() < asked;
        if (read.sections() != null && (wentBack || read.version() > map.version())) {
            Touched touched = wentBack ? null : map.become(read);
            if (touched == null) {
                map = new LiveMap(read);
                remembered.clear();
                rememberedPlaces = 0;
                fresh.clear();
                waiting.clear();
                renewed = true;
            } else {
                remember(touched);
            }
            readVersion = read.version();
        }
        catchUp();
    }

    private void catchUp() {
        waiting.headMap(map.version(), true).clear();
        while (!waiting.isEmpty() && waiting.firstKey() == map.version() + 1) {
            Touched touched = map.apply(waiting.pollFirstEntry().getValue());
            if (touched == null) {
                mustRead = true;
                return;
            }
            remember(touched);
        }
    }

    private void remember(Touched touched) {
        fresh.add(touched);
        remembered.add(touched);
        rememberedPlaces += touched.size() + 1;
        while (rememberedPlaces > MOST_REMEMBERED) {
            rememberedPlaces -= remembered.remove().size() + 1;
        }
    }

    /** Whether the map must be read at once. */
    boolean mustRead() {
        return mustRead;
    }

    /** Whether the map must be read unless what is missing comes soon. */
    boolean hasGap() {
        return !waiting.isEmpty();
    }

    /** Whether the map must be read to see that its version is still the inventory's. */
    boolean isDoubtful() {
        return doubtful;
    }

    boolean hasNews() {
        return renewed || !fresh.isEmpty();
    }

    /** What was applied since this was last asked; null when the map is another one altogether. */
    List<Touched> takeNews() {
        List<Touched> news = renewed ? null : fresh;
        fresh = new ArrayList<>();
        renewed = false;
        return news;
    }

    /** What was applied after the version; null when that is not known any more, or no version of this map. */
    List<Touched> since(long version) {
        if (version == map.version()) {
            return List.of();
        }
        List<Touched> later = new ArrayList<>();
        for (Touched touched : remembered) {
            if (touched.after >= version) {
                later.add(touched);
            }
        }
        return later.isEmpty() || later.get(0).after != version ? null : later;
    }
}
