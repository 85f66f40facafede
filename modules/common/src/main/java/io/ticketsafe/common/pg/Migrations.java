package io.ticketsafe.common.pg;

import io.ticketsafe.common.config.PostgresConfig;
import io.vertx.pgclient.PgConnectOptions;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings one service's schema up to date. Runs {@code db/migration/common} (outbox, inbox, idempotency) and {@code
 * db/migration/<schema>}; several processes may start it at once. Blocking: for {@code main} and worker threads only.
 */
public final class Migrations {
    private static final String LOGIN_SECONDS = "10";

    private Migrations() {}

    /** @return how many scripts were run */
    public static int migrate(String uri, String schema) {
        return migrate(PostgresConfig.of(uri), schema);
    }

    /**
     * @return how many scripts were run
     * @throws IllegalStateException with a message for whoever set it up, when PostgreSQL cannot be used
     */
    public static int migrate(PostgresConfig config, String schema) {
        List<PgConnectOptions> servers = PgUrl.servers(config.url());
        try {
            return flyway(config, servers, schema).migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw PgTrouble.isOfConnecting(e) ? new IllegalStateException(PgTrouble.words(PgUrl.names(servers), e)) : e;
        }
    }

    private static Flyway flyway(PostgresConfig config, List<PgConnectOptions> servers, String schema) {
        PgConnectOptions target = servers.get(0);
        Map<String, String> properties = MigrationSockets.properties(config, target.getSslMode());
        properties.put("loginTimeout", LOGIN_SECONDS);
        properties.put("connectTimeout", LOGIN_SECONDS);
        properties.put("tcpKeepAlive", "true");
        return Flyway.configure()
                .dataSource(PgUrl.jdbc(servers), target.getUser(), target.getPassword())
                .jdbcProperties(properties)
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/migration/common", "classpath:db/migration/" + schema)
                .outOfOrder(true)
                .load();
    }
}
