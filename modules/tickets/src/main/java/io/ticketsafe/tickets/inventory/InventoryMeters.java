package io.ticketsafe.tickets.inventory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What is counted of the inventory; looked up once. */
public final class InventoryMeters {
    private final Counter held;
    private final Counter conflicts;
    private final Counter lapses;
    private final Counter loads;
    private final Timer loading;

    public InventoryMeters(MeterRegistry registry) {
        held = counter(registry, "ticketsafe.holds.created", "Holds that were given");
        conflicts = counter(registry, "ticketsafe.holds.conflicts", "Holds refused because the places were taken");
        lapses = counter(registry, "ticketsafe.holds.lapsed", "Holds whose time ran out");
        loads = counter(registry, "ticketsafe.inventory.loads", "Inventories loaded from PostgreSQL");
        loading = Timer.builder("ticketsafe.inventory.loading")
                .description("How long events did not sell while their inventory was loaded")
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

    void loaded(Duration took) {
        loads.increment();
        loading.record(took);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
