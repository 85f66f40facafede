package io.ticketsafe.common.kafka;

import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.contract.DomainEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Appends facts to the log. A fact is sent when those about the same subject before it are acknowledged by all replicas, so
 * whatever fails, is retried, or is sent by two processes at once: in the log, the first copy of a fact stands behind the
 * first copy of its predecessor.
 */
final class LogWriter {
    private static final long LONGEST_CLOSE_MS = 1_000;

    private final Context context;
    private final KafkaConfig config;
    private final Function<DomainEvent, String> topicOf;
    private Future<KafkaProducer<String, byte[]>> producer;

    LogWriter(Context context, KafkaConfig config, Function<DomainEvent, String> topicOf) {
        this.context = context;
        this.config = config;
        this.topicOf = topicOf;
    }

    /** Completes when all are acknowledged; fails when one was not, after the fate of all that were sent is known. */
    Future<Void> append(List<DomainEvent> facts) {
        if (facts.isEmpty()) {
            return Future.succeededFuture();
        }
        return producer()
                .compose(client -> client.partitionsFor(topicOf.apply(facts.get(0)))
                        .compose(known -> inTurns(client, facts))
                        .onFailure(failure -> giveUpOn(client, failure)));
    }

    synchronized Future<Void> close() {
        return producer == null
                ? Future.succeededFuture()
                : producer.compose(client -> client.close(LONGEST_CLOSE_MS)).otherwiseEmpty();
    }

    /** At each turn at most one fact per subject. */
    private Future<Void> inTurns(KafkaProducer<String, byte[]> client, List<DomainEvent> facts) {
        List<Future<?>> sending = new ArrayList<>();
        List<DomainEvent> later = new ArrayList<>();
        Set<String> subjects = new HashSet<>();
        for (DomainEvent fact : facts) {
            if (subjects.add(fact.subject())) {
                sending.add(client.send(record(fact)));
            } else {
                later.add(fact);
            }
        }
        return Future.join(sending)
                .compose(sent -> later.isEmpty() ? Future.succeededFuture() : inTurns(client, later));
    }

    private KafkaProducerRecord<String, byte[]> record(DomainEvent fact) {
        return KafkaProducerRecord.<String, byte[]>create(topicOf.apply(fact), fact.subject(), CloudEvents.write(fact))
                .addHeader(CloudEvents.CONTENT_TYPE_HEADER, CloudEvents.CONTENT_TYPE);
    }

    private synchronized Future<KafkaProducer<String, byte[]>> producer() {
        if (producer == null || producer.failed()) {
            producer = context.executeBlocking(
                    () -> {
                        KafkaProducer<String, byte[]> client = KafkaProducer.create(
                                context.owner(),
                                new KafkaSettings(config).producer(),
                                new StringSerializer(),
                                new ByteArraySerializer());
                        return client.exceptionHandler(failure -> {}); // who sends is told, too
                    },
                    false);
        }
        return producer;
    }

    /** An idempotent producer that has met an error which does not pass may refuse everything from then on. */
    private synchronized void giveUpOn(KafkaProducer<String, byte[]> client, Throwable failure) {
        if (!KafkaTroubles.isPassing(failure) && producer != null && producer.result() == client) {
            producer = null;
            client.close(LONGEST_CLOSE_MS);
        }
    }
}
