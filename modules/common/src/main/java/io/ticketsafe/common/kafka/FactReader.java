package io.ticketsafe.common.kafka;

import io.ticketsafe.common.Backoff;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecord;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import io.vertx.kafka.client.consumer.OffsetAndMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a group that reads facts, batch after batch: a batch is committed when its effect is there, and read again until
 * it is. Nothing is fetched meanwhile, and no partition changes hands in the middle of a batch. A new group begins with the oldest fact. All
 * state is confined to one Vert.x context.
 */
public final class FactReader {
    static final int LARGEST_BATCH = 200;
    private static final Logger log = LoggerFactory.getLogger(FactReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_STEP = Duration.ofMinutes(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    private final Vertx vertx;
    private final Supplier<Future<KafkaConsumer<String, byte[]>>> opening;
    private final Set<String> topics;
    private final Function<List<LoggedFact>, Future<?>> effect;
    private final Function<Throwable, String> inWords;
    private Context context;
    private KafkaConsumer<String, byte[]> consumer;
    private Promise<Void> stopping;
    private boolean resting;
    private int failures;
    private long timer = -1;

    FactReader(
            Vertx vertx,
            Supplier<Future<KafkaConsumer<String, byte[]>>> opening,
            Set<String> topics,
            Function<List<LoggedFact>, Future<?>> effect,
            Function<Throwable, String> inWords) {
        this.vertx = vertx;
        this.opening = opening;
        this.topics = topics;
        this.effect = effect;
        this.inWords = inWords;
    }

    /** Returns at once; while no broker answers, it goes on trying. */
    public void start() {
        context = vertx.getOrCreateContext();
        context.runOnContext(now -> open());
    }

    /** Completes when the batch that is under way has ended and the group was left, or after some seconds. */
    public Future<Void> stop() {
        if (context == null) {
            return Future.succeededFuture();
        }
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(now -> {
            stopping = stopped;
            if (resting) {
                vertx.cancelTimer(timer);
                end();
            }
        });
        return stopped.future()
                .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private void open() {
        if (stopping != null) {
            end();
            return;
        }
        resting = false;
        step(
                opening.get().compose(opened -> {
                    consumer = opened;
                    return opened.subscribe(topics);
                }),
                subscribed -> poll(),
                this::reopen);
    }

    private void poll() {
        if (stopping != null) {
            end();
            return;
        }
        resting = false;
        step(consumer.poll(POLL), this::polled, this::pollFailed);
    }

    private void polled(KafkaConsumerRecords<String, byte[]> records) {
        if (records.isEmpty()) {
            poll();
            return;
        }
        List<LoggedFact> facts = new ArrayList<>(records.size());
        Map<TopicPartition, Long> first = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            KafkaConsumerRecord<String, byte[]> told = records.recordAt(i);
            facts.add(new LoggedFact(told.topic(), told.partition(), told.offset(), told.value()));
            TopicPartition partition = new TopicPartition(told.topic(), told.partition());
            first.putIfAbsent(partition, told.offset());
            next.put(partition, new OffsetAndMetadata(told.offset() + 1, ""));
        }
        step(
                Future.succeededFuture().compose(go -> effect.apply(facts)),
                applied -> commit(next),
                failure -> rewind(first, failure));
    }

    /** The effect is there; without the commit the batch comes again, perhaps to somebody else, and changes nothing. */
    private void commit(Map<TopicPartition, OffsetAndMetadata> next) {
        if (failures > 0) {
            log.atInfo().addKeyValue("topics", topics).log("facts are read again");
        }
        failures = 0;
        step(consumer.commit(next), committed -> poll(), failure -> {
            log.atWarn().addKeyValue("reason", inWords.apply(failure)).log("applied facts were not committed");
            poll();
        });
    }

    private void rewind(Map<TopicPartition, Long> first, Throwable failure) {
        complain(failure, "facts could not be applied; they will be read again");
        List<Future<Void>> seeking = first.entrySet().stream()
                .map(start -> consumer.seek(start.getKey(), start.getValue()))
                .toList();
        step(Future.join(seeking), back -> rest(this::poll), this::reopen);
    }

    /** A group without a position begins at the beginning, and so does one whose position the log has not any more. */
    private void pollFailed(Throwable failure) {
        if (!(failure instanceof InvalidOffsetException unknown)) {
            reopen(failure);
            return;
        }
        if (failure instanceof OffsetOutOfRangeException lost) {
            log.atError()
                    .addKeyValue("positions", lost.offsetOutOfRangePartitions())
                    .log(
                            "the log has not the facts that were to be read next; reading goes on with the oldest that it has");
        }
        Set<TopicPartition> partitions = new HashSet<>();
        unknown.partitions()
                .forEach(partition -> partitions.add(new TopicPartition(partition.topic(), partition.partition())));
        step(consumer.seekToBeginning(partitions), back -> poll(), this::reopen);
    }

    private void reopen(Throwable failure) {
        complain(failure, "facts cannot be read from Kafka; it will be tried again");
        close().onComplete(closed -> context.runOnContext(now -> rest(this::open)));
    }

    /** The 1st, 2nd, 4th, 8th, … failure in a row. */
    private void complain(Throwable failure, String message) {
        failures++;
        if (Integer.bitCount(failures) == 1) {
            log.atWarn()
                    .addKeyValue("topics", topics)
                    .addKeyValue("failures", failures)
                    .addKeyValue("reason", inWords.apply(failure))
                    .log(message);
        }
    }

    private <T> void step(Future<T> work, Consumer<T> then, Consumer<Throwable> otherwise) {
        work.timeout(LONGEST_STEP.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> context.runOnContext(now -> {
                    if (done.succeeded()) {
                        then.accept(done.result());
                    } else {
                        otherwise.accept(done.cause());
                    }
                }));
    }

    private void rest(Runnable then) {
        if (stopping != null) {
            end();
            return;
        }
        resting = true;
        timer = vertx.setTimer(PAUSES.pauseMs(failures), due -> then.run());
    }

    private void end() {
        close().onComplete(closed -> stopping.tryComplete());
    }

    private Future<Void> close() {
        KafkaConsumer<String, byte[]> open = consumer;
        consumer = null;
        return open == null ? Future.succeededFuture() : open.close().otherwiseEmpty();
    }
}
