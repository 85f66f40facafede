package io.ticketsafe.common.pg;

import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One service's schema in PostgreSQL. When PostgreSQL cannot be reached, or answers too late, every method fails with
 * UNAVAILABLE; other errors come as they are, for the store class to translate with {@link PgErrors}.
 */
public final class Database {
    private static final int MOST_WAITING = 2_000;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_IN_TRANSACTION_TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_REPEATS = 3;

    /** Shorter than the silence after which connections are closed, so that this hits none that was just taken into use. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(45);

    private final Pool pool;
    private final Leases leases;
    private final Deadlines deadlines;

    /** Null on a pool that somebody else has made. */
    private final Servers servers;

    private volatile Replica replica;

    private Database(Pool pool, Leases leases, Deadlines deadlines, Servers servers) {
        this.pool = pool;
        this.leases = leases;
        this.deadlines = deadlines;
        this.servers = servers;
    }

    /** The primary, with the replica where one is configured. Blocking, where files for TLS are named. */
    public static Database open(Vertx vertx, PostgresConfig config, String schema) {
        Servers primaries = Servers.primary(vertx, servers(config, config.url(), schema));
        Database primary = open(vertx, primaries, schema, config.maxPoolSize(), Deadlines.DEFAULT);
        if (config.replicaUrl() != null) {
            Servers replicas = Servers.replica(vertx, servers(config, config.replicaUrl(), schema));
            Database replica = open(vertx, replicas, schema + "-replica", config.maxPoolSize(), Deadlines.DEFAULT);
            primary.replica = new Replica(vertx, primary, replica, config.replicaLag());
        }
        return primary;
    }

    /** @param uri {@code postgresql://user:password@host:port/database}; of several hosts the one that takes writes */
    public static Database open(Vertx vertx, String uri, String schema, int maxPoolSize) {
        return open(vertx, uri, schema, maxPoolSize, Deadlines.DEFAULT);
    }

    static Database open(Vertx vertx, String uri, String schema, int maxPoolSize, Deadlines deadlines) {
        return open(
                vertx,
                Servers.primary(vertx, servers(PostgresConfig.of(uri), uri, schema)),
                schema,
                maxPoolSize,
                deadlines);
    }

    private static List<PgConnectOptions> servers(PostgresConfig config, String url, String schema) {
        return PgTls.servers(config, url).stream()
                .map(server -> configured(server, schema))
                .toList();
    }

    private static PgConnectOptions configured(PgConnectOptions connect, String schema) {
        connect.setCachePreparedStatements(true).setPreparedStatementCacheMaxSize(256);
        connect.addProperty("search_path", schema)
                .addProperty("application_name", "ticketsafe-" + schema)
                .addProperty("statement_timeout", String.valueOf(STATEMENT_TIMEOUT.toMillis()))
                .addProperty("lock_timeout", String.valueOf(LOCK_TIMEOUT.toMillis()))
                .addProperty(
                        "idle_in_transaction_session_timeout", String.valueOf(IDLE_IN_TRANSACTION_TIMEOUT.toMillis()));
        return connect;
    }

