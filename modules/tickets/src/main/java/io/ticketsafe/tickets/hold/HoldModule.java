package io.ticketsafe.tickets.hold;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.tickets.inventory.InventoryModule;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;

/** Wires the operations on holds. */
public final class HoldModule {
    private final Bus bus;
    private final HoldService service;

    public HoldModule(Bus bus, Memberships memberships, SaleSheets sales, InventoryModule inventory) {
        this.bus = bus;
        service = new HoldService(sales, inventory, new ChannelOpenings(memberships));
    }

    public Future<Void> register() {
        return Future.all(
                        bus.serveAnywhere(HoldOperations.HOLD, service::hold),
                        bus.serve(HoldOperations.GET, service::get),
                        bus.serve(HoldOperations.RELEASE, service::release),
                        bus.serve(HoldOperations.EXTEND, service::extend),
                        bus.serve(HoldOperations.RELEASE_SEAT, service::releaseSeat))
                .mapEmpty();
    }

    public void stop() {
        bus.withdraw(HoldOperations.HOLD);
    }
}
