package io.ticketsafe.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late event loops come to what is due: each is asked to look at the clock twice a second, and how long it takes to do so
 * is what every request waits there, too. One that does not come at all counts as blocked.
 */
public final class EventLoopMeters {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration BLOCKED_AFTER = Duration.ofSeconds(1);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final Timer delay;
    private final List<Watch> watches = new ArrayList<>();
    private volatile boolean stopped;

    private EventLoopMeters(MeterRegistry meters) {
        delay = Timer.builder("ticketsafe.event.loop.delay")
                .description("How late event loops came to what was due")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        Gauge.builder("ticketsafe.event.loop.blocked", this, EventLoopMeters::blocked)
                .description("Event loops that have done nothing for a second although something was due")
                .register(meters);
    }

    public static EventLoopMeters start(MeterRegistry meters, Vertx vertx) {
        EventLoopMeters loops = new EventLoopMeters(meters);
        ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loop -> loops.watches.add(loops.new Watch(loop)));
        loops.watches.forEach(Watch::arm);
        return loops;
    }

    public void stop() {
        stopped = true;
    }

    private double blocked() {
        long now = System.nanoTime();
        return stopped
                ? 0
                : watches.stream()
                        .filter(watch -> now - watch.dueNanos > BLOCKED_AFTER.toNanos())
                        .count();
    }

    private final class Watch {
        private final EventExecutor loop;
        private volatile long dueNanos;

        private Watch(EventExecutor loop) {
            this.loop = loop;
        }

        private void arm() {
            dueNanos = System.nanoTime() + EVERY.toNanos();
            loop.schedule(this::look, EVERY.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void look() {
            delay.record(Math.max(0, System.nanoTime() - dueNanos), TimeUnit.NANOSECONDS);
            if (!stopped) {
                arm();
            }
        }
    }
}
