package io.ticketsafe.app.saga;

import io.ticketsafe.tickets.agency.Agencies;
import io.ticketsafe.tickets.agency.Customers;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.ticketsafe.tickets.order.OrderConfig;
import io.ticketsafe.tickets.order.OrderModule;
import io.ticketsafe.tickets.sale.SaleModule;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;

/** What {@code TicketsVerticle} wires, but for holds and the inventory in Redis. */
final class TicketsProcess extends SimulatedProcess {
    private static final int SHEETS = 100;

    private final SaleSheets sales;
    private final SaleModule sale;
    private final OrderModule orders;

    TicketsProcess(World world, String name) {
        super(world, name, "tickets");
        SaleRepository repository = new SaleRepository(database());
        sales = new SaleSheets(context().vertx(), repository, SHEETS);
        SeatInventory inventory = world.holds().through(sales);
        Agencies agencies =
                new Agencies(context().memberships(), new Customers(context().secrets()));
        orders = new OrderModule(context(), OrderConfig.defaults(), inventory, agencies, sales);
        sale = new SaleModule(context().bus(), database(), repository, sales, sales::byEvent);
    }

    @Override
    Future<?> start() {
        return sales.start().compose(ready -> Future.all(sale.register(), orders.start()));
    }
}
