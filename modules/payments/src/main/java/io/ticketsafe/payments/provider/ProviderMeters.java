package io.ticketsafe.payments.provider;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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

    private final Map<ProviderAct, Map<String, Timer>> timers;

    ProviderMeters(MeterRegistry meters, String provider) {
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
