package io.ticketsafe.payments.reconciliation;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.payments.payment.PaymentRecord;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Our payments, as they are compared with a provider's charges. */
final class OurBooks {
    private static final int MOST_UNLISTED = 100;
    private static final String FIND = """
            SELECT payment.*, (SELECT coalesce(sum(refund.amount_minor), 0) FROM refund
              WHERE payment_id = payment.id AND refund.state = 'requested')::bigint AS requested_minor
            FROM payment WHERE id = ANY ($1) AND provider = $2
            """;
    private static final String LISTED =
            "UPDATE payment SET listed_at = now() WHERE id = ANY ($1) AND provider = $2 AND listed_at IS NULL";
    private static final String UNLISTED = """
            SELECT * FROM payment WHERE provider = $1 AND created_at >= $2 AND created_at < $3::timestamptz - make_interval(secs => $4)
              AND listed_at IS NULL AND state IN ('authorized', 'captured')
            ORDER BY created_at LIMIT $5
            """;

    private final Database database;

    OurBooks(Database database) {
        this.database = database;
    }

    /** @param requestedMinor refunds that were promised and have not ended */
    record Entry(PaymentRecord payment, long requestedMinor) {}

    Future<Map<UUID, Entry>> find(String provider, Collection<UUID> paymentIds) {
        return database.query(FIND, paymentIds.toArray(UUID[]::new), provider).map(rows -> {
            Map<UUID, Entry> entries = new HashMap<>();
            for (Row row : rows) {
                PaymentRecord payment = PaymentRecord.of(row);
                entries.put(payment.id(), new Entry(payment, row.getLong("requested_minor")));
            }
            return entries;
        });
    }

    /** The provider is known to have these. */
    Future<Void> markListed(String provider, Collection<UUID> paymentIds) {
        return paymentIds.isEmpty()
                ? Future.succeededFuture()
                : database.query(LISTED, paymentIds.toArray(UUID[]::new), provider)
                        .mapEmpty();
    }

    /**
     * From when to look again once these were looked for.
     *
     * @param unconfirmed when the first of them was made that is to be seen once more; null for none
     */
    static Instant lookAgainFrom(List<PaymentRecord> unlisted, Instant unconfirmed) {
        return unconfirmed == null && unlisted.size() == MOST_UNLISTED
                ? unlisted.get(MOST_UNLISTED - 1).createdAt()
                : unconfirmed;
    }

    /**
     * Payments with money that should have been on the list.
     *
     * @param patience for how long before the pass a payment must have been made
     */
    Future<List<PaymentRecord>> unlisted(Pass pass, Duration patience) {
        return database.query(
                        UNLISTED,
                        pass.provider(),
                        pass.since().atOffset(ZoneOffset.UTC),
                        pass.beganAt().atOffset(ZoneOffset.UTC),
                        patience.toMillis() / 1000.0,
                        MOST_UNLISTED)
                .map(rows -> {
                    List<PaymentRecord> payments = new ArrayList<>();
                    rows.forEach(row -> payments.add(PaymentRecord.of(row)));
                    return payments;
                });
    }
}
