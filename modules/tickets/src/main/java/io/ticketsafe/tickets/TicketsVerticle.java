package io.ticketsafe.tickets;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.tickets.inventory.RedisInventory;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.ticketsafe.tickets.order.OrderModule;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Seat inventory, holds, orders, tickets and check-in of all events. */
public final class TicketsVerticle extends VerticleBase {
    private final ServiceContext services;
    private final TicketsConfig config;
    private OrderModule orders;

    public TicketsVerticle(ServiceContext services, TicketsConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        SaleSheets sales = new SaleSheets();
        SeatInventory inventory = new RedisInventory();
        orders = new OrderModule(services, config.orders(), inventory, sales);
        return orders.start();
    }

    @Override
    public Future<?> stop() {
        return orders.stop();
    }
}
