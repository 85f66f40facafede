package io.ticketsafe.gateway.live;

import java.util.Arrays;

/**
 * Places that changed from one version to another; their states are those of the map.
 */
final class Touched {
    private static final int STANDING = -1;

    final long after;
    final long version;
    private long[] places = new long[4];
    private int size;

    Touched(long after, long version) {
        this.after = after;
        this.version = version;
    }

    void seat(int section, int position) {
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
        }
        places[size++] = ((long) section << Integer.SIZE) | (position & 0xffff_ffffL);
    }

    void standing(int section) {
        seat(section, STANDING);
    }

    int size() {
        return size;
    }

    /** To be read with {@link #sectionOf} and {@link #positionOf}. */
    long place(int index) {
        return places[index];
    }

    static int sectionOf(long place) {
        return (int) (place >>> Integer.SIZE);
    }

    /** -1 for a standing section's counters. */
    static int positionOf(long place) {
        return (int) place;
    }
}
