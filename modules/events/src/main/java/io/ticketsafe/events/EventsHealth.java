package io.ticketsafe.events;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.events.catalogue.Catalogue;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;

/** What the service tells about its stores. Without PostgreSQL it is not ready; without MongoDB it only cannot search. */
final class EventsHealth {
    private static final String POSTGRES = "postgres-events";
    private static final String MONGO = "mongo-events";
    private static final long POSTGRES_TIMEOUT_MS = 4_000;
    private static final long MARGIN_MS = 1_000;

    private EventsHealth() {}

    /** @param catalogueTimeout after which the catalogue itself gives up */
    static void register(HealthChecks health, Database database, Catalogue catalogue, Duration catalogueTimeout) {
        health.register(
                POSTGRES,
                POSTGRES_TIMEOUT_MS,
                check -> database.ping()
                        .onComplete(answered -> check.tryComplete(answered.succeeded() ? Status.OK() : Status.KO())));
        health.register(
                MONGO,
                catalogueTimeout.toMillis() + MARGIN_MS,
                check -> catalogue
                        .ping()
                        .onComplete(answered -> check.tryComplete(
                                Status.OK(new JsonObject().put("catalogueSearchable", answered.succeeded())))));
    }

    static void unregister(HealthChecks health) {
        health.unregister(POSTGRES);
        health.unregister(MONGO);
    }
}