    private static Database open(Vertx vertx, Servers servers, String name, int maxPoolSize, Deadlines deadlines) {
        PoolOptions options = new PoolOptions()
                .setName("postgres-" + name)
                .setMaxSize(maxPoolSize)
                .setMaxWaitQueueSize(MOST_WAITING)
                .setConnectionTimeout((int) CONNECT_TIMEOUT.toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout((int) IDLE_TIMEOUT.toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        Pool pool = PgBuilder.pool()
                .with(options)
                .with(network(deadlines))
                .connectingTo(servers)
                .using(vertx)
                .build();
        return new Database(pool, new Leases(vertx, deadlines.statement()), deadlines, servers);
    }

    /** On a pool that somebody else has made. */
    public static Database on(Vertx vertx, Pool pool) {
        return new Database(pool, new Leases(vertx, Deadlines.DEFAULT.statement()), Deadlines.DEFAULT, null);
    }

    private static NetClientOptions network(Deadlines deadlines) {
        return new NetClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setReadIdleTimeout((int) deadlines.silence().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true);
    }

    /** Runs one statement by itself. */
    public Future<RowSet<Row>> query(String sql, Object... parameters) {
        return lent(deadlines.statement(), connection -> query(connection, sql, parameters))
                .recover(this::translate);
    }

    /**
     * Runs one statement that reads what may be a little old: on the replica while there is one that is near enough, else, and
     * whenever it fails there, on the primary.
     */
    public Future<RowSet<Row>> queryLate(String sql, Object... parameters) {
        Replica near = replica;
        return near == null || !near.isNear()
                ? query(sql, parameters)
                : near.query(sql, parameters).recover(failure -> query(sql, parameters));
    }

    /** By how much the replica is behind; none where there is no replica, or where it cannot be used. */
    public Optional<Duration> replicaLag() {
        Replica near = replica;
        return near == null || !near.isNear() ? Optional.empty() : Optional.of(near.lag());
    }

    /** Runs one statement on a connection, mostly one that is in a transaction. */
    public static Future<RowSet<Row>> query(SqlClient client, String sql, Object... parameters) {
        PreparedQuery<RowSet<Row>> query = client.preparedQuery(sql);
        return parameters.length == 0 ? query.execute() : query.execute(Tuple.from(parameters));
    }

    /**
     * Runs the work in one transaction and commits when its Future succeeds. Work that lost to a deadlock or a
     * serialisation failure is run again from its beginning, so it must touch nothing but this database.
     */
    public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
        return attempt(work, MOST_REPEATS).recover(this::translate);
    }

    private <T> Future<T> attempt(Function<SqlConnection, Future<T>> work, int repeatsLeft) {
        return lent(deadlines.transaction(), connection -> committed(connection, work))
                .recover(failure -> repeatsLeft > 0 && PgErrors.mayBeRepeated(failure)
                        ? attempt(work, repeatsLeft - 1)
                        : Future.failedFuture(failure));
    }

    private <T> Future<T> lent(Duration limit, Function<SqlConnection, Future<T>> work) {
        return pool.getConnection().compose(connection -> leases.run(connection, limit, work));
    }

    /** What the work says first goes out together with BEGIN, one round trip less: PostgreSQL runs them in this order. */
    private static <T> Future<T> committed(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        Future<Transaction> begun = connection.begin();
        return Leases.started(connection, work)
                .compose(
                        result -> begun.compose(Transaction::commit).map(result),
                        failure ->
                                begun.compose(Transaction::rollback).transform(ended -> Future.failedFuture(failure)));
    }

    /** For what needs a connection of its own; the caller closes it and sees to deadlines. */
    public Future<SqlConnection> connection() {
        return pool.getConnection().recover(this::translate);
    }

    /** Fails unless PostgreSQL answers, with a message for whoever set it up. */
    public Future<Void> ping() {
        return lent(deadlines.statement(), connection -> query(connection, "SELECT 1"))
                .recover(failure -> this.<RowSet<Row>>translate(failure)
                        .recover(translated -> Future.failedFuture(
                                new IllegalStateException(PgTrouble.words(names(), failure), failure))))
                .mapEmpty();
    }

    private String names() {
        return servers == null ? "its address" : servers.names();
    }

    public Future<Void> close() {
        leases.close();
        Future<Void> closed = replica == null ? Future.succeededFuture() : replica.close();
        return closed.eventually(pool::close);
    }

    private <T> Future<T> translate(Throwable failure) {
        boolean unavailable = PgErrors.isUnavailable(failure);
        if (unavailable && servers != null) {
            servers.doubt();
        }
        return Future.failedFuture(
                unavailable
                        ? ServiceFault.unavailable("The database cannot be reached right now.", Duration.ofSeconds(2))
                        : failure);
    }
}
