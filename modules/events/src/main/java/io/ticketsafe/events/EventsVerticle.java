package io.ticketsafe.events;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.outbox.OutboxRelay;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.events.catalogue.Catalogue;
import io.ticketsafe.events.catalogue.CatalogueService;
import io.ticketsafe.events.catalogue.CatalogueWriter;
import io.ticketsafe.events.channel.ChannelService;
import io.ticketsafe.events.channel.ChannelStore;
import io.ticketsafe.events.event.EventChanges;
import io.ticketsafe.events.event.EventService;
import io.ticketsafe.events.event.EventStore;
import io.ticketsafe.events.sale.PublishService;
import io.ticketsafe.events.sale.SaleSteps;
import io.ticketsafe.events.task.TaskKind;
import io.ticketsafe.events.task.TaskStore;
import io.ticketsafe.events.task.Tasks;
import io.ticketsafe.events.venue.VenueService;
import io.ticketsafe.events.venue.VenueStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Venues, events and the public catalogue: wires the services to their operations, nothing else. */
public final class EventsVerticle extends VerticleBase {
    private static final String SCHEMA = "events";
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
    private static final Duration REPAIR_EVERY = Duration.ofMinutes(5);

    private final ServiceContext services;
    private final EventsConfig config;
    private final List<BackgroundJob> jobs = new ArrayList<>();
    private OutboxRelay relay;

    public EventsVerticle(ServiceContext services, EventsConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        Database database = services.stores().postgres(SCHEMA);
        Catalogue catalogue = new Catalogue(services, config.catalogueTimeout());
        Idempotency idempotency = new Idempotency(database);
        Outbox outbox = new Outbox(services, SCHEMA);
        VenueStore venueStore = new VenueStore(database);
        EventStore eventStore = new EventStore(database);
        TaskStore taskStore = new TaskStore(database, config.resumeAfter(), config.retryAtMost());
        ChannelStore channelStore = new ChannelStore(database, services.secrets());
        SaleSteps steps =
                new SaleSteps(database, services.bus(), eventStore, venueStore, channelStore, taskStore, outbox);
        CatalogueWriter writer = new CatalogueWriter(database, eventStore, taskStore, catalogue);
        Tasks tasks = new Tasks(taskStore, steps(steps, writer), config.sweepBatch());
        VenueService venues = new VenueService(services, venueStore, idempotency);
        EventChanges changes = new EventChanges(eventStore, taskStore, tasks, outbox);
        EventService events =
                new EventService(services, database, eventStore, venueStore, catalogue, changes, idempotency);
        ChannelService channels = new ChannelService(services, database, eventStore, venueStore, channelStore, changes);
        PublishService publishing = new PublishService(services, database, eventStore, taskStore, steps, tasks, outbox);
        relay = new OutboxRelay(services, database, SCHEMA);
        EventsHealth.register(services.health(), database, catalogue, config.catalogueTimeout());
        return serve(venues, events, channels, publishing, new CatalogueService(catalogue))
                .compose(served -> relay.start())
                .onSuccess(started -> {
                    job("unfinished tasks of events", config.sweepInterval(), tasks::resume);
                    job("old idempotent answers of events", FORGET_EVERY, idempotency::forgetOld);
                    job(
                            "repair of the catalogue",
                            REPAIR_EVERY,
                            () -> catalogue.createIndexes().compose(indexed -> writer.repair()));
                });
    }

    @Override
    public Future<?> stop() {
        EventsHealth.unregister(services.health());
        List<Future<?>> endings = new ArrayList<>();
        jobs.forEach(job -> endings.add(job.stop()));
        endings.add(relay.stop());
        return Future.join(endings);
    }

    private static Map<TaskKind, BiFunction<UUID, Call, Future<?>>> steps(SaleSteps steps, CatalogueWriter writer) {
        return Map.of(
                TaskKind.PUBLISH,
                (eventId, call) -> steps.publish(eventId, call).compose(published -> writer.write(eventId)),
                TaskKind.SHEET,
                steps::sendSheet,
                TaskKind.CANCEL,
                steps::cancel,
                TaskKind.CATALOGUE,
                (eventId, call) -> writer.write(eventId));
    }

    private Future<?> serve(
            VenueService venues,
            EventService events,
            ChannelService channels,
            PublishService publishing,
            CatalogueService catalogue) {
        Bus bus = services.bus();
        return Future.all(List.of(
                bus.serve(VenueOperations.CREATE, venues::create),
                bus.serve(VenueOperations.IMPORT, venues::importCsv),
                bus.serve(VenueOperations.GET, venues::get),
                bus.serve(EventOperations.CREATE, events::create),
                bus.serve(EventOperations.GET, events::get),
                bus.serve(EventOperations.OWNER, events::owner),
                bus.serve(EventOperations.UPDATE, events::update),
                bus.serve(EventOperations.DELETE, events::delete),
                bus.serve(EventOperations.PUBLISH, publishing::publish),
                bus.serve(EventOperations.CANCEL, publishing::cancel),
                bus.serve(EventOperations.CHANNELS, channels::get),
                bus.serve(EventOperations.SET_CHANNELS, channels::set),
                bus.serve(EventOperations.LIST, catalogue::list)));
    }

    private void job(String name, Duration pause, Supplier<Future<?>> work) {
        BackgroundJob job = new BackgroundJob(services.vertx(), name, pause, work);
        jobs.add(job);
        job.start();
    }
}
