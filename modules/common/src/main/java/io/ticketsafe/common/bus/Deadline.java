package io.ticketsafe.common.bus;

import java.util.concurrent.TimeUnit;

/** When an answer must be there. It travels as the time that is left, for clocks differ. */
public final class Deadline {
    /** However long it takes. */
    public static final Deadline NONE = new Deadline(0);

    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    public static Deadline in(long ms) {
        long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        return new Deadline(at == 0 ? 1 : at);
    }

    /** The time that is left, but no more than this; 0 when it is over. */
    public long leftMs(long atMostMs) {
        if (atNanos == 0) {
            return atMostMs;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime());
        return Math.max(0, Math.min(atMostMs, left));
    }
}
