package io.ticketsafe.app.saga;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The real PostgreSQL, one statement at a time. Its connections outlive the runs. Where a statement waits for a lock, PostgreSQL
 * itself says so, and the others go on; whoever waits is looked at again after each statement, since that may have freed the lock.
 */
final class Postgres {
    /** Nothing that is not waiting for a lock takes that long on a machine that has time for it; else it is only asked for nothing. */
    private static final long LOOK_AFTER_MS = 3;

    /** PostgreSQL's clock may go wrong by so much; it need not be told the time for every statement. */
    private static final long SKEW_MS = 20;

    /** Of several that wait for a row that is changed meanwhile, PostgreSQL wakes all, and the quickest has it. */
    static final String MANY_WAIT = "several wait: which of them goes on first is PostgreSQL's to say";

    private static final int SESSIONS = 10;
    private static final String IS_WAITING = "SELECT cardinality(pg_blocking_pids($1)) > 0 AS waiting";
    private static final String SET_CLOCK = "SELECT set_config('sim.now', $1, false)";

    private final Vertx vertx;
    private final PgConnection outside;
    private final Map<String, List<Session>> known = new HashMap<>();
    private final Map<String, Deque<Session>> free = new HashMap<>();
    private final Map<String, Deque<Promise<Session>>> queues = new HashMap<>();
    private final List<Link.Statement> waiting = new ArrayList<>();

    /** One real connection. */
    static final class Session {
        private final String schema;
        private final PgConnection connection;
        private long clockMs;

        Session(String schema, PgConnection connection) {
            this.schema = schema;
            this.connection = connection;
        }

        PgConnection connection() {
            return connection;
        }

        int pid() {
            return connection.processId();
        }
    }

    private Postgres(Vertx vertx, PgConnection outside) {
        this.vertx = vertx;
        this.outside = outside;
    }

    static Future<Postgres> open(Vertx vertx, String url) {
        PgConnectOptions options =
                PgConnectOptions.fromUri(url).setCachePreparedStatements(true).setPreparedStatementCacheMaxSize(1_000);
        Map<String, String> settings = Map.of(
                "synchronous_commit", "off",
                // Plans must not depend on how full a table happens to be, for rows would come in another order.
                "plan_cache_mode", "force_generic_plan",
                "enable_seqscan", "off",
                "enable_hashjoin", "off",
                "enable_mergejoin", "off",
                "enable_hashagg", "off",
                "jit", "off");
        settings.forEach(options::addProperty);
        return PgConnection.connect(vertx, new PgConnectOptions(options)).compose(outside -> {
            Postgres postgres = new Postgres(vertx, outside);
            Future<?> connected = Future.succeededFuture();
            for (int i = 0; i < SESSIONS; i++) {
                connected = connected
                        .compose(before -> postgres.connect(options, "tickets"))
                        .compose(before -> postgres.connect(options, "payments"));
            }
            return connected.map(postgres);
        });
    }

    private Future<?> connect(PgConnectOptions options, String schema) {
        PgConnectOptions mine =
                new PgConnectOptions(options).addProperty("search_path", "sim," + schema + ",pg_catalog");
        return PgConnection.connect(vertx, mine)
                .map(connection ->
                        known.computeIfAbsent(schema, any -> new ArrayList<>()).add(new Session(schema, connection)));
    }

    /** A question of the test, which is no step. */
    Future<RowSet<Row>> ask(String sql, Object... parameters) {
        return outside.preparedQuery(sql).execute(Tuple.from(parameters));
    }

    /** Several statements at once. */
    Future<?> tell(String sql) {
        return outside.query(sql).execute();
    }

    /** Makes ready for the next run. */
    void begin() {
        free.clear();
        waiting.clear();
        queues.clear();
        known.forEach((schema, sessions) -> {
            sessions.forEach(session -> session.clockMs = 0);
            free.put(schema, new ArrayDeque<>(sessions));
        });
    }

    /** Always the one that was given back last; waits for one if there is none. */
    Future<Session> lend(String schema) {
        Session last = free.get(schema).poll();
        if (last != null) {
            return Future.succeededFuture(last);
        }
        Promise<Session> mine = Promise.promise();
        queues.computeIfAbsent(schema, any -> new ArrayDeque<>()).add(mine);
        return mine.future();
    }

    void giveBack(Session session) {
        Promise<Session> next =
                queues.getOrDefault(session.schema, new ArrayDeque<>()).poll();
        if (next == null) {
            free.get(session.schema).push(session);
        } else {
            next.complete(session);
        }
    }

    /** Ends when the statement has its result and that was delivered, or when it waits for a lock. */
    Future<?> run(Link.Statement statement, Session session, long nowMs, boolean mayMoveClock) {
        if (mayMoveClock && Math.abs(nowMs - session.clockMs) > SKEW_MS) {
            session.clockMs = nowMs;
            session.connection
                    .preparedQuery(SET_CLOCK)
                    .execute(Tuple.of(Instant.ofEpochMilli(nowMs).toString()));
        }
        statement.start();
        return doneOrWaiting(statement).compose(done -> {
            if (!done) {
                waiting.add(statement);
                return Future.succeededFuture();
            }
            return lookAtWaiting().compose(looked -> statement.deliver());
        });
    }

    int howManyWait() {
        return waiting.size();
    }

    private Future<Boolean> doneOrWaiting(Link.Statement statement) {
        Promise<Boolean> known = Promise.promise();
        if (statement.result != null) {
            return Future.succeededFuture(true);
        }
        statement.whenDone = () -> known.tryComplete(true);
        look(statement, known);
        return known.future();
    }

    private void look(Link.Statement statement, Promise<Boolean> known) {
        long timer = vertx.setTimer(LOOK_AFTER_MS, due -> {
            if (!known.future().isComplete()) {
                ask(IS_WAITING, statement.pid())
                        .onSuccess(rows -> {
                            if (known.future().isComplete()) {
                                return;
                            }
                            if (rows.iterator().next().getBoolean("waiting")) {
                                known.tryComplete(false);
                            } else {
                                look(statement, known);
                            }
                        })
                        .onFailure(known::tryFail);
            }
        });
        known.future().onComplete(any -> vertx.cancelTimer(timer));
    }

    /** Those that wait no more are done; their results come as steps. */
    Future<Void> lookAtWaiting() {
        Future<Void> looked = Future.succeededFuture();
        for (Link.Statement statement : List.copyOf(waiting)) {
            looked = looked.compose(before -> doneOrWaiting(statement)).map(done -> {
                if (done && waiting.remove(statement)) {
                    statement.offerResult();
                }
                return null;
            });
        }
        return looked;
    }

    /** Takes a waiting statement back. */
    Future<?> cancel(Link.Statement statement) {
        waiting.remove(statement);
        if (statement.result != null) {
            return Future.succeededFuture();
        }
        Promise<Void> ended = Promise.promise();
        statement.whenDone = ended::tryComplete;
        return ask("SELECT pg_cancel_backend($1)", statement.pid()).compose(asked -> ended.future());
    }

    Future<?> close() {
        List<Future<?>> closing = new ArrayList<>();
        known.values().forEach(sessions -> sessions.forEach(session -> closing.add(session.connection.close())));
        closing.add(outside.close());
        return Future.join(closing);
    }
}
