package io.ticketsafe.common.kafka;

import io.ticketsafe.common.Repeat;
import io.vertx.core.Future;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecord;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The log, read without a group, so that nobody else's place in it moves. */
final class LogHistory implements FactHistory {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Supplier<Future<KafkaConsumer<String, byte[]>>> opening;
    private final List<String> topics;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    LogHistory(Supplier<Future<KafkaConsumer<String, byte[]>>> opening, List<String> topics) {
        this.opening = opening;
        this.topics = topics;
    }

    @Override
    public Future<Void> read(Function<List<LoggedFact>, Future<?>> effect) {
        return opening.get().compose(consumer -> {
            Future<Void> reading = Future.succeededFuture();
            for (String topic : topics) {
                reading = reading.compose(before -> read(consumer, topic, effect));
            }
            return reading.eventually(consumer::close);
        });
    }

    private Future<Void> read(
            KafkaConsumer<String, byte[]> consumer, String topic, Function<List<LoggedFact>, Future<?>> effect) {
        return bounded(consumer.partitionsFor(topic)).compose(found -> {
            Set<TopicPartition> partitions = found.stream()
                    .map(partition -> new TopicPartition(topic, partition.getPartition()))
                    .collect(Collectors.toSet());
            return bounded(consumer.assign(partitions))
                    .compose(assigned -> bounded(consumer.beginningOffsets(partitions)))
                    .compose(oldest -> seek(consumer, oldest))
                    .compose(placed -> bounded(consumer.endOffsets(partitions)))
                    .compose(ends -> upTo(ends, consumer, effect));
        });
    }

    private Future<Void> seek(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> oldest) {
        List<Future<Void>> seeking = new ArrayList<>();
        oldest.forEach((partition, offset) -> {
            next.merge(partition, offset, Math::max);
            seeking.add(consumer.seek(partition, next.get(partition)));
        });
        return bounded(Future.join(seeking)).mapEmpty();
    }

    /** A log that stays silent before its end is not waited for without end. */
    private Future<Void> upTo(
            Map<TopicPartition, Long> ends,
            KafkaConsumer<String, byte[]> consumer,
            Function<List<LoggedFact>, Future<?>> effect) {
        AtomicLong lastNanos = new AtomicLong(System.nanoTime());
        return Repeat.whileTrue(() -> {
            if (ends.entrySet().stream().allMatch(end -> next.get(end.getKey()) >= end.getValue())) {
                return Future.succeededFuture(false);
            }
            if (System.nanoTime() - lastNanos.get() > LONGEST_WAIT.toNanos()) {
                return Future.failedFuture(new TimeoutException("the log falls silent before its end"));
            }
            return bounded(consumer.poll(POLL)).compose(records -> {
                if (records.isEmpty()) {
                    return skipped(ends, consumer).map(true);
                }
                lastNanos.set(System.nanoTime());
                return effect.apply(facts(records)).map(true);
            });
        });
    }

    /** What is no record, such as the mark of a transaction, moves a position without a record. */
    private Future<Void> skipped(Map<TopicPartition, Long> ends, KafkaConsumer<String, byte[]> consumer) {
        List<Future<Void>> asking = ends.keySet().stream()
                .map(partition -> consumer.position(partition).<Void>map(position -> {
                    next.merge(partition, position, Math::max);
                    return null;
                }))
                .toList();
        return bounded(Future.join(asking)).mapEmpty();
    }

    private List<LoggedFact> facts(KafkaConsumerRecords<String, byte[]> records) {
        List<LoggedFact> facts = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            KafkaConsumerRecord<String, byte[]> told = records.recordAt(i);
            facts.add(new LoggedFact(told.topic(), told.partition(), told.offset(), told.value()));
            next.put(new TopicPartition(told.topic(), told.partition()), told.offset() + 1);
        }
        return facts;
    }

    private static <T> Future<T> bounded(Future<T> work) {
        return work.timeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
