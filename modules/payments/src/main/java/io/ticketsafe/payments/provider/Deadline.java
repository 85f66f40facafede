package io.ticketsafe.payments.provider;

import java.time.Duration;

/** When the caller stops waiting, over all attempts and acts of one request. */
public record Deadline(long endNanos) {
    public static Deadline in(Duration budget) {
        return new Deadline(System.nanoTime() + budget.toNanos());
    }

    public long remainingMs() {
        return Math.max(0, (endNanos - System.nanoTime()) / 1_000_000);
    }
}
