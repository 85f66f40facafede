package io.ticketsafe.payments.payment;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.payments.ledger.ShareColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Refunds in PostgreSQL. They change under the row lock of their payment only. */
final class RefundStore {
    private static final String INSERT = """
            INSERT INTO refund (id, payment_id, amount_minor, state, reason, recheck_at, shares, own)
            VALUES ($1, $2, $3, 'requested', $4, now() + make_interval(secs => $5), $6, $7) RETURNING *
            """;
    private static final String FIND = "SELECT * FROM refund WHERE id = $1";
    private static final String FIND_ASKED =
            "SELECT * FROM refund WHERE payment_id = $1 AND coalesce(asked_as, id) = $2";
    private static final String PROMISED =
            "SELECT * FROM refund WHERE payment_id = $1 AND state <> 'failed' ORDER BY created_at, id";
    private static final String FINISH = """
            UPDATE refund SET state = $2, provider_ref = $3, failure_message = $4, recheck_at = NULL, updated_at = now()
            WHERE id = $1 AND state = 'requested' AND ($5::uuid IS NULL OR coalesce(asked_as, id) = $5) RETURNING *
            """;

    /** The seconds from one refusal to the next try: about three days in all. */
    private static final String ASK_ANEW = """
            UPDATE refund SET asked_as = $3, refusals = refusals + 1, failure_message = $4, rechecks = 0, updated_at = now(),
              recheck_at = now() + interval '1 second'
                * (ARRAY[60, 300, 1800, 7200, 21600, 43200, 86400, 86400])[refusals + 1]
            WHERE id = $1 AND state = 'requested' AND own AND coalesce(asked_as, id) = $2 AND refusals < 8
            RETURNING *
            """;

    /** Without those that were refused and wait for their next try. */
    private static final String REQUESTED = """
            SELECT * FROM refund WHERE payment_id = $1 AND state = 'requested' AND (refusals = 0 OR recheck_at <= now())
            ORDER BY created_at LIMIT 100
            """;

    private static final String TAKE_DUE = """
            UPDATE refund SET rechecks = rechecks + 1, recheck_at =
              now() + least($2 * power(2, least(rechecks, 10)), 600) * (0.75 + random() / 2) * interval '1 second'
            WHERE id IN (
              SELECT due.id FROM unnest($3::text[]) AS answering (name) CROSS JOIN LATERAL (
                SELECT id FROM refund WHERE provider = answering.name AND recheck_at <= now() ORDER BY recheck_at LIMIT $1
                FOR UPDATE SKIP LOCKED) AS due)
            RETURNING *
            """;

    private final Database database;
    private final double recoverAfterSeconds;

    RefundStore(Database database, Duration recoverAfter) {
        this.database = database;
        this.recoverAfterSeconds = recoverAfter.toMillis() / 1000.0;
    }

    /**
     * @param shares null: all of it was the organiser's
     * @param own promised by payments itself: when it is refused, nobody else asks for it again
     */
    Future<RefundRecord> insert(
            SqlConnection transaction,
            UUID id,
            UUID paymentId,
            long amountMinor,
            List<Share> shares,
            String reason,
            boolean own) {
        return query(
                        transaction,
                        INSERT,
                        id,
                        paymentId,
                        amountMinor,
                        reason,
                        recoverAfterSeconds,
                        ShareColumn.write(shares),
                        own)
                .map(RefundStore::oneOrNull);
    }

    static Future<RefundRecord> find(SqlConnection transaction, UUID id) {
        return query(transaction, FIND, id).map(RefundStore::oneOrNull);
    }

    Future<RefundRecord> find(UUID id) {
        return database.query(FIND, id).map(RefundStore::oneOrNull);
    }

    /** By the key that the provider knows it by; null when it knows none of that payment's by it. */
    Future<RefundRecord> findAsked(UUID paymentId, UUID askedAs) {
        return database.query(FIND_ASKED, paymentId, askedAs).map(RefundStore::oneOrNull);
    }

    /** What went back or is about to. */
    static Future<List<RefundRecord>> promised(SqlConnection transaction, UUID paymentId) {
        return query(transaction, PROMISED, paymentId).map(RefundStore::all);
    }

    /** The refund as it is afterwards; null when it had ended before. */
    static Future<RefundRecord> succeed(SqlConnection transaction, UUID id, String providerRef) {
        return query(transaction, FINISH, id, RefundRecord.State.DONE.sql(), providerRef, null, null)
                .map(RefundStore::oneOrNull);
    }

    /** The refund as it is afterwards; null when it had ended before, or is asked for under another key by now. */
    static Future<RefundRecord> fail(SqlConnection transaction, RefundRecord refund, String failure) {
        return query(transaction, FINISH, refund.id(), RefundRecord.State.FAILED.sql(), null, failure, refund.askedAs())
                .map(RefundStore::oneOrNull);
    }

    /** Puts a refused refund off until it is asked for under another key; null when that is not to be, or was done already. */
    static Future<RefundRecord> askAnew(SqlConnection transaction, RefundRecord refused, String failure) {
        return query(transaction, ASK_ANEW, refused.id(), refused.askedAs(), Ids.next(), failure)
                .map(RefundStore::oneOrNull);
    }

    Future<List<RefundRecord>> requestedOf(UUID paymentId) {
        return database.query(REQUESTED, paymentId).map(RefundStore::all);
    }

    /**
     * Refunds that stood still for too long; nobody else gets them for a while.
     *
     * @param limit most of each provider
     * @param providers whose refunds are taken
     */
    Future<List<RefundRecord>> takeDue(int limit, Set<String> providers) {
        return database.query(TAKE_DUE, limit, recoverAfterSeconds, providers.toArray(String[]::new))
                .map(RefundStore::all);
    }

    private static RefundRecord oneOrNull(RowSet<Row> rows) {
        return rows.size() == 0 ? null : RefundRecord.of(rows.iterator().next());
    }

    private static List<RefundRecord> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(RefundRecord::of)
                .toList();
    }
}
