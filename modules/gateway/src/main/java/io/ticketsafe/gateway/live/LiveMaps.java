package io.ticketsafe.gateway.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.LiveConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The live seat maps of one gateway process: one feed per event, however many look, and who looks. */
public final class LiveMaps {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Bus bus;
    private final LiveConfig config;
    private final LiveMeters meters;
    private final AtomicInteger viewers = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<UUID, Feed> feeds = new ConcurrentHashMap<>();

    public LiveMaps(Vertx vertx, Bus bus, LiveConfig config, MeterRegistry registry) {
        this.vertx = vertx;
        this.bus = bus;
        this.config = config;
        this.meters = new LiveMeters(registry, viewers);
    }

    /** To be asked for on an event loop that serves. */
    public Loop loop() {
        return new Loop(vertx, this, config.slowAfter(), config.heartbeat());
    }

    LiveMeters meters() {
        return meters;
    }

    /**
     * Lets a viewer in. Who was let in must be told as {@link #left}.
     *
     * @param known id of the last event that it has; null for none
     */
    Future<Joined> join(UUID eventId, Long known, String address, Loop loop) {
        enter(address);
        return feed(eventId, known, loop).onFailure(refused -> leave(address));
    }

    private Future<Joined> feed(UUID eventId, Long known, Loop loop) {
        Feed feed =
                feeds.computeIfAbsent(eventId, id -> new Feed(vertx, loop.context(), bus, id, meters, feeds::remove));
        return feed.join(known, loop)
                .recover(failure -> failure == Feed.CLOSED ? feed(eventId, known, loop) : Future.failedFuture(failure));
    }

    void left(Audience audience, Loop loop, String address) {
        audience.feed().leave(audience, loop);
        leave(address);
    }

    private void enter(String address) {
        if (viewers.incrementAndGet() > config.viewers()) {
            viewers.decrementAndGet();
            throw ServiceFault.unavailable("Too many follow seat maps here right now.", LATER);
        }
        if (byAddress.merge(address, 1, Integer::sum) > config.viewersPerAddress()) {
            leave(address);
            throw new ServiceFault(FaultCode.RATE_LIMITED, "Too many streams are open from this address.")
                    .with("retryAfterSeconds", LATER.toSeconds());
        }
    }

    private void leave(String address) {
        viewers.decrementAndGet();
        byAddress.computeIfPresent(address, (key, open) -> open > 1 ? open - 1 : null);
    }
}
