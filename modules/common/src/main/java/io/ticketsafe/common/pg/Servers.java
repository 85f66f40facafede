package io.ticketsafe.common.pg;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads new connections to the right one of several servers, which is found by asking them all. What was found is kept until
 * somebody doubts it. One server alone is taken as it is.
 */
final class Servers implements Supplier<Future<SqlConnectOptions>> {
    private static final Logger log = LoggerFactory.getLogger(Servers.class);
    private static final long PATIENCE_MS = 3_000;

    /** A promotion begins a new timeline; it is the first eight digits of the names of the log's files. */
    private static final String ASK = """
            SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline
            """;

    private final Vertx vertx;
    private final List<PgConnectOptions> servers;
    private final boolean writable;
    private PgConnectOptions found;
    private PgConnectOptions used;
    private Future<SqlConnectOptions> asking;

    private Servers(Vertx vertx, List<PgConnectOptions> servers, boolean writable) {
        this.vertx = vertx;
        this.servers = List.copyOf(servers);
        this.writable = writable;
    }

    /** To the primary: of several that take writes the one that was promoted last, since the others were replaced. */
    static Servers primary(Vertx vertx, List<PgConnectOptions> servers) {
        return new Servers(vertx, servers, true);
    }

    /** Hosts and ports, for people. */
    String names() {
        return PgUrl.names(servers);
    }

    /** To any replica. */
    static Servers replica(Vertx vertx, List<PgConnectOptions> servers) {
        return new Servers(vertx, servers, false);
    }

    @Override
    public synchronized Future<SqlConnectOptions> get() {
        if (servers.size() == 1) {
            return Future.succeededFuture(servers.get(0));
        }
        if (found != null) {
            return Future.succeededFuture(found);
        }
        if (asking != null) {
            return asking;
        }
        Future<SqlConnectOptions> answer = ask();
        asking = answer;
        answer.onComplete(asked -> settle(asked.result()));
        return answer;
    }

    /** The server that was found does not answer, or is not what it was. */
    synchronized void doubt() {
        found = null;
    }

    private synchronized void settle(SqlConnectOptions server) {
        asking = null;
        found = (PgConnectOptions) server;
        if (found != null && found != used) {
            used = found;
            log.atInfo()
                    .addKeyValue("server", used.getHost() + ":" + used.getPort())
                    .addKeyValue("writable", writable)
                    .log("server of PostgreSQL found");
        }
    }

    private Future<SqlConnectOptions> ask() {
        List<Future<Answer>> answers = servers.stream().map(this::ask).toList();
        return Future.all(answers)
                .map(all -> answers.stream()
                        .map(Future::result)
                        .filter(Objects::nonNull)
                        .filter(answer -> answer.isWritable() == writable)
                        .max(Comparator.comparing(Answer::order))
                        .orElseThrow(() -> new VertxException(
                                "no server of PostgreSQL is " + (writable ? "a primary" : "a replica") + " right now",
                                true))
                        .server());
    }

    /** Null when it does not answer. */
    private Future<Answer> ask(PgConnectOptions server) {
        return PgConnection.connect(vertx, server)
                .compose(connection -> connection
                        .query(ASK)
                        .execute()
                        .map(rows -> answer(server, rows.iterator().next()))
                        .eventually(connection::close))
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .otherwise((Answer) null);
    }

    private static Answer answer(PgConnectOptions server, Row row) {
        return new Answer(server, row.getString("timeline"));
    }

    /** @param timeline eight hexadecimal digits, null of a replica */
    private record Answer(PgConnectOptions server, String timeline) {
        boolean isWritable() {
            return timeline != null;
        }

        String order() {
            return timeline == null ? "" : timeline;
        }
    }
}
