package io.ticketsafe.users.session;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sessions and their refresh tokens in PostgreSQL. */
final class SessionStore {
    /**
     * The account's lock keeps a session from being opened while the account is erased or its password is changed.
     * Beyond a thousand sessions of one account the oldest can no longer be refreshed.
     */
    private static final String OPEN = """
            WITH holder AS (
              SELECT id, admin FROM account WHERE id = $2 AND status = 'active' AND password_hash = $3 FOR SHARE
            ), surplus AS (
              DELETE FROM session WHERE id IN (
                SELECT id FROM session WHERE account_id = $2 ORDER BY created_at DESC OFFSET 999)
            ), opened AS (
              INSERT INTO session (id, account_id, expires_at)
              SELECT $1, id, now() + $5::bigint * interval '1 ms' FROM holder
            ), token AS (
              INSERT INTO refresh_token (hash, session_id, expires_at)
              SELECT $4, $1, now() + $5::bigint * interval '1 ms' FROM holder
            )
            SELECT $1::uuid AS session_id, id AS account_id, admin FROM holder
            """;

    private static final String LOCK_BY_TOKEN = """
            SELECT s.id AS session_id, s.account_id, a.admin
            FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN account a ON a.id = s.account_id
            WHERE t.hash = $1 AND a.status = 'active' FOR NO KEY UPDATE OF s
            """;
    /** Asked under the session's lock, so that it sees what the rival did who had the lock before. */
    private static final String STATE =
            "SELECT used_at IS NOT NULL AS used, expires_at <= now() AS expired FROM refresh_token WHERE hash = $1";

    private static final String ROTATE = """
            WITH used AS (
              UPDATE refresh_token SET used_at = now() WHERE hash = $1
            ), extended AS (
              UPDATE session SET expires_at = now() + $4::bigint * interval '1 ms' WHERE id = $2
            )
            INSERT INTO refresh_token (hash, session_id, expires_at)
            VALUES ($3, $2, now() + $4::bigint * interval '1 ms')
            """;
    private static final String END = "DELETE FROM session WHERE id = $1";
    private static final String END_ALL =
            "DELETE FROM session WHERE account_id = $1 AND id IS DISTINCT FROM $2 RETURNING id";
    private static final String SWEEP_SESSIONS = """
            DELETE FROM session WHERE id IN (
              SELECT id FROM session WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED)
            """;
    private static final String SWEEP_TOKENS = """
            DELETE FROM refresh_token WHERE hash IN (
              SELECT hash FROM refresh_token WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED)
            """;

    private final Database database;
    private final Duration refreshTokenTtl;

    SessionStore(Database database, Duration refreshTokenTtl) {
        this.database = database;
        this.refreshTokenTtl = refreshTokenTtl;
    }

    /** Empty when the account was erased, or its password changed, since it was checked. */
    Future<Optional<Holder>> open(UUID sessionId, UUID accountId, String passwordHash, String token) {
        return database.query(OPEN, sessionId, accountId, passwordHash, hash(token), refreshTokenTtl.toMillis())
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Holder.of(rows.iterator().next())));
    }

    /** Exchanges a token for its successor; of several who come with the same one, the first. */
    Future<Rotation> rotate(String token, String successor) {
        Buffer hash = hash(token);
        return database.inTransaction(transaction -> query(transaction, LOCK_BY_TOKEN, hash)
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(new Unknown())
                        : rotate(transaction, Holder.of(rows.iterator().next()), hash, hash(successor))));
    }

    private Future<Rotation> rotate(SqlConnection transaction, Holder holder, Buffer hash, Buffer successor) {
        return query(transaction, STATE, hash).compose(rows -> {
            Row state = rows.size() == 0 ? null : rows.iterator().next();
            if (state != null && state.getBoolean("used")) {
                return query(transaction, END, holder.sessionId()).map(new Reused(holder));
            }
            if (state == null || state.getBoolean("expired")) {
                return Future.succeededFuture(new Unknown());
            }
            return query(transaction, ROTATE, hash, holder.sessionId(), successor, refreshTokenTtl.toMillis())
                    .map(new Rotated(holder));
        });
    }

    Future<Void> end(UUID sessionId) {
        return database.query(END, sessionId).mapEmpty();
    }

    /** @param except the one session that goes on, or null */
    Future<List<UUID>> endAll(SqlConnection transaction, UUID accountId, UUID except) {
        return query(transaction, END_ALL, accountId, except).map(rows -> {
            List<UUID> ended = new ArrayList<>();
            rows.forEach(row -> ended.add(row.getUUID("id")));
            return ended;
        });
    }

    /** Deletes at most so many expired sessions, and so many expired tokens; the number of both. */
    Future<Integer> sweep(int most) {
        return database.query(SWEEP_SESSIONS, most)
                .compose(sessions ->
                        database.query(SWEEP_TOKENS, most).map(tokens -> sessions.rowCount() + tokens.rowCount()));
    }

    private static Buffer hash(String token) {
        return Buffer.buffer(RefreshToken.hash(token));
    }

    record Holder(UUID sessionId, UUID accountId, boolean admin) {
        static Holder of(Row row) {
            return new Holder(row.getUUID("session_id"), row.getUUID("account_id"), row.getBoolean("admin"));
        }
    }

    /** What became of an attempt to exchange a refresh token. */
    sealed interface Rotation {}

    record Rotated(Holder holder) implements Rotation {}

    /** The token was exchanged before; its session is ended. */
    record Reused(Holder holder) implements Rotation {}

    /** Never issued, expired, or of a session that has ended. */
    record Unknown() implements Rotation {}
}
