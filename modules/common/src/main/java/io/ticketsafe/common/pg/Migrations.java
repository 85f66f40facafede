package io.ticketsafe.common.pg;

import io.vertx.pgclient.PgConnectOptions;
import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * Brings one service's schema up to date. Runs {@code db/migration/common} (outbox, inbox, idempotency) and {@code
 * db/migration/<schema>}; several processes may start it at once. Blocking: for {@code main} and worker threads only.
 */
public final class Migrations {
    private Migrations() {}

    /** @return how many scripts were run */
    public static int migrate(String uri, String schema) {
        List<PgConnectOptions> servers = PgUrl.servers(uri);
        PgConnectOptions target = servers.get(0);
        return Flyway.configure()
                .dataSource(PgUrl.jdbc(servers), target.getUser(), target.getPassword())
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/migration/common", "classpath:db/migration/" + schema)
                .outOfOrder(true)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
