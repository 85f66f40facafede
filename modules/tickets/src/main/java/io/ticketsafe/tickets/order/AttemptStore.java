package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.pg.Database.query;
import static io.ticketsafe.tickets.order.Columns.constant;
import static io.ticketsafe.tickets.order.Columns.money;
import static io.ticketsafe.tickets.order.Columns.time;

import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Payment attempts in PostgreSQL. Whoever changes one holds the lock of its order's row. */
public final class AttemptStore {
    private static final Logger log = LoggerFactory.getLogger(AttemptStore.class);
    private static final String SEALED_FOR = "tickets.order_payment.token";
    static final SealedColumn TOKENS = SealedColumn.of("tickets", "order_payment", "payment_id", "token", SEALED_FOR);
    private static final String COLUMNS = """
            payment_id, order_id, payer_id, key_hash, request_hash, method, token, reference, amount_minor, currency, state,
            failure, tries, coalesce(continue_at > now(), false) AS busy, created_at, updated_at, change_id,
            CASE WHEN change_id IS NOT NULL
              THEN (SELECT c.expires_at FROM order_change c WHERE c.id = order_payment.change_id) END AS change_expires_at
            """;
    private static final String INSERT = """
            INSERT INTO order_payment (payment_id, order_id, payer_id, key_hash, request_hash, method, token, amount_minor,
              currency, state, continue_at, created_at, updated_at, change_id, reference)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'authorizing', now() + $10::bigint * interval '1 ms', $11, $11, $12,
              $13)
            """;
    private static final String BY_ID = "SELECT " + COLUMNS + " FROM order_payment WHERE payment_id = $1";
    private static final String BY_IDS =
            "SELECT " + COLUMNS + " FROM order_payment WHERE payment_id = ANY ($1::uuid[])";
    private static final String LOCK_BY_ID = BY_ID + " FOR UPDATE";
    private static final String OF_ORDER =
            "SELECT " + COLUMNS + " FROM order_payment WHERE order_id = $1 ORDER BY created_at, payment_id";
    private static final String MOVE = """
            UPDATE order_payment SET state = $2, failure = coalesce($3, failure), reason = coalesce($4, reason), tries = 0,
              token = CASE WHEN $2 IN ('authorizing', 'interrupted') THEN token END,
              continue_at = now() + $5::bigint * interval '1 ms', updated_at = now()
            WHERE payment_id = $1
            """;
    private static final String GIVE_UP_OTHERS = """
            UPDATE order_payment SET state = 'voiding', reason = $3, tries = 0, token = NULL, continue_at = now(),
              updated_at = now()
            WHERE order_id = $1 AND state = ANY ($2::text[]) AND payment_id IS DISTINCT FROM $4
            """;
    private static final String GIVE_UP_CHANGE = """
            UPDATE order_payment SET state = 'voiding', reason = $2, tries = 0, token = NULL, continue_at = now(),
              updated_at = now()
            WHERE order_id = $3 AND change_id = $1 AND state IN ('authorizing', 'interrupted', 'requires_action')
            """;
    private static final String HAS_LIVE = """
            SELECT 1 FROM order_payment WHERE order_id = $1 AND state = 'authorizing'
              AND updated_at > now() - $2::bigint * interval '1 ms' AND payment_id IS DISTINCT FROM $3
            """;
    private static final String USED_FOR_ANOTHER_ORDER = """
            SELECT 1 FROM order_payment WHERE payer_id = $1 AND key_hash = $2 AND order_id <> $3
              AND created_at > now() - interval '24 hours' LIMIT 1
            """;
    private static final String LOCK_ORDER = "SELECT 1 FROM ticket_order WHERE id = $1 FOR UPDATE";
    private static final String END_CAPTURE = """
            UPDATE order_payment SET state = 'captured', continue_at = NULL, updated_at = now()
            WHERE payment_id = $1 AND state = 'issued'
            """;
    private static final String END_VOIDING = """
            UPDATE order_payment SET state = 'voided', given_back_minor = $2, continue_at = NULL, updated_at = now()
            WHERE payment_id = $1 AND state = 'voiding'
            """;
    private static final String CONTINUE_LATER = """
            UPDATE order_payment SET continue_at = now() + $2::bigint * interval '1 ms'
            WHERE payment_id = $1 AND continue_at IS NOT NULL
            """;
    private static final String REST =
            "UPDATE order_payment SET continue_at = NULL WHERE payment_id = $1 AND state = 'requires_action'";
    private static final String KEEP = """
            UPDATE order_payment SET continue_at = now() + $2::bigint * interval '1 ms'
            WHERE payment_id = ANY ($1::uuid[]) AND continue_at IS NOT NULL
            """;
    private static final String TAKE_STUCK = """
            UPDATE order_payment SET continue_at = now() + $2::bigint * interval '1 ms', tries = tries + 1
            WHERE payment_id IN (
              SELECT payment_id FROM order_payment WHERE continue_at <= now() ORDER BY continue_at LIMIT $1
              FOR UPDATE SKIP LOCKED)
            RETURNING
            """ + COLUMNS;

