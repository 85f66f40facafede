package io.ticketsafe.common.idempotency;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Requests that may be repeated without happening twice (IETF draft "The Idempotency-Key HTTP Header Field"). The
 * answer is stored in the transaction of its effect, for 24 hours, under the caller's own keys. Refusals roll the
 * transaction back and are not stored, unless the operation stores them itself with {@link #remember}.
 *
 * <p>The key of a caller without an identity is ignored, for it may be anybody's: nobody may get a stranger's answer. An
 * open operation that wants repeats to be harmless names an owner itself.
 */
public final class Idempotency {
    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked";
    private static final String FIND = """
            SELECT operation, request_hash, answer FROM idempotency
            WHERE caller = $1 AND key = $2 AND created_at > now() - interval '24 hours'
            """;
    private static final String STORE = """
            INSERT INTO idempotency (caller, key, operation, request_hash, answer) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (caller, key) DO UPDATE SET operation = excluded.operation,
              request_hash = excluded.request_hash, answer = excluded.answer, created_at = now()
            """;
    private static final String SEALED = "sealed";
    private static final String FORGET_OLD =
            "DELETE FROM idempotency WHERE (caller, key) IN (SELECT caller, key FROM idempotency"
                    + " WHERE created_at < now() - interval '24 hours' LIMIT 10000)";

    private final Database database;
    private final SecretBox secrets;

    public Idempotency(Database database) {
        this(database, null);
    }

    /** @param secrets seals the answers, which may name people; null: they lie open */
    public Idempotency(Database database, SecretBox secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /**
     * Runs the effect in one transaction; with a key, only the first time. IDEMPOTENCY_IN_FLIGHT while the first is
     * running, IDEMPOTENCY_MISMATCH for another request with the same key.
     */
    public <Q, R> Future<R> once(
            Call call, BusOperation<Q, R> operation, Q request, Function<SqlConnection, Future<R>> effect) {
        String key = call.checkedIdempotencyKey();
        if (key == null || call.userId() == null) {
            return database.inTransaction(effect);
        }
        return database.inTransaction(transaction -> {
            // What the second one finds counts only with the lock, and PostgreSQL runs them in this order.
            Future<Void> locked = lock(transaction, call, key);
            Future<Answer> found = find(transaction, call, operation, request);
            return locked.compose(mine -> found)
                    .compose(known -> known != null
                            ? known.replay(operation)
                            : effect.apply(transaction)
                                    .compose(reply -> remember(transaction, call, operation, request, Answer.of(reply))
                                            .map(reply)));
        });
    }

    /** The stored answer to this very request, or null. */
    public <Q> Future<Answer> find(SqlConnection transaction, Call call, BusOperation<Q, ?> operation, Q request) {
        if (call.userId() == null) {
            return Future.succeededFuture();
        }
        return query(transaction, FIND, owner(call), call.idempotencyKey())
                .map(rows -> matching(rows, call, operation, request));
    }

    public <Q> Future<Void> remember(
            SqlConnection transaction, Call call, BusOperation<Q, ?> operation, Q request, Answer answer) {
        if (call.userId() == null) {
            return Future.succeededFuture();
        }
        return query(
                        transaction,
                        STORE,
                        owner(call),
                        call.idempotencyKey(),
                        operation.address(),
                        hash(request),
                        stored(answer.toJson(), call))
                .mapEmpty();
    }

    /** Deletes a bounded number of answers that are older than 24 hours. */
    public Future<Integer> forgetOld() {
        return database.query(FORGET_OLD).map(RowSet::rowCount);
    }

    private static Future<Void> lock(SqlConnection transaction, Call call, String key) {
        return query(transaction, LOCK, owner(call) + ' ' + key).compose(rows -> {
            boolean locked = rows.iterator().next().getBoolean("locked");
            return locked
                    ? Future.succeededFuture()
                    : Future.failedFuture(new ServiceFault(
                            FaultCode.IDEMPOTENCY_IN_FLIGHT, "The first request with this key is still running."));
        });
    }

    private Answer matching(RowSet<Row> rows, Call call, BusOperation<?, ?> operation, Object request) {
        if (rows.size() == 0) {
            return null;
        }
        Row row = rows.iterator().next();
        boolean same = operation.address().equals(row.getString("operation"))
                && Arrays.equals(hash(request), row.getBuffer("request_hash").getBytes());
        if (!same) {
            throw new ServiceFault(
                    FaultCode.IDEMPOTENCY_MISMATCH, "This Idempotency-Key was used for another request.");
        }
        return Answer.fromJson(opened(row.getJsonObject("answer"), call));
    }

    private JsonObject stored(JsonObject answer, Call call) {
        return secrets == null
                ? answer
                : new JsonObject().put(SEALED, secrets.seal(answer.toBuffer().getBytes(), sealedFor(call)));
    }

    /** Answers of before were not sealed. */
    private JsonObject opened(JsonObject stored, Call call) {
        byte[] sealed = stored.getBinary(SEALED);
        return sealed == null ? stored : new JsonObject(Buffer.buffer(secrets.open(sealed, sealedFor(call))));
    }

    private static String sealedFor(Call call) {
        return "idempotency " + owner(call) + ' ' + call.idempotencyKey();
    }

    private static String owner(Call call) {
        return call.userId().toString();
    }

    private static byte[] hash(Object request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Json.MAPPER.writeValueAsBytes(request));
        } catch (NoSuchAlgorithmException | com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A reply, or a refusal that must stay what it was. */
    public record Answer(JsonObject reply, ServiceFault fault) {
        public static Answer of(Object reply) {
            return new Answer(Records.write(reply), null);
        }

        public static Answer of(ServiceFault fault) {
            return new Answer(null, fault);
        }

        public <R> Future<R> replay(BusOperation<?, R> operation) {
            return fault != null
                    ? Future.failedFuture(fault)
                    : Future.succeededFuture(Records.read(reply, operation.replyType()));
        }

        JsonObject toJson() {
            return fault != null ? new JsonObject().put("fault", fault.toJson()) : new JsonObject().put("reply", reply);
        }

        static Answer fromJson(JsonObject json) {
            JsonObject fault = json.getJsonObject("fault");
            return fault != null ? of(ServiceFault.fromJson(fault)) : new Answer(json.getJsonObject("reply"), null);
        }
    }
}
