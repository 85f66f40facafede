package io.ticketsafe.reports;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Applies facts to read models in MongoDB and answers reports from them. */
public final class ReportsVerticle extends VerticleBase {
    private final ServiceContext context;
    private final ReportsConfig config;

    public ReportsVerticle(ServiceContext context, ReportsConfig config) {
        this.context = requireNonNull(context);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }
}
