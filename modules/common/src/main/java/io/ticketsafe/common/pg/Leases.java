package io.ticketsafe.common.pg;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that are in use. One timer looks for those that are in use for too long: their sockets are closed, which
 * makes PostgreSQL roll back and the pool forget them. They are never given back, for nobody knows in what state they are.
 */
final class Leases {
    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final int LOOKS_PER_DEADLINE = 10;

    private final Set<Lease<?>> open = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final long timer;

    Leases(Vertx vertx, Duration shortest) {
        this.vertx = vertx;
        this.timer = vertx.setPeriodic(Math.max(1, shortest.toMillis() / LOOKS_PER_DEADLINE), look -> dropOverdue());
    }

    /** Gives the connection back to its pool when the work has ended, unless its server only reads; fails with TimeoutException if it has not by then. */
    <T> Future<T> run(SqlConnection connection, Duration limit, Function<SqlConnection, Future<T>> work) {
        Lease<T> lease = new Lease<>(connection, System.nanoTime() + limit.toNanos(), Promise.promise());
        open.add(lease);
        started(connection, work).onComplete(result -> {
            if (open.remove(lease)) {
                if (PgErrors.isReadOnly(result.cause())) {
                    drop(connection, "PostgreSQL is a replica");
                } else {
                    connection.close();
                }
                lease.answer.complete(result.result(), result.cause());
            }
        });
        return lease.answer.future();
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    static <T> Future<T> started(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        try {
            return work.apply(connection);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void dropOverdue() {
        long now = System.nanoTime();
        for (Lease<?> lease : open) {
            if (lease.endNanos - now < 0 && open.remove(lease)) {
                drop(lease.connection, "no end in time");
                lease.answer.fail(new TimeoutException("PostgreSQL did not answer in time"));
            }
        }
    }

    /** The client's public close() hands back to the pool, after a round trip for the rollback. */
    private static void drop(SqlConnection connection, String why) {
        log.atWarn().addKeyValue("reason", why).log("connection to PostgreSQL dropped");
        SqlConnectionInternal pooled = (SqlConnectionInternal) connection;
        ((SocketConnectionBase) pooled.unwrap().unwrap()).socket().close();
    }

    private static final class Lease<T> {
        private final SqlConnection connection;
        private final long endNanos;
        private final Promise<T> answer;

        private Lease(SqlConnection connection, long endNanos, Promise<T> answer) {
            this.connection = connection;
            this.endNanos = endNanos;
            this.answer = answer;
        }
    }
}
