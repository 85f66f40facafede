package io.ticketsafe.users.organization;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Membership;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Organisations in PostgreSQL, each as one user sees it. */
final class OrganizationStore {
    static final int MOST_OWNED = 100;

    /** The account's lock makes one user's creations queue up, so that the count holds. */
    private static final String COUNT_OWNED = """
            WITH owner AS (SELECT id FROM account WHERE id = $1 AND status = 'active' FOR NO KEY UPDATE)
            SELECT (SELECT count(*) FROM member WHERE account_id = owner.id AND role = 'OWNER') AS owned FROM owner
            """;

    private static final String INSERT = """
            WITH fresh AS (
              INSERT INTO organization (id, name, kind, created_at) VALUES ($1, $2, $3, $4) RETURNING id
            )
            INSERT INTO member (organization_id, account_id, role) SELECT id, $5, 'OWNER' FROM fresh
            """;
    private static final String FIND = """
            SELECT o.id, o.name, o.kind, m.role, o.created_at
            FROM organization o LEFT JOIN member m ON m.organization_id = o.id AND m.account_id = $2
            WHERE o.id = $1
            """;
    private static final String LIST = """
            SELECT o.id, o.name, o.kind, m.role, o.created_at
            FROM member m JOIN organization o ON o.id = m.organization_id
            WHERE m.account_id = $1 ORDER BY o.id LIMIT 1000
            """;
    private static final String MEMBERSHIP = """
            SELECT o.kind, m.role
            FROM organization o LEFT JOIN member m ON m.organization_id = o.id AND m.account_id = $2
            WHERE o.id = $1
            """;

    private final Database database;

    OrganizationStore(Database database) {
        this.database = database;
    }

    /** Empty when there is no such account. Holds the account's lock until the transaction ends. */
    Future<Optional<Long>> countOwned(SqlConnection transaction, UUID accountId) {
        return query(transaction, COUNT_OWNED, accountId)
                .map(rows -> first(rows).map(row -> row.getLong("owned")));
    }

    Future<Void> insert(SqlConnection transaction, Organization organization, UUID ownerId) {
        return query(
                        transaction,
                        INSERT,
                        organization.id(),
                        organization.name(),
                        organization.kind().name(),
                        organization.createdAt().atOffset(ZoneOffset.UTC),
                        ownerId)
                .mapEmpty();
    }

    /** @param userId may be null; the role is then absent */
    Future<Optional<Organization>> find(UUID id, UUID userId) {
        return database.query(FIND, id, userId).map(rows -> first(rows).map(OrganizationStore::organization));
    }

    /** At most 1000, oldest first. */
    Future<List<Organization>> list(UUID userId) {
        return database.query(LIST, userId).map(rows -> {
            List<Organization> organizations = new ArrayList<>();
            rows.forEach(row -> organizations.add(organization(row)));
            return organizations;
        });
    }

    Future<Optional<Membership>> membership(UUID id, UUID userId) {
        return database.query(MEMBERSHIP, id, userId)
                .map(rows -> first(rows).map(row -> new Membership(Kind.valueOf(row.getString("kind")), role(row))));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static Organization organization(Row row) {
        return new Organization(
                row.getUUID("id"),
                row.getString("name"),
                Kind.valueOf(row.getString("kind")),
                role(row),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static MemberRole role(Row row) {
        String role = row.getString("role");
        return role == null ? null : MemberRole.valueOf(role);
    }
}
