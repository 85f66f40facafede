package io.ticketsafe.tickets.order;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again, never twice at once in one process. The pauses vary by a quarter, so that many
 * processes do not come at the same moment. A failure is logged and the work tried again after the pause.
 */
public final class Repeating {
    private static final Logger log = LoggerFactory.getLogger(Repeating.class);

    private final Vertx vertx;
    private final String name;
    private final Duration pause;
    private final Supplier<Future<Boolean>> work;
    private Future<?> running = Future.succeededFuture();
    private long timer;
    private boolean stopped;

    /** @param work says whether more of it waits, which is then done after a tenth of the pause */
    public Repeating(Vertx vertx, String name, Duration pause, Supplier<Future<Boolean>> work) {
        this.vertx = requireNonNull(vertx);
        this.name = requireNonNull(name);
        this.pause = requireNonNull(pause);
        this.work = requireNonNull(work);
    }

    /** Does the work at once, and then until stopped. For one event loop thread. */
    public void start() {
        stopped = false;
        run();
    }

    /** Completes when the work that is being done has ended. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return running.otherwiseEmpty().mapEmpty();
    }

    private void run() {
        if (stopped) {
            return;
        }
        running = attempt().transform(done -> {
            if (done.failed()) {
                log.atWarn()
                        .setCause(done.cause())
                        .addKeyValue("work", name)
                        .log("background work failed and is tried again");
            }
            boolean moreWaits = done.succeeded() && done.result();
            schedule(moreWaits ? pause.dividedBy(10) : pause);
            return Future.succeededFuture();
        });
    }

    private Future<Boolean> attempt() {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void schedule(Duration delay) {
        if (!stopped) {
            timer = vertx.setTimer(jittered(delay), fired -> run());
        }
    }

    private static long jittered(Duration delay) {
        double factor = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
        return Math.max(1, Math.round(delay.toMillis() * factor));
    }
}
