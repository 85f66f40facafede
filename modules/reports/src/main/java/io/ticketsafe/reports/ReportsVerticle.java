package io.ticketsafe.reports;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.kafka.FactReader;
import io.ticketsafe.common.kafka.ReaderLag;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.reports.ReportOperations;
import io.ticketsafe.reports.projection.EventZones;
import io.ticketsafe.reports.projection.FactConsumer;
import io.ticketsafe.reports.projection.LogConsumer;
import io.ticketsafe.reports.report.Reports;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.healthchecks.Status;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies facts to read models in MongoDB and answers reports from them. */
public final class ReportsVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(ReportsVerticle.class);
    private static final String HEALTH = "mongo-reports";
    private static final String GROUP = "reports";
    private static final List<String> DOMAINS = List.of("events", "tickets");

    private final ServiceContext context;
    private final ReportsConfig config;
    private FactReader reader;
    private ReaderLag lag;

    public ReportsVerticle(ServiceContext context, ReportsConfig config) {
        this.context = requireNonNull(context);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        ReportStore store = new ReportStore(context, config.deadline());
        FactConsumer facts = new FactConsumer(
                store, EventZones.asking(context.bus(), store, config.maxKnownEvents()), context.meters());
        Reports reports = new Reports(context, config, store);
        context.health()
                .register(
                        HEALTH,
                        promise -> store.ping()
                                .onSuccess(pong -> promise.tryComplete(Status.OK()))
                                .onFailure(promise::tryFail));
        context.stores().factLog().ifPresent(log -> readFrom(log, facts, store));
        return store.ready()
                .recover(ReportsVerticle::startWithout)
                .compose(indexed -> Future.join(
                        context.bus().serve(Facts.TO_REPORTS, facts::apply),
                        context.bus().serve(ReportOperations.SALES, reports::sales),
                        context.bus().serve(ReportOperations.ATTENDANCE, reports::attendance),
                        context.bus().serve(ReportOperations.SUMMARY, reports::summary)))
                .onSuccess(served -> {
                    if (reader != null) {
                        reader.start();
                        lag.start();
                    }
                });
    }

    /** The bus is served, too: outboxes may hold facts of the time before Kafka was configured. */
    private void readFrom(FactLog log, FactConsumer facts, ReportStore store) {
        LogConsumer consumer = new LogConsumer(facts, store, context.meters());
        reader = log.reader(GROUP, DOMAINS, consumer::apply);
        lag = new ReaderLag(vertx, context.meters(), log, GROUP, DOMAINS);
    }

    /** Facts wait in outboxes and reports answer UNAVAILABLE until MongoDB is there: no reason not to start. */
    private static Future<Void> startWithout(Throwable failure) {
        if (failure instanceof ServiceFault) {
            log.atWarn().log("MongoDB cannot be reached, reports start without it");
            return Future.succeededFuture();
        }
        return Future.failedFuture(failure);
    }

    @Override
    public Future<?> stop() {
        context.health().unregister(HEALTH);
        return reader == null ? Future.succeededFuture() : Future.join(reader.stop(), lag.stop());
    }
}
