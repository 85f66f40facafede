package io.ticketsafe.tickets.inventory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of the inventory; looked up once. */
public final class InventoryMeters {
    private final Counter held;
    private final Counter conflicts;
    private final Counter lapses;
    private final Counter loads;
    private final AtomicInteger drift = new AtomicInteger();

    public InventoryMeters(MeterRegistry registry) {
        held = counter(registry, "ticketsafe.holds.created", "Holds that were given");
        conflicts = counter(registry, "ticketsafe.holds.conflicts", "Holds refused because the places were taken");
        lapses = counter(registry, "ticketsafe.holds.lapsed", "Holds whose time ran out");
        loads = counter(registry, "ticketsafe.inventory.loads", "Inventories loaded from PostgreSQL");
        Gauge.builder("ticketsafe.inventory.drift", drift, AtomicInteger::get)
                .description("Places on which Redis and PostgreSQL differed at the last comparison")
                .register(registry);
    }

    public void held() {
        held.increment();
    }

    public void conflict() {
        conflicts.increment();
    }

    void lapsed(int holds) {
        lapses.increment(holds);
    }

    void loaded() {
        loads.increment();
    }

    void drift(int places) {
        drift.set(places);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
