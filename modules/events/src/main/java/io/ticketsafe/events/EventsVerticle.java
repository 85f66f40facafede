package io.ticketsafe.events;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Venues, events and the public catalogue. */
public final class EventsVerticle extends VerticleBase {
    private final ServiceContext service;
    private final EventsConfig config;

    public EventsVerticle(ServiceContext service, EventsConfig config) {
        this.service = requireNonNull(service);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        return service.stores().postgres("events").ping();
    }
}
