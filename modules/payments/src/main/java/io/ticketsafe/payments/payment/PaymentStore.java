package io.ticketsafe.payments.payment;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.payments.ledger.ShareColumn;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Payments in PostgreSQL. What changes a payment takes its row lock first. */
public final class PaymentStore {
    private static final String INSERT = """
            INSERT INTO payment (id, order_id, event_id, organization_id, payer_id, amount_minor, currency, method,
              request_hash, token_box, provider, expires_at, state, recheck_at, shares,
              reference, desk_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'created', now() + make_interval(secs => $13), $14,
              $15, $16)
            ON CONFLICT (id) DO NOTHING RETURNING *
            """;
    private static final String FIND = "SELECT * FROM payment WHERE id = $1";
    private static final String LOCK = FIND + " FOR UPDATE";
    private static final String FIND_BY_REF = "SELECT * FROM payment WHERE provider = $1 AND provider_ref = $2";
    private static final int MOVE_PARAMETERS = 10;
    private static final String MOVE = """
            UPDATE payment SET state = $2, provider_ref = coalesce($3, provider_ref), failure_code = $4,
              failure_message = $5, next_action = $6, captured_minor = coalesce($7, captured_minor),
              captured_currency = coalesce($10, captured_currency),
              recheck_at = CASE WHEN $8 THEN now() + make_interval(secs => $9) END, rechecks = 0,
              token_box = CASE WHEN $2 = 'created' THEN token_box END, updated_at = now()
            WHERE id = $1
            """;
    private static final String MOVE_LOCKED = MOVE + "RETURNING *";

    /** No state is ever come into twice, so one that still stands, with the same wish, is the one that was seen. */
    private static final String MOVE_UNLESS_CHANGED =
            MOVE + "AND state = $11 AND (void_requested_at IS NOT NULL) = $12::boolean RETURNING *";

    private static final String REQUEST_CAPTURE = """
            UPDATE payment SET capture_requested_at = coalesce(capture_requested_at, now()), rechecks = 0,
              recheck_at = now() + make_interval(secs => $2), updated_at = now()
            WHERE id = $1 AND state = 'authorized' AND void_requested_at IS NULL RETURNING *
            """;
    private static final String REQUEST_VOID = """
            UPDATE payment SET void_requested_at = coalesce(void_requested_at, now()), updated_at = now()
            WHERE id = $1 RETURNING *
            """;
    private static final String ADD_REFUNDED =
            "UPDATE payment SET refunded_minor = refunded_minor + $2, updated_at = now() WHERE id = $1";

    /** Takes payments up for as long as the pause until the next time, which doubles up to ten minutes. */
    private static final String TAKE_DUE = """
            UPDATE payment SET rechecks = rechecks + 1, recheck_at = CASE
              WHEN state = 'requires_action' AND created_at < now() - interval '7 days' THEN NULL
              ELSE now() + least($2 * power(2, least(rechecks, 10)), 600) * (0.75 + random() / 2) * interval '1 second' END
            WHERE id IN (
              SELECT due.id FROM unnest($3::text[]) AS answering (name) CROSS JOIN LATERAL (
                SELECT id FROM payment WHERE provider = answering.name AND recheck_at <= now() ORDER BY recheck_at LIMIT $1
                FOR UPDATE SKIP LOCKED) AS due)
            RETURNING *
            """;

    private final Database database;
    private final double recoverAfterSeconds;

    /** @param recoverAfter how long whoever moves a payment has before recovery takes it up */
    public PaymentStore(Database database, Duration recoverAfter) {
        this.database = database;
        this.recoverAfterSeconds = recoverAfter.toMillis() / 1000.0;
    }

