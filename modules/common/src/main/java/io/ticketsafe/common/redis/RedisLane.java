package io.ticketsafe.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One connection, made when first needed and made anew after it was lost. Answers come in the order of the commands, so one
 * look at two counters a few times a second tells whether the oldest command has waited longer than the deadline; the
 * connection is dropped then, which fails all that wait. That is a deadline on every command without a timer for each.
 */
final class RedisLane implements Lane {
    static final ErrorType CLOSED = ErrorType.create("the store is closed");

    /** Nothing was sent. */
    static final ErrorType DOWN = ErrorType.create("CONNECTION_CLOSED not connected");

    private static final long SHORTEST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;
    private static final long DEADLINE_MS = RedisStore.DEADLINE.toMillis();

    private final Vertx vertx;
    private final RedisDialer dialer;
    private final RedisDialer.Kind kind;
    private final Supplier<Future<HostAndPort>> finder;
    private final RedisStatus status;
    private final int maxWaiting;
    private final long watch;

    private volatile RedisLine live;

    // Guarded by this.
    private Attempt attempt;
    private Future<RedisLine> connecting;
    private int waitingForConnection;
    private long pauseMs;
    private long pauseEndsNanos = System.nanoTime();
    private boolean closed;

    /** One connection from its first step to its end; what it does after that is of no interest. */
    private static final class Attempt {
        private HostAndPort server;
        private RedisLink link;
    }

    /** @param finder says at each connection where it leads; fails with {@link RedisTrouble} */
    RedisLane(
            Vertx vertx,
            RedisDialer dialer,
            RedisDialer.Kind kind,
            Supplier<Future<HostAndPort>> finder,
            RedisStatus status,
            int maxWaiting) {
        this.vertx = vertx;
        this.dialer = dialer;
        this.kind = kind;
        this.finder = finder;
        this.status = status;
        this.maxWaiting = maxWaiting;
        this.watch = Nobody.periodic(vertx, RedisLine.LOOK_EVERY_MS, timer -> dropIfStuck());
    }

    @Override
    public Future<Response> send(Request command, Object key) {
        return send(command);
    }

    Future<Response> send(Request command) {
        RedisLine line = live;
        return line != null ? line.send(command) : connected(made -> made.send(command));
    }

    @Override
    public Future<List<Response>> batch(List<Request> commands) {
        RedisLine line = live;
        return line != null ? line.batch(commands) : connected(made -> made.batch(commands));
    }

    @Override
    public Future<Void> ping() {
        return send(Request.cmd(Command.PING)).mapEmpty();
    }

    @Override
    public synchronized long inFlight() {
        return waitingForConnection + (live == null ? 0 : live.inFlight());
    }

    @Override
    public void close() {
        vertx.cancelTimer(watch);
        Attempt last;
        synchronized (this) {
            closed = true;
            live = null;
            last = attempt;
            attempt = null;
        }
        hangUp(last);
    }

    /** Lets go of the connection unless it leads to the server. */
    void leaveAllBut(HostAndPort server) {
        Attempt elsewhere;
        synchronized (this) {
            elsewhere = attempt != null && attempt.server != null && !attempt.server.equals(server) ? attempt : null;
        }
        if (elsewhere != null) {
            lost(elsewhere, new RedisTrouble(elsewhere.server + " is no longer the master"));
        }
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
                .compose(use)
                .timeout(DEADLINE_MS, TimeUnit.MILLISECONDS);
    }

    private Future<RedisLine> connect() {
        Attempt mine = new Attempt();
        attempt = mine;
        return finder.get()
                .compose(server -> dial(mine, server))
                .timeout(DEADLINE_MS, TimeUnit.MILLISECONDS)
                .map(link -> opened(mine, link))
                .onFailure(failure -> lost(mine, failure));
    }

    private Future<RedisLink> dial(Attempt mine, HostAndPort server) {
        synchronized (this) {
            mine.server = server;
        }
        return dialer.dial(server, kind).onSuccess(link -> {
            boolean late;
            synchronized (this) {
                late = attempt != mine;
                mine.link = link;
            }
            if (late) {
                link.forceClose();
            }
        });
    }

    private RedisLine opened(Attempt mine, RedisLink link) {
        RedisLine line = new RedisLine(link, maxWaiting, answer -> lost(mine, answer));
        synchronized (this) {
            if (attempt == mine) {
                connecting = null;
                live = line;
            }
        }
        status.fine(mine.server);
        link.onEnd(why -> lost(mine, why));
        return line;
    }

    private void lost(Attempt which, Throwable why) {
        synchronized (this) {
            if (attempt != which) {
                return;
            }
            if (live != null && live.age().toMillis() > LONGEST_PAUSE_MS) {
                pauseMs = 0;
            }
            live = null;
            attempt = null;
            connecting = null;
            pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, pauseMs * 2));
            pauseEndsNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
        }
        status.trouble(which.server, why);
        hangUp(which);
    }

    private static void hangUp(Attempt which) {
        if (which != null && which.link != null) {
            which.link.forceClose();
        }
    }

    private void dropIfStuck() {
        RedisLine line = live;
        if (line == null || !line.isStuck()) {
            return;
        }
        Attempt silent;
        synchronized (this) {
            silent = live == line ? attempt : null;
        }
        if (silent != null) {
            lost(silent, new RedisTrouble(silent.server + " has not answered for " + DEADLINE_MS + " ms"));
        }
    }
}
