package io.ticketsafe.tickets.order;

/** Settings of orders, tickets and check-in. */
public record OrderConfig() {
    public static OrderConfig defaults() {
        return new OrderConfig();
    }
}
