package io.ticketsafe.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ticketsafe.common.metrics.AnswerTimes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Rate, errors and duration of one route; timers are looked up once per status, not per request. */
public final class RouteMeter {
    private static final int STATUSES = 600;

    private final MeterRegistry registry;
    private final String method;
    private final String route;
    private final AtomicReferenceArray<Timer> byStatus = new AtomicReferenceArray<>(STATUSES);

    /** @param route template of the path, so that ids never become labels */
    public RouteMeter(MeterRegistry registry, String method, String route) {
        this.registry = registry;
        this.method = method;
        this.route = route;
    }

    void record(int status, long startNanos) {
        Timer timer = byStatus.get(status);
        if (timer == null) {
            timer = AnswerTimes.timer("ticketsafe.http.requests")
                    .description("Time to answer an HTTP request, by route and status")
                    .tag("method", method)
                    .tag("route", route)
                    .tag("status", String.valueOf(status))
                    .register(registry);
            byStatus.set(status, timer);
        }
        timer.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }
}
