package io.ticketsafe.reports.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ticketsafe.contract.DomainEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many facts were applied, and how far reports are behind; meters are looked up once, not per fact. */
final class FactMeter {
    private static final Duration[] LAGS = {
        Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5)
    };

    private final Map<String, Counter> applied;
    private final Timer lag;

    FactMeter(MeterRegistry meters, Stream<String> types) {
        this.applied = types.collect(Collectors.toUnmodifiableMap(
                Function.identity(),
                type -> Counter.builder("ticketsafe.reports.facts.applied")
                        .description("Facts applied to read models, repeats included")
                        .tag("type", type)
                        .register(meters)));
        this.lag = Timer.builder("ticketsafe.reports.lag")
                .description("Time from when a fact became true to when reports show it")
                .serviceLevelObjectives(LAGS)
                .register(meters);
    }

    void applied(DomainEvent fact, Instant now) {
        Counter counter = applied.get(fact.type());
        if (counter != null) {
            counter.increment();
            Duration behind = Duration.between(fact.time(), now);
            lag.record(behind.isNegative() ? Duration.ZERO : behind);
        }
    }
}
