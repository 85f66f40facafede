package io.ticketsafe.tickets.order;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;

/** Wires orders, tickets and check-in. */
public final class OrderModule {
    private final ServiceContext context;
    private final OrderConfig config;
    private final SeatInventory inventory;
    private final SaleSheets sales;

    public OrderModule(ServiceContext context, OrderConfig config, SeatInventory inventory, SaleSheets sales) {
        this.context = requireNonNull(context);
        this.config = requireNonNull(config);
        this.inventory = requireNonNull(inventory);
        this.sales = requireNonNull(sales);
    }

    public Future<Void> start() {
        return Future.succeededFuture();
    }

    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
