package io.ticketsafe.app.saga;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A process's connection to PostgreSQL while it is lent. Each statement is a step: chosen by the seed, run for real, its result given
 * back before anything else happens. A statement that waits for a lock is set aside until it has it.
 */
final class Link {
    private final Postgres postgres;
    private final Postgres.Session session;
    private final Timeline timeline;
    private final SimulatedProcess process;
    private final Deque<Statement> queue = new ArrayDeque<>();
    private final SqlConnection connection;
    private Transaction transaction;
    private Statement running;
    private Step offered;
    private boolean broken;
    private boolean closed;

    Link(Postgres postgres, Postgres.Session session, Timeline timeline, SimulatedProcess process) {
        this.postgres = postgres;
        this.session = session;
        this.timeline = timeline;
        this.process = process;
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("preparedQuery", arguments -> query((String) arguments[0]));
        answers.put("begin", arguments -> begin());
        answers.put("close", arguments -> close());
        // Who waits for the commit only wants to wake a relay.
        answers.put("transaction", arguments -> null);
        connection = Stub.of(SqlConnection.class, answers);
    }

    /** One statement on its way. */
    final class Statement {
        final String what;
        private final Supplier<Future<?>> send;
        final Promise<Object> answer = Promise.promise();
        /** The real result; null: not there yet. */
        AsyncResult<?> result;

        Runnable whenDone = () -> {};
        private boolean started;

        Statement(String what, Supplier<Future<?>> send) {
            this.what = what;
            this.send = send;
        }

        int pid() {
            return session.pid();
        }

        void start() {
            started = true;
            send.get().onComplete(done -> {
                result = done;
                whenDone.run();
            });
        }

        /** The lock came: the result is given back by and by. */
        void offerResult() {
            offered = timeline.now("sql goes on: " + what, process, () -> {
                offered = null;
                return deliver();
            });
        }

        /** Gives the result to who waits for it, unless something breaks in this very moment. */
        Future<?> deliver() {
            running = null;
            if (closed) {
                return Future.succeededFuture();
            }
            if (process.chaos().crashes()) {
                timeline.note(process.name() + " dies just after: " + what);
                return process.kill();
            }
            if (process.chaos().losesConnection()) {
                timeline.note(process.name() + " loses its connection just after: " + what);
                return breakOff(this);
            }
            if (result.failed()) {
                timeline.note(process.name() + " is refused: " + result.cause().getMessage());
            }
            timeline.as(process, () -> {
                if (result.succeeded()) {
                    answer.complete(result.result());
                } else {
                    answer.fail(result.cause());
                }
            });
            offerNext();
            return Future.succeededFuture();
        }
    }

    SqlConnection connection() {
        return connection;
    }

    private PreparedQuery<RowSet<Row>> query(String sql) {
        String text = process.bug().misread(sql);
        @SuppressWarnings("unchecked")
        PreparedQuery<RowSet<Row>> query = Stub.of(
                PreparedQuery.class,
                Map.of(
                        "execute",
                        arguments -> enqueue(shortly(sql), () -> {
                            PreparedQuery<RowSet<Row>> real =
                                    session.connection().preparedQuery(text);
                            return arguments.length == 0 ? real.execute() : real.execute((Tuple) arguments[0]);
                        })));
        return query;
    }

    private Future<?> begin() {
        return enqueue(
                "BEGIN",
                () -> session.connection().begin().map(begun -> {
                    transaction = begun;
                    return Stub.of(
                            Transaction.class,
                            Map.of(
                                    "commit", arguments -> enqueue("COMMIT", () -> end(begun.commit())),
                                    "rollback", arguments -> enqueue("ROLLBACK", () -> end(begun.rollback()))));
                }));
    }

    private Future<?> end(Future<?> ended) {
        transaction = null;
        return ended;
    }

    private Future<?> close() {
        if (!closed) {
            closed = true;
            process.unlend(this);
            postgres.giveBack(session);
        }
        return Future.succeededFuture();
    }

    private Future<Object> enqueue(String what, Supplier<Future<?>> send) {
        if (broken || closed) {
            return Future.failedFuture(new IOException("connection is closed"));
        }
        Statement statement = new Statement(what, send);
        queue.add(statement);
        offerNext();
        return statement.answer.future();
    }

    private void offerNext() {
        if (running != null || offered != null || queue.isEmpty() || broken || closed) {
            return;
        }
        Statement next = queue.poll();
        running = next;
        offered = timeline.now("sql " + next.what, process, () -> {
            offered = null;
            if (process.chaos().losesConnection()) {
                timeline.note(process.name() + " loses its connection before: " + next.what);
                return breakOff(next);
            }
            int waitedBefore = postgres.howManyWait();
            return postgres.run(next, session, timeline.nowMs(), transaction == null)
                    .onSuccess(ran -> {
                        if (postgres.howManyWait() > Math.max(1, waitedBefore)) {
                            timeline.note(Postgres.MANY_WAIT);
                        }
                    });
        });
    }

    /** As when the network fails: PostgreSQL rolls back, and nobody learns whether what was sent has happened. */
    private Future<?> breakOff(Statement lost) {
        broken = true;
        return rollBack().map(rolledBack -> {
            IOException failure = new IOException("connection was lost");
            timeline.as(process, () -> {
                lost.answer.tryFail(failure);
                while (!queue.isEmpty()) {
                    queue.poll().answer.tryFail(failure);
                }
            });
            return null;
        });
    }

    private Future<?> rollBack() {
        Future<?> idle = running != null && running.started && running.result == null
                ? postgres.cancel(running)
                : Future.succeededFuture();
        if (offered != null) {
            timeline.forget(offered);
        }
        Transaction open = transaction;
        transaction = null;
        return idle.transform(any -> open == null ? Future.succeededFuture() : open.rollback())
                .transform(any -> postgres.lookAtWaiting());
    }

    /** The process is dead: PostgreSQL rolls back, and nobody waits for an answer. */
    Future<?> drop() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        queue.clear();
        return rollBack().map(rolledBack -> {
            postgres.giveBack(session);
            return null;
        });
    }

    private static String shortly(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() > 70 ? line.substring(0, 70) : line;
    }
}
