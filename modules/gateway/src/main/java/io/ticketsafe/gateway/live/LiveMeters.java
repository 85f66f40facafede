package io.ticketsafe.gateway.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers about live seat maps. */
final class LiveMeters {
    private final Counter frames;
    private final Counter drops;
    private final Counter resyncs;
    private final Counter snapshots;

    LiveMeters(MeterRegistry registry, AtomicInteger viewers) {
        frames = counter(
                registry, "ticketsafe.live.frames", "Frames of changes that were made, each for some hundred viewers");
        drops = counter(registry, "ticketsafe.live.drops", "Viewers that were cut off for not reading");
        resyncs = counter(registry, "ticketsafe.live.resyncs", "Maps read anew because changes were missing");
        snapshots = counter(registry, "ticketsafe.live.snapshots", "Whole maps that were made");
        registry.gauge("ticketsafe.live.viewers", viewers);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void frame() {
        frames.increment();
    }

    void dropped() {
        drops.increment();
    }

    void resync() {
        resyncs.increment();
    }

    void snapshot() {
        snapshots.increment();
    }
}
