package io.ticketsafe.users.account;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.users.input.EmailAddress;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Accounts in PostgreSQL. Only those that are not erased are ever found. */
final class AccountStore {
    private static final String FIND = """
            SELECT id, email, email_key, name, password_hash, admin, created_at FROM account
            WHERE id = $1 AND status = 'active'
            """;
    private static final String FIND_BY_EMAIL = """
            SELECT id, email, email_key, name, password_hash, admin, created_at FROM account WHERE email_key = $1
            """;
    /** One statement for a free and for a taken address, so that both cost the same. */
    private static final String REGISTER = """
            WITH fresh AS (
              INSERT INTO account (id, email, email_key, name, password_hash, created_at)
              VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email_key) DO NOTHING RETURNING id
            )
            SELECT id FROM fresh UNION ALL SELECT id FROM account WHERE email_key = $3
            """;

    private static final String RENEW_HASH =
            "UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
    private static final String UPDATE = """
            UPDATE account SET name = coalesce($3, name), password_hash = coalesce($4::text, password_hash)
            WHERE id = $1 AND status = 'active' AND ($4::text IS NULL OR password_hash = $2)
            RETURNING id, email, email_key, name, password_hash, admin, created_at
            """;
    private static final String LOCK = """
            SELECT id, email, email_key, name, password_hash, admin, created_at FROM account
            WHERE id = $1 AND status = 'active' FOR UPDATE
            """;
    private static final String ERASE = """
            UPDATE account SET status = 'erased', email = NULL, email_key = NULL, name = NULL, password_hash = NULL,
              admin = false, erased_at = now()
            WHERE id = $1
            """;
    private static final String FORGET_ANSWERS = "DELETE FROM idempotency WHERE caller IN ($1, $2)";

    private final Database database;

    AccountStore(Database database) {
        this.database = database;
    }

    Future<Optional<Account>> find(UUID id) {
        return database.query(FIND, id).map(AccountStore::first);
    }

    Future<Optional<Account>> findByEmail(EmailAddress address) {
        return database.query(FIND_BY_EMAIL, address.key()).map(AccountStore::first);
    }

    /** The id of the account that has the address now: the new one's, or the one's that had it before. */
    Future<Optional<UUID>> register(SqlConnection transaction, Account account) {
        return query(
                        transaction,
                        REGISTER,
                        account.id(),
                        account.email(),
                        account.emailKey(),
                        account.name(),
                        account.passwordHash(),
                        account.createdAt().atOffset(ZoneOffset.UTC))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("id")));
    }

    /** Leaves the password alone if it was changed meanwhile. */
    Future<Void> renewHash(Account account, String renewed) {
        return database.query(RENEW_HASH, account.id(), account.passwordHash(), renewed)
                .mapEmpty();
    }

    /**
     * @param name or null, to leave it as it is
     * @param passwordHash or null, to leave it as it is
     * @return empty when the account was erased meanwhile, or has another password already than is to be replaced
     */
    Future<Optional<Account>> update(SqlConnection transaction, Account account, String name, String passwordHash) {
        return query(transaction, UPDATE, account.id(), account.passwordHash(), name, passwordHash)
                .map(AccountStore::first);
    }

    Future<Optional<Account>> lock(SqlConnection transaction, UUID id) {
        return query(transaction, LOCK, id).map(AccountStore::first);
    }

    /** Keeps the id only, and drops the remembered answers, which repeat what is personal. */
    Future<Void> erase(SqlConnection transaction, Account account) {
        return query(transaction, ERASE, account.id())
                .compose(erased -> query(
                        transaction,
                        FORGET_ANSWERS,
                        account.id().toString(),
                        Registration.keyOwner(account.emailKey()).toString()))
                .mapEmpty();
    }

    private static Optional<Account> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(Account.of(rows.iterator().next()));
    }
}
