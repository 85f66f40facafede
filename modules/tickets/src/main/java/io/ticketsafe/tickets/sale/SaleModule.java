package io.ticketsafe.tickets.sale;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Function;

/** Wires the operations that open and cancel sales. */
public final class SaleModule {
    private final Bus bus;
    private final SaleService service;

    /** @param renew puts the rules of a changed sale in force, and its inventory into Redis if it is not there */
    public SaleModule(
            Bus bus,
            Database database,
            SaleRepository repository,
            SaleSheets sales,
            Function<UUID, Future<Sale>> renew) {
        this.bus = bus;
        this.service = new SaleService(database, repository, sales, renew);
    }

    public Future<Void> register() {
        return Future.all(
                        bus.serve(SaleOperations.OPEN, service::open),
                        bus.serve(SaleOperations.CANCEL, service::cancel))
                .mapEmpty();
    }
}
