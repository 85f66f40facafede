package io.ticketsafe.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One open connection and the count of what waits on it. What would be too much is refused here, before it is counted, so
 * that every command that counts as answered was one that Redis was asked.
 */
final class RedisLine {
    private static final ErrorType FULL = ErrorType.create("BUSY too many commands wait");
    private static final int LOOKS_PER_DEADLINE = 8;

    /** How often {@link #isStuck} is to be asked. */
    static final long LOOK_EVERY_MS = RedisStore.DEADLINE.toMillis() / LOOKS_PER_DEADLINE;

    private final RedisLink connection;
    private final int maxWaiting;
    private final Consumer<Throwable> onUseless;
    private final long openedNanos = System.nanoTime();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final long[] askedBefore = new long[LOOKS_PER_DEADLINE];
    private int looks;

    /** @param onUseless told what was answered when that means that another connection might do better */
    RedisLine(RedisLink connection, int maxWaiting, Consumer<Throwable> onUseless) {
        this.connection = connection;
        this.maxWaiting = maxWaiting;
        this.onUseless = onUseless;
    }

    Future<Response> send(Request command) {
        return isFull(1) ? Future.failedFuture(FULL) : counted(1, connection.send(command));
    }

    Future<List<Response>> batch(List<Request> commands) {
        int count = commands.size();
        return isFull(count) ? Future.failedFuture(FULL) : counted(count, connection.batch(commands));
    }

    /** Whether the oldest command has waited longer than the deadline; for one thread. */
    boolean isStuck() {
        int slot = looks++ % LOOKS_PER_DEADLINE;
        boolean stuck = answered.get() < askedBefore[slot];
        askedBefore[slot] = asked.get();
        return stuck;
    }

    long inFlight() {
        return asked.get() - answered.get();
    }

    private boolean isFull(int more) {
        return inFlight() + more > maxWaiting;
    }

    private <T> Future<T> counted(int commands, Future<T> answer) {
        asked.addAndGet(commands);
        return answer.onComplete(result -> {
            answered.addAndGet(commands);
            if (result.cause() instanceof ErrorType error && RedisErrors.leadsNowhere(error, age())) {
                onUseless.accept(error);
            }
        });
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - openedNanos);
    }
}
