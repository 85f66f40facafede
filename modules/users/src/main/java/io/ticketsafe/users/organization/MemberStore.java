package io.ticketsafe.users.organization;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.users.OrganizationOperations.Member;
import io.ticketsafe.users.input.EmailAddress;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Members in PostgreSQL. Changes need the organisation's lock. */
final class MemberStore {
    static final int MOST_MEMBERS = 1_000;

    private static final String LOCK = "SELECT id FROM organization WHERE id = $1 FOR NO KEY UPDATE";
    /** The share lock keeps the account from being erased until the transaction ends. */
    private static final String FIND_ACCOUNT = """
            SELECT a.id AS account_id, a.email, a.name, m.role
            FROM account a LEFT JOIN member m ON m.account_id = a.id AND m.organization_id = $1
            WHERE a.email_key = $2 FOR SHARE OF a
            """;

    private static final String FIND = """
            SELECT a.id AS account_id, a.email, a.name, m.role
            FROM member m JOIN account a ON a.id = m.account_id WHERE m.organization_id = $1 AND m.account_id = $2
            """;
    private static final String COUNT =
            "SELECT count(*) AS members, count(*) FILTER (WHERE role = 'OWNER') AS owners FROM member"
                    + " WHERE organization_id = $1";
    private static final String PUT = """
            INSERT INTO member (organization_id, account_id, role) VALUES ($1, $2, $3)
            ON CONFLICT (organization_id, account_id) DO UPDATE SET role = excluded.role
            """;
    private static final String REMOVE = "DELETE FROM member WHERE organization_id = $1 AND account_id = $2";
    private static final String LIST = """
            SELECT a.id AS account_id, a.email, a.name, m.role
            FROM member m JOIN account a ON a.id = m.account_id
            WHERE m.organization_id = $1 ORDER BY m.created_at, a.id LIMIT 1000
            """;

    private final Database database;

    MemberStore(Database database) {
        this.database = database;
    }

    /** @return whether there is such an organisation */
    Future<Boolean> lock(SqlConnection transaction, UUID organizationId) {
        return query(transaction, LOCK, organizationId).map(rows -> rows.size() > 0);
    }

    /** The account with the address; its role is absent while it is no member. */
    Future<Optional<Member>> findByEmail(SqlConnection transaction, UUID organizationId, EmailAddress address) {
        return query(transaction, FIND_ACCOUNT, organizationId, address.key()).map(MemberStore::first);
    }

    Future<Optional<Member>> find(SqlConnection transaction, UUID organizationId, UUID userId) {
        return query(transaction, FIND, organizationId, userId).map(MemberStore::first);
    }

    Future<Counts> count(SqlConnection transaction, UUID organizationId) {
        return query(transaction, COUNT, organizationId).map(rows -> {
            Row row = rows.iterator().next();
            return new Counts(row.getLong("members"), row.getLong("owners"));
        });
    }

    Future<Void> put(SqlConnection transaction, UUID organizationId, UUID userId, MemberRole role) {
        return query(transaction, PUT, organizationId, userId, role.name()).mapEmpty();
    }

    Future<Void> remove(SqlConnection transaction, UUID organizationId, UUID userId) {
        return query(transaction, REMOVE, organizationId, userId).mapEmpty();
    }

    /** Those who came first, first. */
    Future<List<Member>> list(UUID organizationId) {
        return database.query(LIST, organizationId).map(rows -> {
            List<Member> members = new ArrayList<>();
            rows.forEach(row -> members.add(member(row)));
            return members;
        });
    }

    private static Optional<Member> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(member(rows.iterator().next()));
    }

    private static Member member(Row row) {
        String role = row.getString("role");
        return new Member(
                row.getUUID("account_id"),
                row.getString("email"),
                row.getString("name"),
                role == null ? null : MemberRole.valueOf(role));
    }

    record Counts(long members, long owners) {}
}
