package io.ticketsafe.common.outbox;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.Batch;
import io.ticketsafe.contract.Nothing;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one schema's facts to every service that must hear of them: in order, at least once, until acknowledged. Every
 * process that writes facts runs one; who holds a consumer's row in {@code outbox_relay} delivers to it, the others wait. A consumer
 * that is down holds up nobody else.
 */
public final class OutboxRelay {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration GAUGES_EVERY = Duration.ofSeconds(5);
    private static final Duration PURGE_EVERY = Duration.ofSeconds(60);

    private static final int MOST_PURGES = 200;

    private final ServiceContext context;
    private final OutboxStore store;
    private final String schema;
    private final OutboxPace pace;
    private final List<OutboxFeed> feeds = new ArrayList<>();
    private final List<BackgroundJob> jobs = new ArrayList<>();
    private final List<Gauge> gauges = new ArrayList<>();

    /** @param database the pool of this schema */
    public OutboxRelay(ServiceContext context, Database database, String schema) {
        this(context, database, schema, OutboxPace.DEFAULT);
    }

    OutboxRelay(ServiceContext context, Database database, String schema, OutboxPace pace) {
        this.context = requireNonNull(context);
        this.store = new OutboxStore(requireNonNull(database));
        this.schema = requireNonNull(schema);
        this.pace = requireNonNull(pace);
    }

    /** Completes when the relay is at work. */
    public Future<Void> start() {
        Optional<FactLog> factLog = context.stores().factLog();
        List<String> consumers = new ArrayList<>(
                Facts.consumers().stream().map(BusOperation::address).toList());
        factLog.ifPresent(there -> consumers.add(Outbox.LOG));
        return store.ensure(consumers).onSuccess(ensured -> {
            Facts.consumers().forEach(this::feedByBus);
            factLog.ifPresentOrElse(kafka -> feed(Outbox.LOG, kafka::append), this::warnOfFactsForKafka);
            job("purge of delivered facts", PURGE_EVERY, () -> purge(MOST_PURGES));
        });
    }

    /** Completes when the batches that are under way have ended; what is left is delivered by the others, or later. */
    public Future<Void> stop() {
        gauges.forEach(context.meters()::remove);
        List<Future<?>> endings = new ArrayList<>();
        feeds.forEach(feed -> endings.add(feed.stop()));
        jobs.forEach(job -> endings.add(job.stop()));
        return Future.join(endings).mapEmpty();
    }

    private Future<Integer> purge(int roundsLeft) {
        return store.purge(pace.retention())
                .compose(count -> count < OutboxStore.PURGED_AT_ONCE || roundsLeft == 0
                        ? Future.succeededFuture(count)
                        : purge(roundsLeft - 1));
    }

    /** Reports too where there is a log: what was written for them before Kafka was configured is still delivered. */
    private void feedByBus(BusOperation<Batch, Nothing> consumer) {
        feed(consumer.address(), events -> context.bus().callAsService(consumer, new Batch(events), null));
    }

    private void feed(String consumer, Function<List<DomainEvent>, Future<?>> delivery) {
        OutboxFeed feed = new OutboxFeed(context.vertx(), store, schema, consumer, pace, delivery);
        feeds.add(feed);
        feed.start();
        watch(consumer);
    }

    /** They are nobody else's: who reads the log would never hear of them. */
    private void warnOfFactsForKafka() {
        store.isPending(Outbox.LOG).onSuccess(pending -> {
            if (pending) {
                watch(Outbox.LOG);
                log.atWarn()
                        .addKeyValue("schema", schema)
                        .log("facts wait for Kafka, which is not configured any more");
            }
        });
    }

    private void watch(String consumer) {
        AtomicLong depth = new AtomicLong();
        AtomicReference<Instant> oldest = new AtomicReference<>();
        gauges.add(Gauge.builder("ticketsafe.outbox.depth", depth, AtomicLong::doubleValue)
                .description("Facts that the consumer has not acknowledged, counted up to 100,000")
                .tag("schema", schema)
                .tag("consumer", consumer)
                .register(context.meters()));
        gauges.add(Gauge.builder("ticketsafe.outbox.age.seconds", oldest, OutboxRelay::ageSeconds)
                .description("Age of the oldest fact that the consumer has not acknowledged")
                .tag("schema", schema)
                .tag("consumer", consumer)
                .register(context.meters()));
        job(
                "look at the outbox",
                GAUGES_EVERY,
                () -> store.backlog(consumer).onSuccess(backlog -> {
                    depth.set(backlog.depth());
                    oldest.set(backlog.oldest());
                }));
    }

    private static double ageSeconds(AtomicReference<Instant> oldest) {
        Instant since = oldest.get();
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }

    private void job(String name, Duration pause, Supplier<Future<?>> work) {
        BackgroundJob job = new BackgroundJob(context.vertx(), name + " of " + schema, pause, work);
        jobs.add(job);
        job.start();
    }
}
