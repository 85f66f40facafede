package io.ticketsafe.common.kafka;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.contract.DomainEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The durable log of facts in Kafka: a topic per domain, the id of the aggregate as key, CloudEvents 1.0 JSON as value. Opening
 * asks nobody; what fails says in one line why.
 */
public final class FactLog {
    /** Whose facts there are. */
    public static final List<String> DOMAINS = List.of("events", "tickets", "payments");

    private final KafkaConfig config;
    private final Context context;
    private final LogTopics topics;
    private final LogWriter writer;

    private FactLog(Vertx vertx, KafkaConfig config) {
        this.config = requireNonNull(config);
        this.context = vertx.getOrCreateContext();
        this.topics =
                new LogTopics(context, config, DOMAINS.stream().map(this::topic).toList());
        this.writer = new LogWriter(context, config, event -> topic(CloudEvents.domainOf(event)));
    }

    /** To be called from outside of verticles, for what is opened here is closed with the context that opened it. */
    public static FactLog open(Vertx vertx, KafkaConfig config) {
        return new FactLog(vertx, config);
    }

    /** Appends facts of one domain, in order per subject; completes when all replicas that are in sync have all of them. */
    public Future<Void> append(List<DomainEvent> facts) {
        return topics.ready().compose(ready -> writer.append(facts)).recover(this::explain);
    }

    /** Fails unless a broker answers and every topic is there. */
    public Future<Void> ping() {
        return topics.ping().recover(this::explain);
    }

    /** Fails when the settings cannot be right, such as a certificate that is none; whether anybody answers does not matter. */
    public Future<Void> check() {
        return topics.use(client -> Future.<Void>succeededFuture())
                .recover(failure -> KafkaTroubles.isUnknownHost(failure) ? Future.succeededFuture() : explain(failure));
    }

    /**
     * A member of a group that reads the facts of some domains; not yet started.
     *
     * @param effect completes when the facts, at most 200, are applied; a batch of which it failed comes again
     */
    public FactReader reader(String group, List<String> domains, Function<List<LoggedFact>, Future<?>> effect) {
        return new FactReader(
                context.owner(),
                () -> topics.ready().compose(ready -> consumer(Optional.of(group(group)))),
                domains.stream().map(this::topic).collect(Collectors.toSet()),
                effect,
                this::inWords);
    }

    /** All facts of some domains that the log has, one domain after the other. */
    public FactHistory history(List<String> domains) {
        return new LogHistory(
                () -> topics.ready()
                        .compose(ready -> consumer(Optional.empty()))
                        .recover(this::explain),
                domains.stream().map(this::topic).toList());
    }

    /** By topic, how many facts the group has not applied. */
    Future<Map<String, Long>> lag(String group, List<String> domains) {
        return topics.lag(group(group), domains.stream().map(this::topic).toList())
                .recover(this::explain);
    }

    public Future<Void> close() {
        return Future.join(writer.close(), topics.close()).mapEmpty();
    }

    String topic(String domain) {
        return config.topicPrefix() + domain;
    }

    private String group(String name) {
        return config.topicPrefix() + name;
    }

    /** Made on a worker thread: files are read and hosts looked up meanwhile. */
    private Future<KafkaConsumer<String, byte[]>> consumer(Optional<String> group) {
        Context ours = context.owner().getOrCreateContext();
        return ours.executeBlocking(
                () -> {
                    Map<String, String> settings = new KafkaSettings(config).consumer(FactReader.LARGEST_BATCH);
                    group.ifPresent(name -> settings.put("group.id", name));
                    return KafkaConsumer.create(
                            ours.owner(), settings, new StringDeserializer(), new ByteArrayDeserializer());
                },
                false);
    }

    private <T> Future<T> explain(Throwable failure) {
        return Future.failedFuture(new KafkaException(inWords(failure), failure));
    }

    private String inWords(Throwable failure) {
        return KafkaTroubles.describe(failure, String.join(",", config.bootstrapServers()));
    }
}
