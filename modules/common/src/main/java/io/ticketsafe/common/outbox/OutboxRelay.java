package io.ticketsafe.common.outbox;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.Batch;
import io.ticketsafe.contract.Nothing;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Delivers one schema's facts to every service that must hear of them: in order, at least once, until acknowledged. Every
 * process that writes facts runs one; who holds a consumer's row in {@code outbox_relay} delivers to it, the others wait. A consumer
 * that is down holds up nobody else.
 */
public final class OutboxRelay {
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
        List<String> consumers =
                Facts.consumers().stream().map(BusOperation::address).toList();
        return store.ensure(consumers).onSuccess(ensured -> {
            Facts.consumers().forEach(this::feed);
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

    private void feed(BusOperation<Batch, Nothing> consumer) {
        OutboxFeed feed = new OutboxFeed(
                context.vertx(),
                store,
                schema,
                consumer.address(),
                pace,
                events -> context.bus().callAsService(consumer, new Batch(events), null));
        feeds.add(feed);
        feed.start();
        watch(consumer.address());
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
