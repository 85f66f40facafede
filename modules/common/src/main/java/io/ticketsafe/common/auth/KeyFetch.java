package io.ticketsafe.common.auth;

import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches keys for all who ask at once, and rests after each time: forged key ids cost one request per second, however many
 * come. Who asks during the rest after a success waits for the next time, since a key may be newer than those that are
 * known; after a failure the answer is UNAVAILABLE at once.
 */
final class KeyFetch {
    static final int MOST_WAITING = 10_000;
    private static final Logger log = LoggerFactory.getLogger(KeyFetch.class);
    private static final Duration REST = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Supplier<Future<Void>> fetch;

    /** That of no verticle: the timer of one would go with it while others wait. */
    private final Context own;

    // Guarded by this.
    private List<Waiting> waiting = new ArrayList<>();
    private boolean underWay;
    private boolean failed;
    private long restEndsNanos = System.nanoTime();

    KeyFetch(Vertx vertx, Supplier<Future<Void>> fetch) {
        this.vertx = vertx;
        this.fetch = fetch;
        this.own = vertx.getOrCreateContext();
    }

    /** Completes, on the caller's context, after a fetch that ended later than now. */
    Future<Void> fresh() {
        Waiting mine = new Waiting(vertx.getOrCreateContext(), Promise.promise());
        long restMs;
        synchronized (this) {
            restMs = Math.max(
                    0, Duration.ofNanos(restEndsNanos - System.nanoTime()).toMillis());
            boolean resting = !underWay && restMs > 0;
            if ((resting && failed) || waiting.size() >= MOST_WAITING) {
                return Future.failedFuture(unavailable());
            }
            waiting.add(mine);
            if (underWay) {
                return mine.answer.future();
            }
            underWay = true;
        }
        own.runOnContext(now -> startIn(restMs));
        return mine.answer.future();
    }

    private void startIn(long ms) {
        if (ms > 0) {
            vertx.setTimer(ms, rested -> startIn(0));
        } else {
            Future.succeededFuture().compose(now -> fetch.get()).onComplete(this::ended);
        }
    }

    private void ended(AsyncResult<Void> result) {
        if (result.failed()) {
            log.atWarn().setCause(result.cause()).log("public keys not available");
        }
        List<Waiting> all;
        synchronized (this) {
            all = waiting;
            waiting = new ArrayList<>();
            underWay = false;
            failed = result.failed();
            restEndsNanos = System.nanoTime() + REST.toNanos();
        }
        for (Waiting one : all) {
            one.context.runOnContext(now -> {
                if (result.succeeded()) {
                    one.answer.complete();
                } else {
                    one.answer.fail(unavailable());
                }
            });
        }
    }

    private static ServiceFault unavailable() {
        return ServiceFault.unavailable("The keys that tokens are checked with cannot be had right now.", REST);
    }

    private record Waiting(Context context, Promise<Void> answer) {}
}
