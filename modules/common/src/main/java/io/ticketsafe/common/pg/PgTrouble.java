package io.ticketsafe.common.pg;

import io.ticketsafe.common.tls.Causes;
import io.ticketsafe.common.tls.TlsTrouble;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.postgresql.util.PSQLException;

/** Why PostgreSQL cannot be used, in words for whoever set it up. */
final class PgTrouble {
    private static final Set<String> WRONG_LOGIN = Set.of("28P01", "28000");
    private static final String NO_DATABASE = "3D000";
    private static final String NO_TLS = "without it the URL ends without sslmode, or with sslmode=disable";

    private PgTrouble() {}

    /** @param server host and port */
    static String words(String server, Throwable failure) {
        return "PostgreSQL at " + server + " " + words(failure);
    }

    private static String words(Throwable failure) {
        if (failure instanceof PgException pg) {
            return answered(pg.getSqlState(), pg.getErrorMessage());
        }
        PSQLException jdbc = Causes.find(failure, PSQLException.class);
        if (jdbc != null && jdbc.getServerErrorMessage() != null) {
            return answered(jdbc.getSQLState(), jdbc.getServerErrorMessage().getMessage());
        }
        return TlsTrouble.words(failure, "postgres.tls.ca", NO_TLS).orElseGet(() -> unreachable(failure));
    }

    /** Of a failure that came by JDBC. */
    static boolean isOfConnecting(Throwable failure) {
        PSQLException e = Causes.find(failure, PSQLException.class);
        String state = e == null ? null : e.getSQLState();
        return state != null && (state.startsWith("08") || WRONG_LOGIN.contains(state) || NO_DATABASE.equals(state));
    }

    private static String answered(String sqlState, String message) {
        if (WRONG_LOGIN.contains(sqlState)) {
            return "refuses user, password or certificate (" + message + ")";
        }
        if (NO_DATABASE.equals(sqlState)) {
            return "has no such database (" + message + ")";
        }
        return "answers: " + message;
    }

    private static String unreachable(Throwable failure) {
        if (Causes.find(failure, UnknownHostException.class) != null) {
            return "is a name that cannot be resolved";
        }
        Throwable root = Causes.root(failure);
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        if (root instanceof ConnectException) {
            return "cannot be connected to (" + message + ")";
        }
        if (root instanceof TimeoutException
                || root instanceof SocketTimeoutException
                || message.startsWith("Timeout")) {
            return "does not answer in time";
        }
        if (message.contains("does not support SSL") || message.contains("does not handle SSL")) {
            return "does not speak TLS; " + NO_TLS;
        }
        if (message.contains("could not be verified by hostnameverifier")) {
            return "has a certificate for another host (" + message + ")";
        }
        if (message.equals("SSL handshake failed")) {
            // Vert.x keeps to itself why.
            return "has a certificate that is not trusted (postgres.tls.ca names the CA's file), has expired or is for another"
                    + " host, or does not accept ours";
        }
        return root instanceof ClosedChannelException ? "closed the connection" : "cannot be used: " + message;
    }
}
