package io.ticketsafe.app.saga;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Time and chance inside the simulation. {@link SimulatedClasses} lets all code of TicketSafe call this class where it was
 * compiled to ask the JDK, so that services need no test hooks and nothing is left to the real clock.
 */
public final class Nature {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_BITS = 0x3fff_ffff_ffff_ffffL;

    private static Timeline timeline = new Timeline(0);
    private static long lastIdMs;
    private static int idsInMs;

    private Nature() {}

    static void follow(Timeline next) {
        timeline = next;
        lastIdMs = 0;
        idsInMs = 0;
    }

    static List<String> trace() {
        return timeline.trace();
    }

    public static Instant now() {
        return Instant.ofEpochMilli(timeline.nowMs());
    }

    public static long nanoTime() {
        return timeline.nowMs() * 1_000_000;
    }

    public static long currentTimeMillis() {
        return timeline.nowMs();
    }

    public static Random random() {
        return timeline.chance();
    }

    public static UUID randomId() {
        return new UUID(
                timeline.chance().nextLong() & ~0xf000L | 0x4000L,
                timeline.chance().nextLong() & RANDOM_BITS | VARIANT);
    }

    /** As the real generator: grows with every call. */
    public static UUID nextId(TimeBasedEpochGenerator instead) {
        long ms = timeline.nowMs();
        idsInMs = ms == lastIdMs ? idsInMs + 1 : 0;
        lastIdMs = ms;
        return new UUID(ms << 16 | VERSION_7 | idsInMs, timeline.chance().nextLong() & RANDOM_BITS | VARIANT);
    }

    public static Caffeine<Object, Object> cache() {
        return Caffeine.newBuilder().ticker(Nature::nanoTime);
    }

    /** {@link Future#timeout} in virtual time. */
    public static <T> Future<T> timeout(Future<T> future, long delay, TimeUnit unit) {
        if (future.isComplete()) {
            return future;
        }
        Promise<T> answer = Promise.promise();
        Step timer = timeline.after(
                unit.toMillis(delay),
                "time-out",
                timeline.running(),
                () -> answer.tryFail(new TimeoutException("no answer within " + delay + ' ' + unit)));
        future.onComplete(result -> {
            timeline.forget(timer);
            if (result.succeeded()) {
                answer.tryComplete(result.result());
            } else {
                answer.tryFail(result.cause());
            }
        });
        return answer.future();
    }
}
