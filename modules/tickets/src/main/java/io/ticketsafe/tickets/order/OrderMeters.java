package io.ticketsafe.tickets.order;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.contract.Money;
import io.ticketsafe.tickets.order.Settlement.Settled;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted about orders. */
final class OrderMeters {
    private final MeterRegistry registry;
    private final Counter placed;
    private final Counter paid;
    private final Counter expired;
    private final Counter canceled;
    private final Counter guarded;
    private final Counter declined;
    private final Counter givenBack;
    private final Counter uncollectable;
    private final Map<String, Counter> revenue = new ConcurrentHashMap<>();

    OrderMeters(MeterRegistry registry) {
        this.registry = registry;
        placed = counter("ticketsafe.orders.placed", "Orders placed");
        paid = counter("ticketsafe.orders.paid", "Orders paid, with their tickets issued");
        expired = counter("ticketsafe.orders.expired", "Orders not paid in time");
        canceled = counter("ticketsafe.orders.canceled", "Orders canceled before they were paid");
        guarded = counter(
                "ticketsafe.orders.oversell.prevented",
                "Orders refused because PostgreSQL knew an owner that Redis did not");
        declined = counter("ticketsafe.orders.payments.declined", "Payments refused by the provider");
        givenBack = counter("ticketsafe.orders.payments.given_back", "Payments too late, or for what was paid already");
        uncollectable = counter(
                "ticketsafe.orders.payments.uncollectable", "Tickets taken back because the money could not be had");
    }

    void placed() {
        placed.increment();
    }

    void paid(Money total) {
        paid.increment();
        earned(total);
    }

    private void earned(Money total) {
        revenue.computeIfAbsent(
                        total.currency(),
                        currency -> Counter.builder("ticketsafe.orders.revenue")
                                .description("Paid orders, in minor units of the currency")
                                .tag("currency", currency)
                                .register(registry))
                .increment(total.amountMinor());
    }

    void expired() {
        expired.increment();
    }

    void canceled() {
        canceled.increment();
    }

    void oversellPrevented() {
        guarded.increment();
    }

    void settled(Settled settled) {
        switch (settled.verdict()) {
            case ISSUE, ISSUE_LATE -> {
                if (settled.attempt().change() == null) {
                    paid(settled.order().total());
                } else {
                    earned(settled.attempt().amount());
                }
            }
            case FAIL -> declined.increment();
            case GIVE_BACK -> givenBack.increment();
            case UNCOLLECTABLE -> uncollectable.increment();
            case KNOWN, REQUIRE_ACTION, END, WAIT -> {}
        }
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
