package io.ticketsafe.reports;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.reports.ReportOperations;
import io.ticketsafe.reports.projection.FactConsumer;
import io.ticketsafe.reports.report.Reports;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.healthchecks.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies facts to read models in MongoDB and answers reports from them. */
public final class ReportsVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(ReportsVerticle.class);
    private static final String HEALTH = "mongo-reports";

    private final ServiceContext context;
    private final ReportsConfig config;

    public ReportsVerticle(ServiceContext context, ReportsConfig config) {
        this.context = requireNonNull(context);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        ReportStore store = new ReportStore(context, config.deadline());
        FactConsumer facts = new FactConsumer(context, config, store);
        Reports reports = new Reports(context, config, store);
        context.health()
                .register(
                        HEALTH,
                        promise -> store.ping()
                                .onSuccess(pong -> promise.tryComplete(Status.OK()))
                                .onFailure(promise::tryFail));
        return store.ready()
                .recover(ReportsVerticle::startWithout)
                .compose(indexed -> Future.join(
                        context.bus().serve(Facts.TO_REPORTS, facts::apply),
                        context.bus().serve(ReportOperations.SALES, reports::sales),
                        context.bus().serve(ReportOperations.ATTENDANCE, reports::attendance),
                        context.bus().serve(ReportOperations.SUMMARY, reports::summary)));
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
        return Future.succeededFuture();
    }
}
