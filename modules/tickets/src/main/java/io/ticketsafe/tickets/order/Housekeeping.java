package io.ticketsafe.tickets.order;

import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;

/** Forgets what nobody can ask for any more. */
final class Housekeeping {
    private static final int BATCH = 10_000;
    /** Longer than any fact can be on its way. */
    private static final String TRIM_INBOX = "DELETE FROM inbox WHERE event_id IN (SELECT event_id FROM inbox"
            + " WHERE applied_at < now() - interval '30 days' LIMIT 10000)";

    /** Longer than anybody waits who means to look at them. */
    private static final String TRIM_PARKED = "DELETE FROM fact_parked WHERE id IN (SELECT id FROM fact_parked"
            + " WHERE parked_at < now() - interval '90 days' ORDER BY parked_at LIMIT 10000)";

    private final Database database;
    private final Idempotency idempotency;

    Housekeeping(Database database, Idempotency idempotency) {
        this.database = database;
        this.idempotency = idempotency;
    }

    Future<Boolean> run() {
        return idempotency
                .forgetOld()
                .compose(answers ->
                        database.query(TRIM_INBOX).map(facts -> answers >= BATCH || facts.rowCount() >= BATCH))
                .compose(more -> database.query(TRIM_PARKED).map(parked -> more || parked.rowCount() >= BATCH));
    }
}
