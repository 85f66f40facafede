package io.ticketsafe.reports.rebuild;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.kafka.FactHistory;
import io.ticketsafe.common.kafka.LoggedFact;
import io.ticketsafe.reports.ReportsConfig;
import io.ticketsafe.reports.projection.EventZones;
import io.ticketsafe.reports.projection.FactConsumer;
import io.ticketsafe.reports.projection.LogConsumer;
import io.ticketsafe.reports.store.Collections;
import io.ticketsafe.reports.store.Generations;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Counts all reports anew from the facts that are still kept, while everything runs: into collections of their own, which take the
 * place of the present ones at once when they are complete. Facts that the reports service applied to the old ones meanwhile are read
 * again afterwards.
 */
public final class Rebuild {
    private static final Duration LONGEST_COPY = Duration.ofMinutes(30);

    private final Vertx vertx;
    private final MongoClient mongo;
    private final ReportsConfig config;
    private final FactHistory history;
    private final Options options;
    private final Generations generations;
    private final AtomicLong facts = new AtomicLong();

    public Rebuild(Vertx vertx, MongoClient mongo, ReportsConfig config, FactHistory history, Options options) {
        this.vertx = requireNonNull(vertx);
        this.mongo = requireNonNull(mongo);
        this.config = requireNonNull(config);
        this.history = requireNonNull(history);
        this.options = requireNonNull(options);
        this.generations = new Generations(mongo);
    }

    /** Fails with {@link RebuildRefused} when nothing was changed because less would be shown, or somebody else was faster. */
    public Future<Outcome> run() {
        String fresh = "_" + Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX);
        return generations
                .shownNow()
                .compose(old -> fill(old, fresh)
                        .compose(filled -> generations.show(fresh, old))
                        .compose(done -> done
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        new RebuildRefused("another rebuild was faster; nothing was changed")))
                        .recover(failure -> generations
                                .drop(fresh)
                                .otherwiseEmpty()
                                .compose(dropped -> Future.failedFuture(failure)))
                        .compose(shown -> settle(old, fresh)));
    }

    /** The figures of the old one are taken first, so that those that sales add meanwhile are not missed in the new one. */
    private Future<Void> fill(String old, String fresh) {
        ReportStore before = store(old);
        ReportStore after = store(fresh);
        return Figures.of(before)
                .compose(figures -> copyWhatIsKept(old, fresh)
                        .compose(copied -> after.ready())
                        .compose(ready -> history.read(into(before, after)))
                        .compose(read -> Figures.of(after))
                        .compose(rebuilt -> check(figures, rebuilt)));
    }

    private Future<Void> copyWhatIsKept(String old, String fresh) {
        return options.keep()
                ? generations.copy(old, fresh).timeout(LONGEST_COPY.toMillis(), TimeUnit.MILLISECONDS)
                : Future.succeededFuture();
    }

    private Future<Void> check(Figures before, Figures after) {
        List<String> fewer = after.fewerThan(before);
        return fewer.isEmpty() || options.force()
                ? Future.succeededFuture()
                : Future.failedFuture(
                        new RebuildRefused("reports would show less than now, since not all facts are kept any"
                                + " more: " + String.join(", ", fewer)
                                + "; nothing was changed. Use --keep to keep what only the present reports know"));
    }

    /** Every process shows the new ones by now, and nobody writes to the old ones any more. */
    private Future<Outcome> settle(String old, String fresh) {
        ReportStore before = store(old);
        ReportStore after = store(fresh);
        return vertx.timer(options.pause().toMillis(), TimeUnit.MILLISECONDS)
                .compose(noticed -> history.read(into(before, after)))
                .compose(read -> generations.drop(old))
                .compose(dropped -> Future.join(Figures.of(after), after.count(Collections.PARKED, new JsonObject())))
                .map(both -> new Outcome(facts.get(), both.<Figures>resultAt(0).inWords(), both.resultAt(1)));
    }

    private Function<List<LoggedFact>, Future<?>> into(ReportStore before, ReportStore after) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        EventZones zones =
                new EventZones(after, (event, call) -> EventZones.nameIn(before, event), config.maxKnownEvents());
        LogConsumer consumer = new LogConsumer(new FactConsumer(after, zones, meters), after, meters);
        return batch -> {
            facts.addAndGet(batch.size());
            return consumer.apply(batch);
        };
    }

    private ReportStore store(String generation) {
        return ReportStore.of(vertx, mongo, config.deadline(), generation);
    }

    /**
     * @param keep whether what only the present reports know stays
     * @param force whether reports may show less than now
     * @param pause after the new ones are shown, until what came meanwhile is read and the old ones are dropped; longer than {@link
     *     Generations#NOTICED_WITHIN}
     */
    public record Options(boolean keep, boolean force, Duration pause) {
        /** With a pause after which nobody reads or writes the old ones any more. */
        public static Options of(boolean keep, boolean force, ReportsConfig config) {
            return new Options(keep, force, Generations.NOTICED_WITHIN.plus(config.deadline()));
        }
    }

    /**
     * @param facts that were read, repeats included
     * @param shown what there is in the reports now, in words
     * @param parked records that reports could make nothing of
     */
    public record Outcome(long facts, String shown, long parked) {}
}
