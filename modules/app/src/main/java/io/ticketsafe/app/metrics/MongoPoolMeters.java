package io.ticketsafe.app.metrics;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.ConnectionCheckOutFailedEvent;
import com.mongodb.event.ConnectionCheckOutStartedEvent;
import com.mongodb.event.ConnectionCheckedInEvent;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionCreatedEvent;
import com.mongodb.event.ConnectionPoolListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections to MongoDB. Micrometer's own listener has the driver's random id of the cluster as a label. */
public final class MongoPoolMeters implements ConnectionPoolListener {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    private MongoPoolMeters(MeterRegistry meters) {
        gauge(meters, "ticketsafe.mongo.connections", open, "Connections to MongoDB");
        gauge(meters, "ticketsafe.mongo.in.use", inUse, "Connections to MongoDB that are in use");
        gauge(meters, "ticketsafe.mongo.waiting", waiting, "Commands that wait for a connection to MongoDB");
    }

    public static MongoClientSettings watch(MongoClientSettings settings, MeterRegistry meters) {
        return MongoClientSettings.builder(settings)
                .applyToConnectionPoolSettings(pool -> pool.addConnectionPoolListener(new MongoPoolMeters(meters)))
                .build();
    }

    @Override
    public void connectionCreated(ConnectionCreatedEvent event) {
        open.incrementAndGet();
    }

    @Override
    public void connectionClosed(ConnectionClosedEvent event) {
        open.decrementAndGet();
    }

    @Override
    public void connectionCheckOutStarted(ConnectionCheckOutStartedEvent event) {
        waiting.incrementAndGet();
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
        waiting.decrementAndGet();
        inUse.incrementAndGet();
    }

    @Override
    public void connectionCheckOutFailed(ConnectionCheckOutFailedEvent event) {
        waiting.decrementAndGet();
    }

    @Override
    public void connectionCheckedIn(ConnectionCheckedInEvent event) {
        inUse.decrementAndGet();
    }

    private static void gauge(MeterRegistry meters, String name, AtomicInteger value, String description) {
        Gauge.builder(name, value, AtomicInteger::get).description(description).register(meters);
    }
}
