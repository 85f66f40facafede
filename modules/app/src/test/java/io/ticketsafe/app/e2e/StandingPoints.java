package io.ticketsafe.app.e2e;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Places in the life of a payment at which the process stands still, because its statement waits in PostgreSQL: triggers of the
 * test's own database wait for advisory locks that the test holds. The program knows nothing of it.
 */
final class StandingPoints implements AutoCloseable {
    private static final int LOCKS = 7_000;
    private static final String FUNCTION = """
            CREATE TABLE payments.standing (point int, order_id uuid, PRIMARY KEY (point, order_id));
            CREATE FUNCTION payments.stand() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF EXISTS (SELECT 1 FROM payments.standing JOIN payments.payment USING (order_id)
                  WHERE point = TG_ARGV[0]::int AND payment.id = (to_json(NEW)->>TG_ARGV[1])::uuid) THEN
                PERFORM pg_advisory_xact_lock_shared(%d, TG_ARGV[0]::int);
              END IF;
              RETURN NEW;
            END $$
            """.formatted(LOCKS);

    /** Where; the request to the bank has arrived or not, whatever becomes of us. */
    enum Point {
        BEFORE_AUTHORIZE("INSERT ON payments.sandbox_charge", "NEW.state <> 'voided'", "payment_id", true),
        AFTER_AUTHORIZE(
                "UPDATE ON payments.payment", "OLD.state = 'created' AND NEW.state = 'authorized'", "id", false),
        BEFORE_CAPTURE("UPDATE ON payments.sandbox_charge", Point.CAPTURE, "payment_id", true),
        WHILE_CAPTURING("UPDATE ON payments.sandbox_charge", Point.CAPTURE, "payment_id", false),
        AFTER_CAPTURE("UPDATE ON payments.payment", "OLD.state <> 'captured' AND NEW.state = 'captured'", "id", false),
        BEFORE_VOID(
                "UPDATE ON payments.sandbox_charge",
                "OLD.state <> 'voided' AND NEW.state = 'voided'",
                "payment_id",
                true),
        AFTER_VOID(
                "UPDATE ON payments.payment",
                "OLD.state = 'voided' AND OLD.recheck_at IS NOT NULL AND NEW.recheck_at IS NULL",
                "id",
                false),
        BEFORE_REFUND("INSERT ON payments.sandbox_refund", "true", "payment_id", true),
        AFTER_REFUND(
                "UPDATE ON payments.refund", "OLD.state = 'requested' AND NEW.state = 'done'", "payment_id", false);

        private static final String CAPTURE = "OLD.state = 'authorized' AND NEW.state = 'captured'";

        private final String statement;
        private final String when;
        private final String paymentId;
        private final boolean unheard;

        /** @param unheard the statement is the bank's, and never reached it */
        Point(String statement, String when, String paymentId, boolean unheard) {
            this.statement = statement;
            this.when = when;
            this.paymentId = paymentId;
            this.unheard = unheard;
        }

        private int number() {
            return ordinal() + 1;
        }

        private String trigger() {
            return "CREATE TRIGGER stand_%1$d BEFORE %2$s FOR EACH ROW WHEN (%3$s) EXECUTE FUNCTION payments.stand('%1$d', '%4$s')"
                    .formatted(number(), statement, when, paymentId);
        }
    }

    private final Connection connection;

    private StandingPoints(Connection connection) {
        this.connection = connection;
    }

    static StandingPoints in(String postgresUrl) throws SQLException {
        PgConnectOptions server = PgConnectOptions.fromUri(postgresUrl);
        StandingPoints points = new StandingPoints(DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(server.getHost(), server.getPort(), server.getDatabase()),
                server.getUser(),
                server.getPassword()));
        points.run(FUNCTION);
        for (Point point : Point.values()) {
            points.run(point.trigger());
            points.run("SELECT pg_advisory_lock(" + LOCKS + ", " + point.number() + ")");
        }
        return points;
    }

    /** From now on, the payments of the order stand there. */
    void let(String orderId, Point point) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO payments.standing VALUES (?, ?)")) {
            insert.setInt(1, point.number());
            insert.setObject(2, UUID.fromString(orderId));
            insert.executeUpdate();
        }
    }

    Set<Point> reached() {
        Set<Point> points = EnumSet.noneOf(Point.class);
        try (Statement statement = connection.createStatement();
                ResultSet waiting = statement.executeQuery("SELECT DISTINCT objid::int FROM pg_locks WHERE NOT granted"
                        + " AND locktype = 'advisory' AND classid = " + LOCKS)) {
            while (waiting.next()) {
                points.add(Point.values()[waiting.getInt(1) - 1]);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return points;
    }

    /** For a process that is dead: what had not reached the bank never will, the rest goes its way. */
    void open() throws SQLException {
        for (Point point : Point.values()) {
            if (point.unheard) {
                run(
                        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND classid = "
                                + LOCKS + " AND objid = " + point.number());
            }
        }
        run("DELETE FROM payments.standing");
        run("SELECT pg_advisory_unlock_all()");
    }

    long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
