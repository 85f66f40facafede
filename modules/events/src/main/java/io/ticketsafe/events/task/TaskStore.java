package io.ticketsafe.events.task;

import static io.ticketsafe.common.pg.Database.query;
import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tasks in PostgreSQL: written with the change that makes them necessary, deleted when they are done. */
public final class TaskStore {
    private static final int MOST_DOUBLINGS = 16;
    private static final String PUT = """
            INSERT INTO task (event_id, kind, version, due_at)
            VALUES ($1, $2, $3, now() + make_interval(secs => $4))
            ON CONFLICT (event_id, kind) DO UPDATE
            SET version = greatest(task.version, excluded.version), attempts = 0, due_at = excluded.due_at
            """;
    private static final String DONE = "DELETE FROM task WHERE event_id = $1 AND kind = $2 AND version <= $3";
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
              SELECT event_id, kind FROM task WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            UPDATE task SET attempts = attempts + 1,
              due_at = now() + make_interval(secs => least($2::float8 * power(2, least(attempts, $4)), $3::float8))
            FROM due WHERE task.event_id = due.event_id AND task.kind = due.kind
            RETURNING task.event_id, task.kind
            """;

    private final Database database;
    private final double resumeAfterSeconds;
    private final double retryAtMostSeconds;

    /**
     * @param resumeAfter head start of the process that wrote a task over everybody else
     * @param retryAtMost longest pause between two attempts
     */
    public TaskStore(Database database, Duration resumeAfter, Duration retryAtMost) {
        this.database = requireNonNull(database);
        this.resumeAfterSeconds = resumeAfter.toMillis() / 1000.0;
        this.retryAtMostSeconds = Math.max(retryAtMost.toMillis() / 1000.0, resumeAfterSeconds);
    }

    /** @param version of the event that asks for it; a task of an older version becomes this one */
    public Future<Void> put(SqlConnection transaction, UUID eventId, TaskKind kind, long version) {
        return query(transaction, PUT, eventId, kind.column(), version, resumeAfterSeconds)
                .mapEmpty();
    }

    /** Forgets a task, unless a later version than the given one asked for it meanwhile. */
    public Future<Void> done(UUID eventId, TaskKind kind, long version) {
        return database.query(DONE, eventId, kind.column(), version).mapEmpty();
    }

    public Future<Void> done(SqlConnection transaction, UUID eventId, TaskKind kind, long version) {
        return query(transaction, DONE, eventId, kind.column(), version).mapEmpty();
    }

    /** Takes tasks that nobody has finished in time; each waits twice as long as before until it is taken again. */
    Future<List<Task>> claim(int most) {
        return database.query(CLAIM, most, resumeAfterSeconds, retryAtMostSeconds, MOST_DOUBLINGS)
                .map(rows -> {
                    List<Task> tasks = new ArrayList<>(rows.size());
                    rows.forEach(
                            row -> tasks.add(new Task(row.getUUID("event_id"), TaskKind.of(row.getString("kind")))));
                    return tasks;
                });
    }

    record Task(UUID eventId, TaskKind kind) {}
}
