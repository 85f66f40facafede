package io.ticketsafe.payments.reconciliation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What an operator watches: open findings must be none, and the last whole comparison must not be long ago. */
final class ReconciliationMeters {
    private final MeterRegistry meters;
    private final Map<Difference, AtomicLong> open = new EnumMap<>(Difference.class);
    private final AtomicLong ageSeconds = new AtomicLong();
    private final List<Meter> registered = new ArrayList<>();
    private final Counter agreed;
    private final Counter differing;
    private final Counter others;

    ReconciliationMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Difference difference : Difference.values()) {
            AtomicLong count = new AtomicLong();
            open.put(difference, count);
            registered.add(Gauge.builder("ticketsafe.payments.findings", count::get)
                    .description(
                            "Differences between a payment provider's books and ours that somebody must look after")
                    .tag("kind", difference.sql())
                    .register(meters));
        }
        registered.add(Gauge.builder("ticketsafe.payments.reconciliation.age", ageSeconds::get)
                .description("Time since all recent charges of a payment provider were compared with our payments")
                .baseUnit("seconds")
                .register(meters));
        agreed = counter("agreed");
        differing = counter("differing");
        others = counter("other_systems");
    }

    private Counter counter(String outcome) {
        return Counter.builder("ticketsafe.payments.reconciled")
                .description("Charges of payment providers that were compared with our payments")
                .tag("outcome", outcome)
                .register(meters);
    }

    void compared(int agreeing, int differences, int ofOthers) {
        agreed.increment(agreeing);
        differing.increment(differences);
        others.increment(ofOthers);
    }

    void tell(Map<Difference, Long> found, long age) {
        open.forEach((difference, count) -> count.set(found.getOrDefault(difference, 0L)));
        ageSeconds.set(age);
    }

    void close() {
        registered.forEach(meters::remove);
    }
}
