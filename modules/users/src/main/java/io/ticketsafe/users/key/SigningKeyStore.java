package io.ticketsafe.users.key;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Signing keys in PostgreSQL; private parts are sealed with the master key, each under its own id. */
final class SigningKeyStore {
    static final SealedColumn PRIVATE_KEYS =
            new SealedColumn("users", "signing_key", "id", "uuid", "private_key", SigningKeyStore::purpose);

    private static final String LIST = """
            SELECT id, public_key, private_key, signs_from FROM signing_key
            WHERE retires_at IS NULL OR retires_at > now() - $1::bigint * interval '1 ms'
            ORDER BY signs_from LIMIT 100
            """;
    private static final String FIND_ANY = "SELECT 1 FROM signing_key LIMIT 1";
    /** Another instance that inserts at the same time wins by the unique index on the newest. */
    private static final String INSERT = """
            INSERT INTO signing_key (id, public_key, private_key, signs_from)
            VALUES ($1, $2, $3, coalesce($4, now())) ON CONFLICT DO NOTHING
            """;
    /** Skips the row when another instance is just replacing it. */
    private static final String RETIRE_AGED = """
            UPDATE signing_key SET retires_at = now() + $2::bigint * interval '1 ms' WHERE id = (
              SELECT id FROM signing_key
              WHERE retires_at IS NULL AND signs_from <= now() - $1::bigint * interval '1 ms'
              FOR UPDATE SKIP LOCKED)
            RETURNING retires_at
            """;

    private static final String FORGET = """
            DELETE FROM signing_key WHERE retires_at < now() - $1::bigint * interval '1 ms'
            """;

    private final Database database;
    private final SecretBox secrets;

    SigningKeyStore(Database database, SecretBox secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /** Oldest first: those that sign, will sign, or signed tokens that may still live. */
    Future<List<Stored>> list(Duration publishedAfterRetiring) {
        return database.query(LIST, publishedAfterRetiring.toMillis()).map(rows -> {
            List<Stored> keys = new ArrayList<>();
            rows.forEach(row -> keys.add(stored(row)));
            return keys;
        });
    }

    /** Makes the first key of an installation, unless there is one. */
    Future<Void> ensureOne() {
        return database.query(FIND_ANY)
                .compose(found -> found.size() > 0
                        ? Future.succeededFuture()
                        : database.inTransaction(transaction -> insert(transaction, null)));
    }

    /**
     * Names a successor for a key of that age; both are published from now on, and the successor signs after the lead.
     *
     * @return whether there was such a key
     */
    Future<Boolean> replaceAged(Duration age, Duration lead) {
        return database.inTransaction(transaction -> query(transaction, RETIRE_AGED, age.toMillis(), lead.toMillis())
                .compose(retired -> retired.size() == 0
                        ? Future.succeededFuture(false)
                        : insert(transaction, retired.iterator().next().getOffsetDateTime("retires_at"))
                                .map(true)));
    }

    Future<Void> forget(Duration publishedAfterRetiring) {
        return database.query(FORGET, publishedAfterRetiring.toMillis()).mapEmpty();
    }

    SigningKey open(Stored stored) {
        byte[] secret = secrets.open(stored.sealed(), purpose(stored.id()));
        return new SigningKey(stored.id(), stored.publicJwk(), new JsonObject(Buffer.buffer(secret)));
    }

    private Future<Void> insert(SqlConnection transaction, OffsetDateTime signsFrom) {
        SigningKey key = SigningKey.generate(Ids.next());
        byte[] secret = key.secretJwk().encode().getBytes(StandardCharsets.UTF_8);
        Buffer sealed = Buffer.buffer(secrets.seal(secret, purpose(key.id())));
        return query(transaction, INSERT, key.id(), key.publicJwk(), sealed, signsFrom)
                .mapEmpty();
    }

    private static String purpose(Object id) {
        return "users/signing-key/" + id;
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getUUID("id"),
                row.getJsonObject("public_key"),
                row.getBuffer("private_key").getBytes(),
                row.getOffsetDateTime("signs_from").toInstant());
    }

    record Stored(UUID id, JsonObject publicJwk, byte[] sealed, Instant signsFrom) {}
}
