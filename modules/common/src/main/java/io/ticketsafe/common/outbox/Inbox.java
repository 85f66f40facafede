package io.ticketsafe.common.outbox;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/** Remembers which facts were applied, in the transaction of their effect, so that a redelivery changes nothing. */
public final class Inbox {
    private static final String REMEMBER = "INSERT INTO inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING";

    /** Far longer than a fact can be under way again after it was applied: that ends when its sender is up again. */
    private static final String FORGET_OLD = "DELETE FROM inbox WHERE event_id IN (SELECT event_id FROM inbox"
            + " WHERE applied_at < now() - interval '30 days' ORDER BY applied_at LIMIT 10000)";

    private Inbox() {}

    /** Whether the fact is new here. While another transaction applies the same fact, waits for its end. */
    public static Future<Boolean> firstTime(SqlConnection transaction, UUID eventId) {
        return query(transaction, REMEMBER, eventId).map(rows -> rows.rowCount() == 1);
    }

    /** Deletes a bounded number of memories that are older than 30 days. */
    public static Future<Integer> forgetOld(Database database) {
        return database.query(FORGET_OLD).map(RowSet::rowCount);
    }
}
