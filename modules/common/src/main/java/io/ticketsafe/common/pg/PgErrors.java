package io.ticketsafe.common.pg;

import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What PostgreSQL's errors mean, by SQLSTATE (PostgreSQL manual, appendix A). */
public final class PgErrors {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");
    private static final String READ_ONLY = "25006";
    private static final Set<String> TOO_LATE = Set.of("57014", "55P03", "25P03");

    private PgErrors() {}

    public static boolean violatesUnique(Throwable failure, String constraint) {
        return violates(failure, UNIQUE_VIOLATION, constraint);
    }

    public static boolean violatesCheck(Throwable failure, String constraint) {
        return violates(failure, CHECK_VIOLATION, constraint);
    }

    private static boolean violates(Throwable failure, String sqlState, String constraint) {
        return failure instanceof PgException pg
                && sqlState.equals(pg.getSqlState())
                && constraint.equals(pg.getConstraint());
    }

    static boolean mayBeRepeated(Throwable failure) {
        return failure instanceof PgException pg && REPEATABLE.contains(pg.getSqlState());
    }

    /** The server is, or became, a replica; another connection may lead to its successor. */
    static boolean isReadOnly(Throwable failure) {
        return failure instanceof PgException pg && READ_ONLY.equals(pg.getSqlState());
    }

    /** No connection, connection lost, server shutting down, out of resources, a replica, or too slow. */
    static boolean isUnavailable(Throwable failure) {
        if (failure instanceof ServiceFault) {
            return false;
        }
        if (failure instanceof PgException pg) {
            String state = pg.getSqlState();
            return state != null
                    && (state.startsWith("08")
                            || state.startsWith("53")
                            || state.startsWith("57P")
                            || READ_ONLY.equals(state)
                            || TOO_LATE.contains(state));
        }
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof VertxException;
    }
}
