package io.ticketsafe.common.outbox;

import io.ticketsafe.common.Backoff;
import io.ticketsafe.contract.DomainEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one schema's facts to one consumer, batch after batch, for as long as there are any. All state is confined to one
 * Vert.x context. A batch that fails comes back as half a batch, so that one which takes too long, or one fact that
 * the consumer cannot take, does not keep back those before it.
 */
final class OutboxFeed {
    static final int LARGEST_BATCH = 200;
    private static final Logger log = LoggerFactory.getLogger(OutboxFeed.class);
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(40);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final OutboxStore store;
    private final String schema;
    private final String consumer;
    private final OutboxPace pace;
    private final Function<List<DomainEvent>, Future<?>> delivery;
    private final Context context;
    private MessageConsumer<Void> bell;
    private Promise<Void> stopping;
    private boolean running;
    private boolean resting;
    private boolean wokenMeanwhile;
    private int limit = LARGEST_BATCH;
    private int failures;
    private long timer = -1;

    OutboxFeed(
            Vertx vertx,
            OutboxStore store,
            String schema,
            String consumer,
            OutboxPace pace,
            Function<List<DomainEvent>, Future<?>> delivery) {
        this.vertx = vertx;
        this.store = store;
        this.schema = schema;
        this.consumer = consumer;
        this.pace = pace;
        this.delivery = delivery;
        this.context = vertx.getOrCreateContext();
    }

    void start() {
        context.runOnContext(now -> {
            bell = vertx.eventBus().localConsumer(Outbox.wakeAddress(schema, consumer), wake -> wake());
            run(false);
        });
    }

    /** Completes when the batch that is under way has ended, or after some seconds. */
    Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(now -> {
            vertx.cancelTimer(timer);
            stopping = stopped;
            if (bell != null) {
                bell.unregister();
            }
            if (!running) {
                stopped.tryComplete();
            }
        });
        return stopped.future()
                .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    /** While a consumer fails, only the timer tries again: a busy producer must not hammer it. */
    private void wake() {
        if (running || resting) {
            wokenMeanwhile = true;
        } else if (failures == 0) {
            run(true);
        }
    }

    /** @param surely whether somebody has said that there is something to deliver */
    private void run(boolean surely) {
        if (stopping != null) {
            return;
        }
        vertx.cancelTimer(timer);
        running = true;
        wokenMeanwhile = false;
        int asked = limit;
        store.handOver(consumer, asked, surely, delivery)
                .timeout(LONGEST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(result -> context.runOnContext(now -> {
                    running = false;
                    if (stopping != null) {
                        stopping.tryComplete();
                    } else if (result.succeeded()) {
                        delivered(result.result(), asked);
                    } else {
                        failed(result.cause());
                    }
                }));
    }

    private void delivered(int count, int asked) {
        if (count < 0) {
            runIn(Backoff.aboutMs(pace.whileBusyElsewhere()));
            return;
        }
        if (failures > 0) {
            log.atInfo()
                    .addKeyValue("schema", schema)
                    .addKeyValue("consumer", consumer)
                    .log("facts are delivered again");
        }
        failures = 0;
        limit = Math.min(LARGEST_BATCH, limit * 2);
        if (count == asked) {
            run(true);
        } else if (count > 0) {
            rest();
        } else {
            goOn();
        }
    }

    /** While facts come thick and fast they gather for a moment: a batch of many costs hardly more than one of few. */
    private void rest() {
        resting = true;
        timer = vertx.setTimer(pace.rest().toMillis(), rested -> {
            resting = false;
            goOn();
        });
    }

    private void goOn() {
        if (wokenMeanwhile) {
            run(true);
        } else {
            runIn(Backoff.aboutMs(pace.poll()));
        }
    }

    /** Logs the 1st, 2nd, 4th, 8th, … failure in a row. */
    private void failed(Throwable failure) {
        failures++;
        limit = Math.max(1, limit / 2);
        long pauseMs = pace.afterFailure().pauseMs(failures);
        if (Integer.bitCount(failures) == 1) {
            log.atWarn()
                    .addKeyValue("schema", schema)
                    .addKeyValue("consumer", consumer)
                    .addKeyValue("failures", failures)
                    .addKeyValue("retryInMs", pauseMs)
                    .addKeyValue("reason", failure.toString())
                    .log("facts could not be delivered; they will be tried again");
        }
        runIn(pauseMs);
    }

    private void runIn(long ms) {
        timer = vertx.setTimer(ms, due -> run(false));
    }
}
