package io.ticketsafe.users;

import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.users.session.Sessions;
import io.vertx.core.Future;

/** Deletes what has expired, in batches; any number of instances may do so at once. */
final class Sweeper {
    private static final int BATCH = 1_000;
    private static final int MOST_BATCHES = 50;

    private final Sessions sessions;
    private final Idempotency idempotency;

    Sweeper(Sessions sessions, Idempotency idempotency) {
        this.sessions = sessions;
        this.idempotency = idempotency;
    }

    Future<Integer> sweep() {
        return idempotency.forgetOld().compose(forgotten -> sweepSessions(0, MOST_BATCHES));
    }

    /** Goes on while batches come full. */
    private Future<Integer> sweepSessions(int before, int batchesLeft) {
        return sessions.sweep(BATCH).compose(swept -> {
            int all = before + swept;
            return swept < BATCH || batchesLeft == 1
                    ? Future.succeededFuture(all)
                    : sweepSessions(all, batchesLeft - 1);
        });
    }
}
