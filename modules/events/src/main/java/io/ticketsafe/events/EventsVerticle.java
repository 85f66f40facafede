package io.ticketsafe.events;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.events.venue.VenueService;
import io.ticketsafe.events.venue.VenueStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Venues, events and the public catalogue: wires the services to their operations, nothing else. */
public final class EventsVerticle extends VerticleBase {
    private static final String SCHEMA = "events";

    private final ServiceContext services;
    private final EventsConfig config;

    public EventsVerticle(ServiceContext services, EventsConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        Database database = services.stores().postgres(SCHEMA);
        Idempotency idempotency = new Idempotency(database);
        VenueStore venueStore = new VenueStore(database);
        VenueService venues = new VenueService(services, venueStore, idempotency);
        Bus bus = services.bus();
        return Future.all(
                bus.serve(VenueOperations.CREATE, venues::create),
                bus.serve(VenueOperations.IMPORT, venues::importCsv),
                bus.serve(VenueOperations.GET, venues::get));
    }
}
