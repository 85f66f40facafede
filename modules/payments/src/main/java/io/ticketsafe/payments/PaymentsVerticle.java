package io.ticketsafe.payments;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The payments service: registers its operations, nothing else. */
public final class PaymentsVerticle extends VerticleBase {
    private final ServiceContext context;
    private final PaymentsConfig config;

    public PaymentsVerticle(ServiceContext context, PaymentsConfig config) {
        this.context = requireNonNull(context);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        requireNonNull(context.stores());
        requireNonNull(config.sandbox());
        return Future.succeededFuture();
    }
}
