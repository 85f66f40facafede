package io.ticketsafe.payments.provider;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ticketsafe.common.breaker.Breaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rate, outcome and duration of the calls to one provider; all timers are looked up at the beginning. */
final class ProviderMeters {
    private static final String UNAVAILABLE = "unavailable";
    private static final String BUG = "error";
    private static final List<String> OUTCOMES = List.of(
            "Authorized",
            "Captured",
            "Declined",
            "RequiresAction",
            "Pending",
            "Voided",
            "NotFound",
            "Refunded",
            "Refused",
            "RefundPending",
            "ChargePage",
            UNAVAILABLE,
            BUG);

    private final MeterRegistry meters;
    private final String provider;
    private final Map<ProviderAct, Map<String, Timer>> timers;
    private final List<Meter> gauges = new ArrayList<>();

    ProviderMeters(MeterRegistry meters, String provider) {
        this.meters = requireNonNull(meters);
        this.provider = requireNonNull(provider);
        timers = List.of(ProviderAct.values()).stream()
                .collect(Collectors.toMap(Function.identity(), act -> timers(meters, provider, act)));
    }

    private static Map<String, Timer> timers(MeterRegistry meters, String provider, ProviderAct act) {
        return OUTCOMES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        outcome -> Timer.builder("ticketsafe.payments.provider")
                                .description("Time of one call to a payment provider, by what came of it")
                                .tag("provider", provider)
                                .tag("act", act.tag())
                                .tag("outcome", outcome)
                                .register(meters)));
    }

    void watch(Breaker breaker, Bulkhead awaited, Bulkhead background) {
        gauges.add(Gauge.builder("ticketsafe.payments.provider.breaker", breaker::level)
                .description(
                        "Whether a payment provider is asked: 0 yes, 1 by one call to see whether it answers again, 2 no")
                .tag("provider", provider)
                .register(meters));
        gauges.add(underWay("awaited", awaited));
        gauges.add(underWay("background", background));
    }

    private Gauge underWay(String lane, Bulkhead bulkhead) {
        return Gauge.builder("ticketsafe.payments.provider.calls", bulkhead::underWay)
                .description("Calls to a payment provider that are under way")
                .tag("provider", provider)
                .tag("lane", lane)
                .register(meters);
    }

    /** For a provider that is not asked any more; another of its name may be watched then. */
    void unwatch() {
        gauges.forEach(meters::remove);
        gauges.clear();
    }

    /** @param answer a state or outcome of this package */
    void answered(ProviderAct act, Object answer, long startNanos) {
        record(act, answer.getClass().getSimpleName(), startNanos);
    }

    void failed(ProviderAct act, Throwable failure, long startNanos) {
        record(act, failure instanceof ProviderUnavailable ? UNAVAILABLE : BUG, startNanos);
    }

    private void record(ProviderAct act, String outcome, long startNanos) {
        timers.get(act)
                .getOrDefault(outcome, timers.get(act).get(BUG))
                .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }
}
