package io.ticketsafe.bench.provider;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The sandbox's bank, and what is left to ask it. */
public final class Bank {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long PAUSE_NANOS = 300_000_000;
    private static final String RECOVER =
            "UPDATE payments.sandbox_charge SET token = 'tok_approve' WHERE token = 'tok_unsteady'";
    private static final String HURRY =
            "UPDATE payments.payment SET recheck_at = now(), rechecks = 0 WHERE recheck_at > now()";
    private static final String LEFT = "SELECT count(*) FROM payments.payment WHERE recheck_at IS NOT NULL";

    private final String jdbcUrl;
    private final String[] login;

    /** @param postgresUrl as in the configuration, {@code postgresql://user:password@host:port/database} */
    public Bank(String postgresUrl) {
        login = postgresUrl
                .substring(postgresUrl.indexOf("//") + 2, postgresUrl.indexOf('@'))
                .split(":");
        jdbcUrl = "jdbc:postgresql://" + postgresUrl.substring(postgresUrl.indexOf('@') + 1);
    }

    /** From now on it answers at once about every charge, and all that is left is asked; blocks until nothing is. */
    public void recover() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try (Connection connection = DriverManager.getConnection(jdbcUrl, login[0], login[1]);
                Statement statement = connection.createStatement()) {
            long left = 1;
            while (left > 0) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(left + " payments do not come to their end");
                }
                statement.executeUpdate(RECOVER);
                statement.executeUpdate(HURRY);
                LockSupport.parkNanos(PAUSE_NANOS);
                try (ResultSet row = statement.executeQuery(LEFT)) {
                    row.next();
                    left = row.getLong(1);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
