package io.ticketsafe.tickets.checkin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInReason;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInResult;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Scans at the gates by what they were answered, repeats included. */
final class CheckInMeters {
    private final Counter letIn;
    private final Map<CheckInReason, Counter> refused = new EnumMap<>(CheckInReason.class);

    CheckInMeters(MeterRegistry registry) {
        letIn = counter(registry, "ok");
        for (CheckInReason reason : CheckInReason.values()) {
            refused.put(reason, counter(registry, reason.name().toLowerCase(Locale.ROOT)));
        }
    }

    void answered(CheckInResult result) {
        (result.reason() == null ? letIn : refused.get(result.reason())).increment();
    }

    private static Counter counter(MeterRegistry registry, String result) {
        return Counter.builder("ticketsafe.checkins")
                .description("Scans at the gates by what they were answered, repeats included")
                .tag("result", result)
                .register(registry);
    }
}
