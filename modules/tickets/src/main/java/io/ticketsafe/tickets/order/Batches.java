package io.ticketsafe.tickets.order;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Runs batch after batch until none is left. It ends well before a {@link io.ticketsafe.common.BackgroundJob} would
 * begin a second run beside it; what is left waits for the next run.
 */
final class Batches {
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

    private final BooleanSupplier stopped;
    private final LongSupplier nanoTime;

    Batches(BooleanSupplier stopped, LongSupplier nanoTime) {
        this.stopped = stopped;
        this.nanoTime = nanoTime;
    }

    /** @param batch says whether it got on and more of it waits */
    Future<Void> untilNoneIsLeft(Supplier<Future<Boolean>> batch) {
        return next(batch, nanoTime.getAsLong());
    }

    private Future<Void> next(Supplier<Future<Boolean>> batch, long startNanos) {
        return batch.get()
                .compose(more -> more && !stopped.getAsBoolean() && nanoTime.getAsLong() - startNanos < LONGEST_NANOS
                        ? next(batch, startNanos)
                        : Future.succeededFuture());
    }
}
