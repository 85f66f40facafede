package io.ticketsafe.tickets.order;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.tickets.agency.Agencies;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;

/** Who may say that an order was paid at a desk, which nobody else can check. */
final class DeskAccess {
    private final OrderAccess access;
    private final SaleSheets sales;

    DeskAccess(OrderAccess access, SaleSheets sales) {
        this.access = requireNonNull(access);
        this.sales = requireNonNull(sales);
    }

    /** Sellers of the organisation that sold the order, if it is the organiser or still trusted by it; else FORBIDDEN, or NOT_FOUND. */
    Future<Void> require(Call call, OrderRow order) {
        return access.actAsSeller(call, order)
                .compose(sells -> sales.byEvent(order.eventId()))
                .map(sale -> {
                    Agencies.requireTrusted(sale, order.soldBy());
                    return null;
                });
    }
}
