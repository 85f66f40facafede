package io.ticketsafe.payments.payment;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.payments.ledger.ShareColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Refunds in PostgreSQL. They change under the row lock of their payment only. */
final class RefundStore {
    private static final String INSERT = """
            INSERT INTO refund (id, payment_id, amount_minor, state, reason, recheck_at, shares)
            VALUES ($1, $2, $3, 'requested', $4, now() + make_interval(secs => $5), $6) RETURNING *
            """;
    private static final String FIND = "SELECT * FROM refund WHERE id = $1";
    private static final String PROMISED =
            "SELECT * FROM refund WHERE payment_id = $1 AND state <> 'failed' ORDER BY created_at, id";
    private static final String FINISH = """
            UPDATE refund SET state = $2, provider_ref = $3, failure_message = $4, recheck_at = NULL, updated_at = now()
            WHERE id = $1 AND state = 'requested' RETURNING *
            """;
    private static final String REQUESTED =
            "SELECT * FROM refund WHERE payment_id = $1 AND state = 'requested' ORDER BY created_at LIMIT 100";
    private static final String TAKE_DUE = """
            UPDATE refund SET rechecks = rechecks + 1, recheck_at =
              now() + least($2 * power(2, least(rechecks, 10)), 600) * (0.75 + random() / 2) * interval '1 second'
            WHERE id IN (
              SELECT id FROM refund WHERE recheck_at <= now() ORDER BY recheck_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING *
            """;

    private final Database database;
    private final double recoverAfterSeconds;

    RefundStore(Database database, Duration recoverAfter) {
        this.database = database;
        this.recoverAfterSeconds = recoverAfter.toMillis() / 1000.0;
    }

    /** @param shares null: all of it was the organiser's */
    Future<RefundRecord> insert(
            SqlConnection transaction, UUID id, UUID paymentId, long amountMinor, List<Share> shares, String reason) {
        return query(
                        transaction,
                        INSERT,
                        id,
                        paymentId,
                        amountMinor,
                        reason,
                        recoverAfterSeconds,
                        ShareColumn.write(shares))
                .map(RefundStore::oneOrNull);
    }

    static Future<RefundRecord> find(SqlConnection transaction, UUID id) {
        return query(transaction, FIND, id).map(RefundStore::oneOrNull);
    }

    Future<RefundRecord> find(UUID id) {
        return database.query(FIND, id).map(RefundStore::oneOrNull);
    }

    /** What went back or is about to. */
    static Future<List<RefundRecord>> promised(SqlConnection transaction, UUID paymentId) {
        return query(transaction, PROMISED, paymentId).map(RefundStore::all);
    }

    /** The refund as it is afterwards; null when it had ended before. */
    static Future<RefundRecord> finish(
            SqlConnection transaction, UUID id, RefundRecord.State state, String providerRef, String failure) {
        return query(transaction, FINISH, id, state.sql(), providerRef, failure).map(RefundStore::oneOrNull);
    }

    Future<List<RefundRecord>> requestedOf(UUID paymentId) {
        return database.query(REQUESTED, paymentId).map(RefundStore::all);
    }

    /** Refunds that stood still for too long; nobody else gets them for a while. */
    Future<List<RefundRecord>> takeDue(int limit) {
        return database.query(TAKE_DUE, limit, recoverAfterSeconds).map(RefundStore::all);
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
