package io.ticketsafe.common.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ticketsafe.common.metrics.AnswerTimes;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Rate, errors and duration of one operation; timers are looked up once, not per message. */
final class OperationMeter {
    private final MeterRegistry registry;
    private final String address;
    private final Timer ok;
    private final AtomicReferenceArray<Timer> refused = new AtomicReferenceArray<>(FaultCode.values().length);

    OperationMeter(MeterRegistry registry, BusOperation<?, ?> operation) {
        this.registry = registry;
        this.address = operation.address();
        this.ok = timer("OK");
    }

    void succeeded(long startNanos) {
        ok.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    void failed(long startNanos, FaultCode code) {
        Timer timer = refused.get(code.ordinal());
        if (timer == null) {
            timer = timer(code.name());
            refused.set(code.ordinal(), timer);
        }
        timer.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String outcome) {
        return AnswerTimes.timer("ticketsafe.bus.operation")
                .description("Time to answer a bus operation, by its outcome")
                .tag("operation", address)
                .tag("outcome", outcome)
                .register(registry);
    }
}
