package io.ticketsafe.tickets.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final AtomicLong nowNanos = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();

    /** A batch that takes 20 s and always says that more waits, as long as it is asked at most so often. */
    private Supplier<Future<Boolean>> endless(int most) {
        return () -> {
            nowNanos.addAndGet(Duration.ofSeconds(20).toNanos());
            return Future.succeededFuture(runs.incrementAndGet() < most);
        };
    }

    @Test
    void itEndsAfterAMinuteWhateverIsLeft() {
        // When
        Future<Void> done = new Batches(() -> false, nowNanos::get).untilNoneIsLeft(endless(100));
        // Then
        assertThat(done.succeeded()).isTrue();
        assertThat(runs).hasValue(3);
    }

    @Test
    void itEndsWhenNoneIsLeftOrTheProcessStops() {
        // When
        new Batches(() -> false, nowNanos::get).untilNoneIsLeft(endless(2));
        new Batches(() -> true, nowNanos::get).untilNoneIsLeft(endless(100));
        // Then
        assertThat(runs).hasValue(3);
    }
}
