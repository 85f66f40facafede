package io.ticketsafe.app.saga;

import io.ticketsafe.common.pg.Migrations;
import io.ticketsafe.dev.TestStores;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database with the real tables whose clock is set by who asks: functions of a schema that stands before {@code pg_catalog} in the
 * {@code search_path} take the place of {@code now()} and {@code random()}.
 */
final class SimulatedDatabase {
    private static final List<String> CLOCK = List.of(
            "CREATE SCHEMA sim",
            """
            CREATE FUNCTION sim.now() RETURNS timestamptz LANGUAGE sql STABLE
            AS $$ SELECT coalesce(current_setting('sim.now', true)::timestamptz, pg_catalog.now()) $$
            """,
            "CREATE FUNCTION sim.random() RETURNS double precision LANGUAGE sql VOLATILE AS $$ SELECT 0.5::float8 $$");

    private static final String DEFAULTS = """
            SELECT format('ALTER TABLE %I.%I ALTER COLUMN %I SET DEFAULT sim.now()', table_schema, table_name, column_name)
            FROM information_schema.columns WHERE column_default = 'now()' AND table_schema IN ('tickets', 'payments')
            """;

    /** Runs tidy up after each other; that ledgers only grow is tested elsewhere. Statistics must not change plans. */
    private static final String TABLES = """
            SELECT format('ALTER TABLE %I.%I SET (autovacuum_enabled = false)', schemaname, tablename)
            FROM pg_tables WHERE schemaname IN ('tickets', 'payments')
            UNION ALL SELECT 'ALTER TABLE payments.ledger DISABLE TRIGGER ledger_append_only'
            """;

    private SimulatedDatabase() {}

    /** Its URL. */
    static String create() {
        String url = TestStores.shared().newDatabase();
        Migrations.migrate(url, "tickets");
        Migrations.migrate(url, "payments");
        URI uri = URI.create(url);
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ':' + uri.getPort() + uri.getPath();
        try {
            try (Connection connection = DriverManager.getConnection(jdbc, "postgres", "");
                    Statement statement = connection.createStatement()) {
                // Who closes a circle of waiting is found out at once, and it is always the last one.
                statement.execute("ALTER DATABASE \"" + uri.getPath().substring(1) + "\" SET deadlock_timeout = '1ms'");
            }
            try (Connection connection = DriverManager.getConnection(jdbc, "ticketsafe", "ticketsafe");
                    Statement statement = connection.createStatement()) {
                for (String sql : CLOCK) {
                    statement.execute(sql);
                }
                for (String sql : listed(statement, DEFAULTS)) {
                    statement.execute(sql);
                }
                for (String sql : listed(statement, TABLES)) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url;
    }

    private static List<String> listed(Statement statement, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
