package io.ticketsafe.payments.provider;

import java.time.Duration;

/**
 * When the caller stops waiting, over all attempts and acts of one request.
 *
 * @param background nobody waits for it; such calls have room of their own, so that neither they nor buyers keep the others out
 */
public record Deadline(long endNanos, boolean background) {
    public static Deadline in(Duration budget) {
        return new Deadline(System.nanoTime() + budget.toNanos(), false);
    }

    public static Deadline inBackground(Duration budget) {
        return new Deadline(System.nanoTime() + budget.toNanos(), true);
    }

    public long remainingMs() {
        return Math.max(0, (endNanos - System.nanoTime()) / 1_000_000);
    }
}
