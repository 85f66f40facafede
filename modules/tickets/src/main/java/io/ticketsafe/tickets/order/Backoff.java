package io.ticketsafe.tickets.order;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between tries: doubling from half a second to half a minute, varied by a quarter. */
public final class Backoff {
    private static final long FIRST_MS = 500;
    private static final long LONGEST_MS = 30_000;
    private static final int DOUBLINGS = 6;

    private Backoff() {}

    /** @param tries that have failed before this one */
    public static Duration delay(int tries) {
        long delayMs = Math.min(LONGEST_MS, FIRST_MS << Math.min(tries, DOUBLINGS));
        return Duration.ofMillis(
                Math.round(delayMs * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }
}
