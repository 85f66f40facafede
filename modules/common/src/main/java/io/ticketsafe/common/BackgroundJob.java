package io.ticketsafe.common;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that a service does of its own accord: when started, and again a pause (more or less by a quarter) after it has
 * ended, so that it never overlaps itself. A failure is logged and waits for the next time.
 */
public final class BackgroundJob {
    private static final Logger log = LoggerFactory.getLogger(BackgroundJob.class);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final String name;
    private final Duration pause;
    private final Supplier<Future<?>> work;
    private Context context;
    private Promise<Void> stopping;
    private boolean running;
    private long timer = -1;

    /** @param name for the log, as in "what failed" */
    public BackgroundJob(Vertx vertx, String name, Duration pause, Supplier<Future<?>> work) {
        this.vertx = requireNonNull(vertx);
        this.name = requireNonNull(name);
        this.pause = requireNonNull(pause);
        this.work = requireNonNull(work);
    }

    public void start() {
        context = vertx.getOrCreateContext();
        context.runOnContext(now -> run());
    }

    /** For work that has just been done: begins with the pause. */
    public void startAfterPause() {
        context = vertx.getOrCreateContext();
        context.runOnContext(now -> rest());
    }

    /** Completes when the work that is running has ended, or after some seconds; none is begun any more. */
    public Future<Void> stop() {
        if (context == null) {
            return Future.succeededFuture();
        }
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(now -> {
            vertx.cancelTimer(timer);
            stopping = stopped;
            if (!running) {
                stopped.tryComplete();
            }
        });
        return stopped.future()
                .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private void run() {
        if (stopping != null) {
            return;
        }
        running = true;
        attempt()
                .timeout(LONGEST_RUN.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> log.atWarn()
                        .setCause(failure)
                        .addKeyValue("job", name)
                        .log("background job failed; it will run again"))
                .onComplete(ended -> context.runOnContext(now -> rest()));
    }

    private Future<?> attempt() {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void rest() {
        running = false;
        if (stopping != null) {
            stopping.tryComplete();
        } else {
            timer = vertx.setTimer(Backoff.aboutMs(pause), due -> run());
        }
    }
}