    /** Stores the payment if its id is new; answers what stands there. */
    Future<PaymentRecord> begin(Authorize request, Buffer requestHash, Buffer tokenBox, String provider) {
        return database.query(
                        INSERT,
                        request.paymentId(),
                        request.orderId(),
                        request.eventId(),
                        request.organizationId(),
                        request.payerId(),
                        request.amount().amountMinor(),
                        request.amount().currency(),
                        request.method().type().name().toLowerCase(Locale.ROOT),
                        requestHash,
                        tokenBox,
                        provider,
                        request.expiresAt() == null ? null : request.expiresAt().atOffset(ZoneOffset.UTC),
                        recoverAfterSeconds,
                        ShareColumn.write(request.shares()),
                        request.method().reference(),
                        request.deskId())
                .compose(inserted ->
                        inserted.size() > 0 ? Future.succeededFuture(one(inserted)) : get(request.paymentId()));
    }

    Future<Optional<PaymentRecord>> find(UUID id) {
        return database.query(FIND, id).map(PaymentStore::oneOrNone);
    }

    /** NOT_FOUND when there is none. */
    public Future<PaymentRecord> get(UUID id) {
        return database.query(FIND, id).map(PaymentStore::one);
    }

    /** By the provider's own id; NOT_FOUND when there is none. */
    public Future<PaymentRecord> get(String provider, String ref) {
        return database.query(FIND_BY_REF, provider, ref).map(PaymentStore::one);
    }

    /** NOT_FOUND when there is none. */
    public static Future<PaymentRecord> lock(SqlConnection transaction, UUID id) {
        return query(transaction, LOCK, id).map(PaymentStore::one);
    }

    /** The row must be locked, and in the state that the move was found for. */
    Future<PaymentRecord> move(SqlConnection transaction, UUID id, Move move) {
        return query(transaction, MOVE_LOCKED, parameters(id, move)).map(PaymentStore::one);
    }

    /** Empty, and nothing done, if the payment has got another state since it was seen, or is to be given up. */
    Future<Optional<PaymentRecord>> moveUnlessChanged(SqlConnection transaction, PaymentRecord seen, Move move) {
        Object[] parameters = parameters(seen.id(), move, seen.state().sql(), seen.voidRequested());
        return query(transaction, MOVE_UNLESS_CHANGED, parameters).map(PaymentStore::oneOrNone);
    }

    private Object[] parameters(UUID id, Move move, Object... more) {
        JsonObject nextAction = move.nextAction() == null ? null : Records.write(move.nextAction());
        Object[] parameters = new Object[MOVE_PARAMETERS + more.length];
        parameters[0] = id;
        parameters[1] = move.to().sql();
        parameters[2] = move.providerRef();
        parameters[3] = move.failure() == null ? null : move.failure().code().name();
        parameters[4] = move.failure() == null ? null : move.failure().message();
        parameters[5] = nextAction;
        parameters[6] = move.captured() == null ? null : move.captured().amountMinor();
        parameters[7] = move.unfinished();
        parameters[8] = recoverAfterSeconds;
        parameters[9] = move.captured() == null ? null : move.captured().currency();
        System.arraycopy(more, 0, parameters, MOVE_PARAMETERS, more.length);
        return parameters;
    }

    /** By compare-and-set; empty when there is nothing to capture. */
    Future<Optional<PaymentRecord>> requestCapture(UUID id) {
        return database.query(REQUEST_CAPTURE, id, recoverAfterSeconds).map(PaymentStore::oneOrNone);
    }

    Future<PaymentRecord> requestVoid(SqlConnection transaction, UUID id) {
        return query(transaction, REQUEST_VOID, id).map(PaymentStore::one);
    }

    public static Future<Void> addRefunded(SqlConnection transaction, UUID id, long amountMinor) {
        return query(transaction, ADD_REFUNDED, id, amountMinor).mapEmpty();
    }

    /**
     * Payments that stood still for too long; nobody else gets them for a while.
     *
     * @param limit most of each provider
     * @param providers whose payments are taken
     */
    Future<List<PaymentRecord>> takeDue(int limit, Set<String> providers) {
        return database.query(TAKE_DUE, limit, recoverAfterSeconds, providers.toArray(String[]::new))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PaymentRecord::of)
                        .toList());
    }

    private static Optional<PaymentRecord> oneOrNone(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(one(rows));
    }

    private static PaymentRecord one(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ServiceFault.notFound("payment");
        }
        return PaymentRecord.of(rows.iterator().next());
    }
}
