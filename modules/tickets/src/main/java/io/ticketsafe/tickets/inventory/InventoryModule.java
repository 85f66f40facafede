package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.tickets.agency.Agencies;
import io.ticketsafe.tickets.agency.Customers;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;

/** Wires the inventory, its public view, and what keeps it right in the background. */
public final class InventoryModule {
    private final InventoryMeters meters;
    private final ChangeAllowances changeAllowances;
    private final InventoryLoader loader;
    private final Inventory inventory;
    private final SeatChangeFeed feed;
    private final SeatMapService seatMap;
    private final SeatInventory seats;
    private final Customers customers;
    private final Agencies agencies;
    private final HoldOwners owners;
    private final AvailabilityService availability;
    private final Bus bus;
    private final Reaper reaper;
    private final Reconciler reconciler;
    private final Unloader unloader;

    public InventoryModule(
            ServiceContext context,
            InventoryConfig config,
            Database database,
            RedisStore redis,
            SaleSheets sales,
            SaleRepository repository) {
        meters = new InventoryMeters(context.meters());
        SeenVersions seen = new SeenVersions();
        feed = new SeatChangeFeed(context.vertx());
        changeAllowances = new ChangeAllowances(database);
        loader = new InventoryLoader(database, redis, sales, meters, seen, feed);
        inventory = new Inventory(redis, sales, loader, meters, feed);
        Recounts recounts = new Recounts();
        Settler settler = new Settler(database, inventory, recounts);
        customers = new Customers(context.secrets());
        agencies = new Agencies(context.memberships(), customers);
        owners = new HoldOwners(agencies, customers);
        seats = new RedisInventory(sales, inventory, settler, owners, config.orderGrace());
        bus = context.bus();
        availability = new AvailabilityService(sales, inventory, seen);
        seatMap = new SeatMapService(sales, availability);
        reaper = new Reaper(context.vertx(), sales, repository, inventory, meters, config.reapEvery());
        unloader = new Unloader(context.vertx(), database, redis, repository, config.unloadAfter());
        Comparison comparison = new Comparison(
                database,
                redis,
                sales,
                loader,
                settler,
                recounts,
                new HoldAudit(redis, inventory),
                seen,
                new DriftMeters(context.meters()));
        reconciler = new Reconciler(
                context.vertx(), sales, repository, inventory, comparison, recounts, seen, config.reconcileEvery());
    }

    public Future<Void> start() {
        reaper.start();
        reconciler.start();
        unloader.start();
        return Future.all(
                        feed.start(),
                        bus.serve(SeatMapOperations.GET, seatMap::get),
                        bus.serve(SaleOperations.AVAILABILITY, availability::availability),
                        bus.serve(SaleOperations.SEATS, availability::seats))
                .mapEmpty();
    }

    public Future<Void> stop() {
        reconciler.stop();
        return Future.join(feed.stop(), reaper.stop(), unloader.stop()).mapEmpty();
    }

    public Inventory inventory() {
        return inventory;
    }

    public InventoryLoader loader() {
        return loader;
    }

    public InventoryMeters meters() {
        return meters;
    }

    public SeatInventory seats() {
        return seats;
    }

    public HoldOwners owners() {
        return owners;
    }

    public ChangeAllowances changeAllowances() {
        return changeAllowances;
    }

    public Agencies agencies() {
        return agencies;
    }

    public Customers customers() {
        return customers;
    }

    /** For tests, which do not wait for its timer. */
    Reconciler reconciler() {
        return reconciler;
    }

    /** Likewise. */
    Unloader unloader() {
        return unloader;
    }
}
