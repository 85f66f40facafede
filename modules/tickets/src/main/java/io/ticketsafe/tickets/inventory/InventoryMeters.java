package io.ticketsafe.tickets.inventory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted of the inventory; looked up once. */
public final class InventoryMeters {
    private final Counter held;
    private final Counter conflicts;
    private final Counter lapses;
    private final Counter loads;
    private final Timer loading;
    private final AtomicLong lateMs = new AtomicLong();

    public InventoryMeters(MeterRegistry registry) {
        held = counter(registry, "ticketsafe.holds.created", "Holds that were given");
        conflicts = counter(registry, "ticketsafe.holds.conflicts", "Holds refused because the places were taken");
        lapses = counter(registry, "ticketsafe.holds.lapsed", "Holds whose time ran out");
        loads = counter(registry, "ticketsafe.inventory.loads", "Inventories loaded from PostgreSQL");
        TimeGauge.builder("ticketsafe.holds.lapse.lag", lateMs, TimeUnit.MILLISECONDS, AtomicLong::get)
                .description("How late the last hold lapsed that no request found out about")
                .register(registry);
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

    /** @param ms after its time that a hold was given back in the background */
    void lapsedLate(long ms) {
        lateMs.set(ms);
    }

    void loaded(Duration took) {
        loads.increment();
        loading.record(took);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