    private final Database database;
    private final SecretBox secrets;

    AttemptStore(Database database, SecretBox secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    Future<Void> insert(SqlConnection transaction, Attempt attempt, Duration lease) {
        Buffer token = attempt.token() == null
                ? null
                : Buffer.buffer(secrets.seal(attempt.token().getBytes(StandardCharsets.UTF_8), SEALED_FOR));
        return query(
                        transaction,
                        INSERT,
                        attempt.paymentId(),
                        attempt.orderId(),
                        attempt.payerId(),
                        Buffer.buffer(attempt.keyHash()),
                        Buffer.buffer(attempt.requestHash()),
                        Columns.name(attempt.method()),
                        token,
                        attempt.amount().amountMinor(),
                        attempt.amount().currency(),
                        lease.toMillis(),
                        time(attempt.createdAt()),
                        attempt.change() == null ? null : attempt.change().id(),
                        attempt.reference())
                .mapEmpty();
    }

    /** With its row locked; null when there is none. */
    Future<Attempt> find(SqlConnection transaction, UUID paymentId) {
        return query(transaction, LOCK_BY_ID, paymentId).map(this::oneOrNull);
    }

    /** The attempt as it is while its order's row is locked. */
    Future<Attempt> lockWithOrder(SqlConnection transaction, UUID orderId, UUID paymentId) {
        return query(transaction, LOCK_ORDER, orderId).compose(locked -> find(transaction, paymentId));
    }

    /** Null when there is none. */
    Future<Attempt> find(UUID paymentId) {
        return database.query(BY_ID, paymentId).map(this::oneOrNull);
    }

    /** Those that there are. */
    Future<Map<UUID, Attempt>> find(Set<UUID> paymentIds) {
        return paymentIds.isEmpty()
                ? Future.succeededFuture(Map.of())
                : database.query(BY_IDS, (Object) paymentIds.toArray(UUID[]::new))
                        .map(rows ->
                                all(rows).stream().collect(Collectors.toMap(Attempt::paymentId, Function.identity())));
    }

    Future<List<Attempt>> ofOrder(SqlConnection transaction, UUID orderId) {
        return query(transaction, OF_ORDER, orderId).map(this::all);
    }

    /**
     * @param continueAfter when another process may take the next step; null where there is none
     * @param failure and {@code reason} may be null
     */
    Future<Void> move(
            SqlConnection transaction,
            UUID paymentId,
            Attempt.State to,
            Duration continueAfter,
            FaultCode failure,
            String reason) {
        Long continueAfterMs = continueAfter == null ? null : continueAfter.toMillis();
        return query(
                        transaction,
                        MOVE,
                        paymentId,
                        Columns.name(to),
                        failure == null ? null : failure.name(),
                        reason,
                        continueAfterMs)
                .mapEmpty();
    }

    /** Lets the order's attempts in these states, but for one (or null), be voided in the background. */
    Future<Void> giveUp(
            SqlConnection transaction, UUID orderId, List<Attempt.State> states, UUID except, String reason) {
        String[] names = states.stream().map(Columns::name).toArray(String[]::new);
        return query(transaction, GIVE_UP_OTHERS, orderId, names, reason, except)
                .mapEmpty();
    }

    /** The same for all attempts to pay a change. */
    public Future<Void> giveUpChange(SqlConnection transaction, UUID orderId, UUID changeId, String reason) {
        return query(transaction, GIVE_UP_CHANGE, changeId, reason, orderId).mapEmpty();
    }

    /** Whether payments is being asked for the order by another attempt than this one (or null). */
    public Future<Boolean> hasLive(SqlConnection transaction, UUID orderId, Duration deadline, UUID except) {
        return query(transaction, HAS_LIVE, orderId, deadline.toMillis(), except)
                .map(rows -> rows.size() > 0);
    }

    Future<Boolean> keyUsedForAnotherOrder(SqlConnection transaction, UUID payerId, byte[] keyHash, UUID orderId) {
        return query(transaction, USED_FOR_ANOTHER_ORDER, payerId, Buffer.buffer(keyHash), orderId)
                .map(rows -> rows.size() > 0);
    }

    /** By compare-and-set, which needs no lock of the order: nothing else follows from it. */
    Future<Void> endCapture(UUID paymentId) {
        return database.query(END_CAPTURE, paymentId).mapEmpty();
    }

    /** @param givenBack what had moved and goes back; null when nothing had */
    Future<Void> endVoiding(UUID paymentId, Money givenBack) {
        Long givenBackMinor = givenBack == null ? null : givenBack.amountMinor();
        return database.query(END_VOIDING, paymentId, givenBackMinor).mapEmpty();
    }

    Future<Void> continueLater(UUID paymentId, Duration delay) {
        return database.query(CONTINUE_LATER, paymentId, delay.toMillis()).mapEmpty();
    }

    /** The payer's turn: nobody takes it up any more until word comes. */
    Future<Void> rest(UUID paymentId) {
        return database.query(REST, paymentId).mapEmpty();
    }

    /** Says that this process is still at them. */
    Future<Void> keep(Collection<UUID> paymentIds, Duration lease) {
        return database.query(KEEP, paymentIds.toArray(UUID[]::new), lease.toMillis())
                .mapEmpty();
    }

    /** Takes over attempts that nobody has been at for a while. */
    Future<List<Attempt>> takeStuck(int most, Duration lease) {
        return database.query(TAKE_STUCK, most, lease.toMillis()).map(this::all);
    }

    private List<Attempt> all(RowSet<Row> rows) {
        List<Attempt> attempts = new ArrayList<>(rows.size());
        rows.forEach(row -> attempts.add(read(row)));
        return attempts;
    }

    private Attempt oneOrNull(RowSet<Row> rows) {
        return rows.size() == 0 ? null : read(rows.iterator().next());
    }

    private Attempt read(Row row) {
        Buffer token = row.getBuffer("token");
        String failure = row.getString("failure");
        UUID changeId = row.getUUID("change_id");
        return new Attempt(
                row.getUUID("payment_id"),
                row.getUUID("order_id"),
                changeId == null ? null : new Attempt.ForChange(changeId, time(row, "change_expires_at")),
                row.getUUID("payer_id"),
                constant(MethodType.class, row, "method"),
                token == null ? null : open(token, row.getUUID("payment_id")),
                row.getString("reference"),
                row.getBuffer("key_hash").getBytes(),
                row.getBuffer("request_hash").getBytes(),
                money(row, "amount_minor"),
                constant(Attempt.State.class, row, "state"),
                failure == null ? null : FaultCode.valueOf(failure),
                row.getInteger("tries"),
                row.getBoolean("busy"),
                time(row, "created_at"),
                time(row, "updated_at"));
    }

    /** Null when no key opens it: one such row must not keep all others from being read. */
    private String open(Buffer token, UUID paymentId) {
        try {
            return new String(secrets.open(token.getBytes(), SEALED_FOR), StandardCharsets.UTF_8);
        } catch (IllegalStateException sealed) {
            log.atError()
                    .setCause(sealed)
                    .addKeyValue("paymentId", paymentId)
                    .log("the token of a payment cannot be opened with any key that is known here");
            return null;
        }
    }
}
