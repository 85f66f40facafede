package io.ticketsafe.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.BackgroundJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code ticketsafe.health}: every check of {@code /health/ready} as a gauge, so that a store that is away can be alerted on. */
public final class HealthMeters {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final MeterRegistry meters;
    private final HealthChecks health;
    private final BackgroundJob job;
    private final Map<String, AtomicInteger> up = new ConcurrentHashMap<>();

    public HealthMeters(MeterRegistry meters, Vertx vertx, HealthChecks health) {
        this.meters = meters;
        this.health = health;
        this.job = new BackgroundJob(vertx, "look at the health", EVERY, this::look);
    }

    public void start() {
        job.start();
    }

    public Future<Void> stop() {
        return job.stop();
    }

    private Future<?> look() {
        return health.checkStatus()
                .onSuccess(result ->
                        result.getChecks().forEach(check -> gauge(check.getId()).set(check.getUp() ? 1 : 0)));
    }

    private AtomicInteger gauge(String check) {
        return up.computeIfAbsent(check, name -> {
            AtomicInteger value = new AtomicInteger();
            Gauge.builder("ticketsafe.health", value, AtomicInteger::get)
                    .description("1 while a check of /health/ready is fine, 0 while it is not")
                    .tag("check", name)
                    .register(meters);
            return value;
        });
    }
}
