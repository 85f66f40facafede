package io.ticketsafe.common.kafka;

import io.ticketsafe.common.config.KafkaConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of the log: whether they are there, and that they are. */
final class LogTopics {
    /** Shorter than the check of readiness, so that it can say what is wrong. */
    private static final int PING_MS = 1_500;

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

    private final Context context;
    private final KafkaConfig config;
    private final List<String> names;
    private Future<Admin> admin;
    private Future<Void> ready;

    LogTopics(Context context, KafkaConfig config, List<String> names) {
        this.context = context;
        this.config = config;
        this.names = names;
    }

    /** Makes what is missing, where that is wanted; once that has succeeded, it costs nothing. */
    synchronized Future<Void> ready() {
        if (ready == null || ready.failed()) {
            ready = use(this::ensure);
        }
        return ready;
    }

    /** Fails when a broker does not answer, or a topic is missing. */
    Future<Void> ping() {
        return use(client -> describe(client)
                .compose(missing -> missing.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalStateException("Kafka has no topic " + missing.get(0)))));
    }

    /** By topic, how far a group is behind; where it has no position it will begin with the oldest fact. */
    Future<Map<String, Long>> lag(String group, List<String> topics) {
        return use(client -> partitions(client, topics).compose(partitions -> {
            var positions = of(client.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            var oldest = offsets(client, partitions, OffsetSpec.earliest());
            var newest = offsets(client, partitions, OffsetSpec.latest());
            return Future.join(positions, oldest, newest).map(all -> {
                Map<String, Long> lag = new HashMap<>();
                topics.forEach(topic -> lag.put(topic, 0L));
                for (TopicPartition partition : partitions) {
                    OffsetAndMetadata position = positions.result().get(partition);
                    long next =
                            position == null ? oldest.result().get(partition).offset() : position.offset();
                    long behind = Math.max(0, newest.result().get(partition).offset() - next);
                    lag.merge(partition.topic(), behind, Long::sum);
                }
                return lag;
            });
        }));
    }

    private Future<List<TopicPartition>> partitions(Admin client, List<String> topics) {
        return of(client.describeTopics(topics).allTopicNames())
                .map(described -> described.values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .toList());
    }

    private Future<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Admin client, List<TopicPartition> partitions, OffsetSpec which) {
        return of(client.listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which)))
                .all());
    }

    <T> Future<T> use(Function<Admin, Future<T>> work) {
        return admin().compose(work);
    }

    <T> Future<T> of(KafkaFuture<T> future) {
        return Future.fromCompletionStage(future.toCompletionStage(), context);
    }

    synchronized Future<Void> close() {
        if (admin == null) {
            return Future.succeededFuture();
        }
        return admin.compose(client -> context.executeBlocking(() -> {
                    client.close(LONGEST_CLOSE);
                    return null;
                }))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Made on a worker thread: hosts are looked up meanwhile. */
    private synchronized Future<Admin> admin() {
        if (admin == null || admin.failed()) {
            admin = context.executeBlocking(() -> Admin.create(Map.copyOf(new KafkaSettings(config).admin())), false);
        }
        return admin;
    }

    private Future<Void> ensure(Admin client) {
        return describe(client).compose(missing -> {
            if (missing.isEmpty()) {
                return Future.succeededFuture();
            }
            if (!config.topics().create()) {
                return Future.failedFuture(new IllegalStateException(
                        "Kafka has no topic " + missing.get(0) + ", and kafka.topics.create is false"));
            }
            return create(client, missing);
        });
    }

    private Future<Void> create(Admin client, Collection<String> missing) {
        Map<String, KafkaFuture<Void>> creating =
                client.createTopics(missing.stream().map(this::topic).toList()).values();
        List<Future<Void>> all = creating.values().stream()
                .map(future -> of(future)
                        .recover(failure -> KafkaTroubles.unwrapped(failure) instanceof TopicExistsException
                                ? Future.succeededFuture()
                                : Future.failedFuture(failure)))
                .toList();
        return Future.join(all).mapEmpty();
    }

    /** Kept for ever, for the log is what reports are rebuilt from; a fact on one disk only is no durable one. */
    private NewTopic topic(String name) {
        Integer replicas = config.topics().replicationFactor();
        Map<String, String> settings = new HashMap<>();
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", "-1");
        settings.put("retention.bytes", "-1");
        if (replicas != null && replicas > 2) {
            settings.put("min.insync.replicas", "2");
        }
        return new NewTopic(
                        name,
                        Optional.of(config.topics().partitions()),
                        Optional.ofNullable(replicas).map(Integer::shortValue))
                .configs(settings);
    }

    /** The topics that are missing. */
    private Future<List<String>> describe(Admin client) {
        Map<String, KafkaFuture<TopicDescription>> found = client.describeTopics(
                        names, new DescribeTopicsOptions().timeoutMs(PING_MS))
                .topicNameValues();
        List<String> missing = new ArrayList<>();
        List<Future<Void>> all = new ArrayList<>();
        for (String name : names) {
            all.add(of(found.get(name)).<Void>mapEmpty().recover(failure -> {
                if (KafkaTroubles.unwrapped(failure) instanceof UnknownTopicOrPartitionException) {
                    missing.add(name);
                    return Future.succeededFuture();
                }
                return Future.failedFuture(failure);
            }));
        }
        return Future.join(all).map(described -> missing);
    }
}
