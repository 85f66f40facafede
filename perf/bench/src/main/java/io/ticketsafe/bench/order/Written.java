package io.ticketsafe.bench.order;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** How many rows a measurement wrote, as PostgreSQL counts them, so that floor and server can be seen to write the same. */
public final class Written {
    /** What tells other services of an order, and what they make of it, is not part of the order. */
    private static final String ROWS = """
            SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
            FROM pg_stat_user_tables
            WHERE schemaname IN ('tickets', 'payments') AND relname NOT IN ('outbox', 'inbox')
            """;

    /** Sessions report what they did at most once a second. */
    private static final long SETTLE_NANOS = 1_500_000_000L;

    private final String url;

    public Written(String url) {
        String login = url.substring(url.indexOf("//") + 2, url.indexOf('@'));
        this.url = "jdbc:postgresql://" + url.substring(url.indexOf('@') + 1) + "?user=" + login.split(":")[0]
                + "&password=" + login.split(":")[1];
    }

    public Result count(Supplier<Result> measurement) {
        long before = rows();
        Result result = measurement.get();
        return result.withRows(rows() - before);
    }

    private long rows() {
        LockSupport.parkNanos(SETTLE_NANOS);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery(ROWS)) {
            sum.next();
            return sum.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
