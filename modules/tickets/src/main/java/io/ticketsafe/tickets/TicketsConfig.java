package io.ticketsafe.tickets;

import io.ticketsafe.common.config.Limits;
import io.ticketsafe.tickets.inventory.InventoryConfig;
import io.ticketsafe.tickets.order.OrderConfig;

/** Settings of the tickets service; an absent group has its defaults. */
public record TicketsConfig(InventoryConfig inventory, OrderConfig orders) {
    public TicketsConfig {
        inventory = Limits.orDefault(inventory, InventoryConfig.defaults());
        orders = Limits.orDefault(orders, OrderConfig.defaults());
    }

    public static TicketsConfig defaults() {
        return new TicketsConfig(null, null);
    }
}
