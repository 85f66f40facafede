package io.ticketsafe.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, made when first needed and made anew after it was lost. Answers come in the order of the commands, so one
 * look at two counters a few times a second tells whether the oldest command has waited longer than the deadline; the
 * connection is dropped then, which fails all that wait. That is a deadline on every command without a timer for each.
 */
final class RedisLane {
    static final ErrorType CLOSED = ErrorType.create("the store is closed");

    private static final Logger log = LoggerFactory.getLogger(RedisLane.class);
    private static final ErrorType DOWN = ErrorType.create("CONNECTION_CLOSED not connected");
    private static final long SHORTEST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Vertx vertx;
    private final RedisOptions options;
    private final int maxWaiting;
    private final long watch;

    private volatile RedisLine live;

    // Guarded by this.
    private Redis client;
    private Future<RedisLine> connecting;
    private int waitingForConnection;
    private long pauseMs;
    private long pauseEndsNanos = System.nanoTime();
    private boolean closed;

    RedisLane(Vertx vertx, RedisOptions options, int maxWaiting) {
        this.vertx = vertx;
        this.options = options;
        this.maxWaiting = maxWaiting;
        this.watch = vertx.setPeriodic(RedisLine.LOOK_EVERY_MS, timer -> dropIfStuck());
    }

    Future<Response> send(Request command) {
        RedisLine line = live;
        return line != null ? line.send(command) : connected(made -> made.send(command));
    }

    Future<List<Response>> batch(List<Request> commands) {
        RedisLine line = live;
        return line != null ? line.batch(commands) : connected(made -> made.batch(commands));
    }

    Future<Void> close() {
        vertx.cancelTimer(watch);
        Redis last;
        synchronized (this) {
            closed = true;
            live = null;
            last = client;
            client = null;
        }
        return last == null ? Future.succeededFuture() : last.close();
    }

    private <T> Future<T> connected(Function<RedisLine, Future<T>> use) {
        Future<RedisLine> line;
        synchronized (this) {
            if (closed) {
                return Future.failedFuture(CLOSED);
            }
            if (live != null) {
                return use.apply(live);
            }
            boolean pausing = connecting == null && System.nanoTime() - pauseEndsNanos < 0;
            if (pausing || waitingForConnection >= maxWaiting) {
                return Future.failedFuture(DOWN);
            }
            line = connecting == null ? connect() : connecting;
            connecting = line.isComplete() ? null : line;
            waitingForConnection++;
        }
        return line.onComplete(any -> {
                    synchronized (this) {
                        waitingForConnection--;
                    }
                })
                .compose(use);
    }

    private Future<RedisLine> connect() {
        Redis attempt = Redis.createClient(vertx, options);
        client = attempt;
        return attempt.connect()
                .timeout(RedisStore.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .map(connection -> opened(attempt, connection))
                .onFailure(failure -> lost(attempt, failure));
    }

    private RedisLine opened(Redis attempt, RedisConnection connection) {
        connection.endHandler(end -> lost(attempt, DOWN)).exceptionHandler(failure -> lost(attempt, failure));
        RedisLine line = new RedisLine(connection, maxWaiting, answer -> lost(attempt, answer));
        boolean late;
        synchronized (this) {
            connecting = null;
            late = closed;
            if (!late) {
                live = line;
            }
        }
        if (late) {
            attempt.close();
        }
        return line;
    }

    private void lost(Redis attempt, Throwable why) {
        synchronized (this) {
            if (client != attempt) {
                return;
            }
            if (live != null && live.age().toMillis() > LONGEST_PAUSE_MS) {
                pauseMs = 0;
            }
            live = null;
            client = null;
            connecting = null;
            pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, pauseMs * 2));
            pauseEndsNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
        }
        log.atWarn().addKeyValue("reason", why.getMessage()).log("connection to Redis lost");
        attempt.close();
    }

    private void dropIfStuck() {
        RedisLine line = live;
        if (line == null || !line.isStuck()) {
            return;
        }
        Redis silent;
        synchronized (this) {
            silent = live == line ? client : null;
        }
        if (silent != null) {
            lost(silent, ErrorType.create("no answer for " + RedisStore.DEADLINE.toMillis() + " ms"));
        }
    }
}
