package io.ticketsafe.common.testing;

import io.ticketsafe.common.config.KafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/**
 * A real broker of Kafka, with its controller, in this JVM. One takes some seconds to start, so tests share one where they can: by
 * a prefix of their own for their topics. Blocking: for test threads.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final Map<String, String> SMALL = Map.of(
            "auto.create.topics.enable", "false",
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "group.initial.rebalance.delay.ms", "0",
            "log.cleaner.enable", "false");
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final KafkaClusterTestKit kit;
    private boolean running = true;

    private KafkaBroker(KafkaClusterTestKit kit) {
        this.kit = kit;
    }

    /** The one of this JVM, started at the first call. Leave it running for the next test class. */
    public static KafkaBroker shared() {
        return Holder.SHARED;
    }

    /** One of its own, plain. */
    public static KafkaBroker start() {
        return start(SecurityProtocol.PLAINTEXT, Map.of());
    }

    /** @param properties of the broker, such as those of its certificate */
    public static KafkaBroker start(SecurityProtocol protocol, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(SMALL);
        all.putAll(properties);
        try {
            TestKitNodes nodes = new TestKitNodes.Builder()
                    .setNumControllerNodes(1)
                    .setNumBrokerNodes(1)
                    .setBrokerSecurityProtocol(protocol)
                    .build();
            KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes);
            all.forEach(builder::setConfigProp);
            KafkaClusterTestKit kit = builder.build();
            kit.format();
            kit.startup();
            kit.waitForReadyBrokers();
            return new KafkaBroker(kit);
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not start", e);
        }
    }

    public String servers() {
        return kit.bootstrapServers();
    }

    /** Of a log that nobody else uses: three partitions per topic. */
    public KafkaConfig newLog() {
        return new KafkaConfig(
                List.of(servers()),
                null,
                null,
                "test" + NAMES.incrementAndGet() + ".",
                new KafkaConfig.Topics(true, 3, 1),
                null,
                Duration.ofSeconds(2));
    }

    /** Takes its data to its next start, at the same port. */
    public void stop() {
        if (running) {
            kit.brokers().get(0).shutdown();
            kit.brokers().get(0).awaitShutdown();
            running = false;
        }
    }

    public void restart() {
        if (!running) {
            kit.brokers().get(0).startup();
            running = true;
        }
    }

    /** All that stands in a topic now, partition by partition. */
    public List<ConsumerRecord<String, byte[]>> read(String topic) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", servers());
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    @Override
    public void close() {
        try {
            kit.close();
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not stop", e);
        }
    }

    private static final class Holder {
        private static final KafkaBroker SHARED = startShared();

        private static KafkaBroker startShared() {
            KafkaBroker broker = start();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
            return broker;
        }
    }
}
