package io.ticketsafe.events.catalogue;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.events.event.EventStore;
import io.ticketsafe.events.task.TaskKind;
import io.ticketsafe.events.task.TaskStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the catalogue like PostgreSQL, which has the truth. */
public final class CatalogueWriter {
    private static final Logger log = LoggerFactory.getLogger(CatalogueWriter.class);
    private static final String COUNT = "SELECT count(*) AS events FROM event WHERE status <> 'draft'";
    private static final String REWRITE_ALL = """
            INSERT INTO task (event_id, kind, version, due_at)
            SELECT id, 'catalogue', version, now() FROM event WHERE status <> 'draft'
            ON CONFLICT (event_id, kind) DO NOTHING
            """;

    private final Database database;
    private final EventStore events;
    private final TaskStore tasks;
    private final Catalogue catalogue;

    public CatalogueWriter(Database database, EventStore events, TaskStore tasks, Catalogue catalogue) {
        this.database = requireNonNull(database);
        this.events = requireNonNull(events);
        this.tasks = requireNonNull(tasks);
        this.catalogue = requireNonNull(catalogue);
    }

    /** Writes the event as it is now. */
    public Future<Void> write(UUID eventId) {
        return events.find(eventId).compose(event -> {
            Future<Void> written =
                    event.isDraft() ? Future.succeededFuture() : catalogue.put(event.toPublicEvent(Instant.now()));
            return written.compose(done -> tasks.done(eventId, TaskKind.CATALOGUE, event.version()));
        });
    }

    /** Has every event written again if some are missing, as after MongoDB has lost its data or was replaced. */
    public Future<Void> repair() {
        return database.query(COUNT)
                .map(rows -> rows.iterator().next().getLong("events"))
                .compose(expected -> catalogue.size().compose(found -> {
                    if (found >= expected) {
                        return Future.succeededFuture();
                    }
                    log.atInfo()
                            .addKeyValue("expected", expected)
                            .addKeyValue("found", found)
                            .log("the catalogue lacks events and is written again");
                    return database.query(REWRITE_ALL).mapEmpty();
                }));
    }
}
