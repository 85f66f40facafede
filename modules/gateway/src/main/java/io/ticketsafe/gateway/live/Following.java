package io.ticketsafe.gateway.live;

import io.ticketsafe.contract.tickets.SeatChange;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
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
    private LiveMap map;
    private int lineage;
    private long readVersion;
    private boolean mustRead;
    private boolean doubtful;

    Following(SeatMap read) {
        map = new LiveMap(read);
        readVersion = read.version();
    }

    LiveMap map() {
        return map;
    }

    /** Another number means another map, which does not continue the one before. */
    int lineage() {
        return lineage;
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

    /**
     * @param asked version of the map when it was asked for
     * @param inDoubt whether it was doubtful then
     */
    void read(SeatMap read, long asked, boolean inDoubt) {
        mustRead = false;
        // An answer without sections says only that the version is known, which is what is doubted.
        boolean settles = inDoubt && read.sections() != null;
        doubtful &= !settles;
        boolean wentBack = read.version() < asked;
        if (read.sections() != null && (wentBack || settles || read.version() > map.version())) {
            takeOver(read, wentBack, settles);
        }
        catchUp();
    }

    /** Where a version was there before, the map may be another one of the same version, or of later ones that are others, too. */
    private void takeOver(SeatMap read, boolean wentBack, boolean settles) {
        long before = map.version();
        Touched touched = wentBack ? null : map.become(read);
        boolean isOther = touched == null || settles && (read.version() != before || touched.size() > 0);
        if (isOther) {
            map = new LiveMap(read);
            lineage++;
            remembered.clear();
            rememberedPlaces = 0;
            waiting.clear();
        } else if (read.version() > before) {
            remember(touched);
        }
        readVersion = read.version();
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
        remembered.add(touched);
        rememberedPlaces += touched.size() + 1;
        while (rememberedPlaces > MOST_REMEMBERED && remembered.size() > 1) {
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

    /**
     * What was touched after the version, or a little before it: other gateways have been at versions that were skipped here when a
     * gap was closed. Null when that is not known any more, or no version of this map.
     */
    List<Touched> since(long version) {
        List<Touched> later = new ArrayList<>();
        long from = map.version();
        Iterator<Touched> backwards = remembered.descendingIterator();
        while (from > version && backwards.hasNext()) {
            Touched touched = backwards.next();
            later.add(touched);
            from = touched.after;
        }
        return from <= version && version <= map.version() ? later : null;
    }
}
