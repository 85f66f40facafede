package io.ticketsafe.app.money;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.app.e2e.Eventually;
import io.ticketsafe.app.inventory.Server;
import io.vertx.pgclient.PgConnection;

/** What these tests do in PostgreSQL behind the server's back: let time run out, and hold somebody up. */
final class Postgres {
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '%s'::regclass";

    private Postgres() {}

    static void run(String sql) {
        await(Server.postgres()
                .compose(connection -> connection.query(sql).execute().eventually(connection::close)));
    }

    /** Nobody writes into the table meanwhile. */
    static Held hold(String table) {
        PgConnection connection = await(Server.postgres());
        await(connection.query("BEGIN").execute());
        await(connection.query("LOCK TABLE " + table + " IN SHARE MODE").execute());
        return new Held(connection, table);
    }

    record Held(PgConnection connection, String table) implements AutoCloseable {
        void awaitSomebody() {
            Eventually.get("somebody waits", this::waiting, waiting -> waiting > 0);
        }

        private long waiting() {
            return await(connection.query(WAITING.formatted(table)).execute())
                    .iterator()
                    .next()
                    .getLong(0);
        }

        @Override
        public void close() {
            await(connection.query("COMMIT").execute());
            await(connection.close());
        }
    }
}
