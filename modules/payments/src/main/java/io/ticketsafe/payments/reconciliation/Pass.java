package io.ticketsafe.payments.reconciliation;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * One reading of a provider's recent charges, which may take many pages, several processes and some deaths.
 *
 * @param since charges made from then on are read
 * @param cursor of the next page; null for the first
 * @param holder who is at it
 */
record Pass(String provider, Instant since, Instant beganAt, String cursor, UUID holder) {
    static Pass of(Row row) {
        return new Pass(
                row.getString("provider"),
                row.getOffsetDateTime("since").toInstant(),
                row.getOffsetDateTime("pass_began_at").toInstant(),
                row.getString("cursor"),
                row.getUUID("holder"));
    }

    /** A look at single charges now, apart from the passes. */
    static Pass now(String provider) {
        Instant now = Instant.now();
        return new Pass(provider, now, now, null, null);
    }

    Pass at(String next) {
        return new Pass(provider, since, beganAt, next, holder);
    }
}
