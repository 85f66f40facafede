package io.ticketsafe.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.kafka.FactHistory;
import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.outbox.OutboxHistory;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.reports.rebuild.Rebuild;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts all reports anew, from the log in Kafka or, where none is configured, from what the outboxes still hold. */
public final class ReportsRebuild {
    /** Events before what is sold of them. */
    private static final List<Role> TELLERS = List.of(Role.EVENTS, Role.TICKETS);

    private ReportsRebuild() {}

    public static Future<Rebuild.Outcome> run(Vertx vertx, Config config, Rebuild.Options options) {
        ProcessStores stores = new ProcessStores(vertx, config, HealthChecks.create(vertx), new SimpleMeterRegistry());
        stores.open(List.of(Role.EVENTS, Role.TICKETS, Role.REPORTS));
        FactHistory history = stores.factLog().map(ReportsRebuild::fromTheLog).orElseGet(() -> fromOutboxes(stores));
        return new Rebuild(vertx, stores.mongo(), config.reports(), history, options)
                .run()
                .eventually(stores::close);
    }

    private static FactHistory fromTheLog(FactLog log) {
        return log.history(TELLERS.stream().map(Role::label).toList());
    }

    private static FactHistory fromOutboxes(ProcessStores stores) {
        Map<String, Database> schemas = new LinkedHashMap<>();
        TELLERS.forEach(role -> schemas.put(role.label(), stores.postgres(role.label())));
        return new OutboxHistory(schemas);
    }
}
