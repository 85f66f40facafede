package io.ticketsafe.users.organization;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/** A user leaves every organisation at once. */
public final class Departure {
    private static final String LOCK = """
            SELECT id FROM organization WHERE id IN (SELECT organization_id FROM member WHERE account_id = $1)
            ORDER BY id FOR NO KEY UPDATE
            """;
    private static final String ONLY_OWNED = """
            SELECT o.id, o.name FROM member m JOIN organization o ON o.id = m.organization_id
            WHERE m.account_id = $1 AND m.role = 'OWNER' AND NOT EXISTS (
              SELECT 1 FROM member other
              WHERE other.organization_id = o.id AND other.role = 'OWNER' AND other.account_id <> $1)
            ORDER BY o.id LIMIT 20
            """;
    private static final String LEAVE = "DELETE FROM member WHERE account_id = $1";

    private Departure() {}

    /**
     * WRONG_STATE, with the ids as {@code organizations}, while the user is the last owner of one.
     *
     * @param transaction in which the caller holds the account's row lock, so that nobody adds it anywhere meanwhile
     */
    public static Future<Void> leaveAll(SqlConnection transaction, UUID accountId) {
        return query(transaction, LOCK, accountId)
                .compose(locked -> query(transaction, ONLY_OWNED, accountId))
                .compose(owned ->
                        owned.size() > 0 ? Future.failedFuture(lastOwner(owned)) : query(transaction, LEAVE, accountId))
                .mapEmpty();
    }

    private static ServiceFault lastOwner(RowSet<Row> owned) {
        JsonArray ids = new JsonArray();
        owned.forEach(row -> ids.add(row.getUUID("id").toString()));
        String name = owned.iterator().next().getString("name");
        return ServiceFault.wrongState("You are the last owner of \"" + name
                        + "\"; name another owner before you delete your account.")
                .with("organizations", ids);
    }
}
