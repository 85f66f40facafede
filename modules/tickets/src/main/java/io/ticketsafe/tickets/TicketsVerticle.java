package io.ticketsafe.tickets;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.outbox.OutboxRelay;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.tickets.hold.HoldModule;
import io.ticketsafe.tickets.inventory.InventoryModule;
import io.ticketsafe.tickets.order.OrderModule;
import io.ticketsafe.tickets.sale.SaleModule;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.healthchecks.Status;
import java.util.function.Supplier;

/** Seat inventory, holds, orders, tickets and check-in of all events. */
public final class TicketsVerticle extends VerticleBase {
    private static final String SCHEMA = "tickets";
    private static final long HEALTH_DEADLINE_MS = 2_500;

    private final ServiceContext services;
    private final TicketsConfig config;
    private SaleSheets sales;
    private InventoryModule inventory;
    private HoldModule hold;
    private OrderModule orders;
    private OutboxRelay relay;

    public TicketsVerticle(ServiceContext services, TicketsConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        Database database = services.stores().postgres(SCHEMA);
        RedisStore redis = services.stores().redis();
        SaleRepository repository = new SaleRepository(database);
        sales = new SaleSheets(vertx, repository, config.inventory().sheetsCached());
        inventory = new InventoryModule(services, config.inventory(), database, redis, sales, repository);
        orders = new OrderModule(services, config.orders(), inventory.seats(), inventory.agencies(), sales);
        SaleModule sale = new SaleModule(services.bus(), database, repository, sales, inventory.loader()::renew);
        hold = new HoldModule(services.bus(), services.memberships(), sales, inventory);
        relay = new OutboxRelay(services, database, SCHEMA);
        watch("redis", redis::ping);
        watch("postgres-tickets", database::ping);
        return sales.start()
                .compose(ready -> Future.all(inventory.start(), sale.register(), hold.register(), orders.start()))
                .compose(served -> relay.start());
    }

    @Override
    public Future<?> stop() {
        hold.stop();
        return Future.join(inventory.stop(), orders.stop(), sales.stop(), relay.stop());
    }

    private void watch(String store, Supplier<Future<Void>> ping) {
        services.health()
                .register(
                        store,
                        HEALTH_DEADLINE_MS,
                        check -> ping.get()
                                .onSuccess(answered -> check.tryComplete(Status.OK()))
                                .onFailure(check::tryFail));
    }
}
