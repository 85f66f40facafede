package io.ticketsafe.events.event;

import static io.ticketsafe.common.pg.Database.query;
import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Events in PostgreSQL. */
public final class EventStore {
    private static final String INSERT = """
            INSERT INTO event (id, organization_id, venue_id, status, version, title, description, starts_at, ends_at,
              ticket_types, sale, attributes, created_at, updated_at)
            VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9::text::json, $10::text::json, $11::text::json, $12, $12)
            """;
    private static final String FIND = """
            SELECT e.id, e.organization_id, e.venue_id, e.status, e.version, e.title, e.description, e.starts_at,
              e.ends_at, e.ticket_types::text AS ticket_types, e.sale::text AS sale, e.attributes::text AS attributes,
              e.cancel_reason, e.created_at, e.updated_at,
              v.name AS venue_name, v.city, v.timezone, v.capacity, v.section_codes,
              EXISTS (SELECT FROM task t WHERE t.event_id = e.id AND t.kind = 'publish') AS publishing
            FROM event e JOIN venue v ON v.id = e.venue_id
            WHERE e.id = $1
            """;
    private static final String LOCK = "SELECT FROM event WHERE id = $1 FOR UPDATE";
    private static final String UPDATE = """
            UPDATE event SET status = $3, version = $4, title = $5, description = $6, starts_at = $7, ends_at = $8,
              ticket_types = $9::text::json, sale = $10::text::json, attributes = $11::text::json, cancel_reason = $12,
              updated_at = $13
            WHERE id = $1 AND version = $2
            """;
    private static final String DELETE = "DELETE FROM event WHERE id = $1";

    private final Database database;

    public EventStore(Database database) {
        this.database = requireNonNull(database);
    }

    Future<StoredEvent> insert(SqlConnection transaction, StoredEvent event) {
        EventDetails details = event.details();
        return query(
                        transaction,
                        INSERT,
                        event.id(),
                        event.organizationId(),
                        event.venue().id(),
                        event.version(),
                        details.title(),
                        details.description(),
                        utc(details.startsAt()),
                        utc(details.endsAt()),
                        EventRows.json(details.ticketTypes()),
                        EventRows.json(details.sale()),
                        EventRows.json(details.attributes()),
                        utc(event.createdAt()))
                .map(event);
    }

    /** NOT_FOUND when there is none. */
    public Future<StoredEvent> find(UUID eventId) {
        return database.query(FIND, eventId).map(EventStore::single);
    }

    /**
     * The event, which nobody else can change until the transaction ends; NOT_FOUND when there is none. It is read by a
     * second statement, as one that waits for a lock still sees other rows as they were before.
     */
    public Future<StoredEvent> lock(SqlConnection transaction, UUID eventId) {
        return query(transaction, LOCK, eventId)
                .compose(locked -> query(transaction, FIND, eventId))
                .map(EventStore::single);
    }

    /** Writes a version that follows directly on the stored one; the caller holds the lock. */
    public Future<StoredEvent> update(SqlConnection transaction, StoredEvent event) {
        EventDetails details = event.details();
        return query(
                        transaction,
                        UPDATE,
                        event.id(),
                        event.version() - 1,
                        EventRows.text(event.status()),
                        event.version(),
                        details.title(),
                        details.description(),
                        utc(details.startsAt()),
                        utc(details.endsAt()),
                        EventRows.json(details.ticketTypes()),
                        EventRows.json(details.sale()),
                        EventRows.json(details.attributes()),
                        event.cancelReason(),
                        utc(event.updatedAt()))
                .map(updated -> {
                    if (updated.rowCount() != 1) {
                        throw new IllegalStateException("an event was changed without its lock");
                    }
                    return event;
                });
    }

    Future<Void> delete(SqlConnection transaction, UUID eventId) {
        return query(transaction, DELETE, eventId).mapEmpty();
    }

    private static StoredEvent single(RowSet<Row> rows) {
        for (Row row : rows) {
            return EventRows.read(row);
        }
        throw ServiceFault.notFound("event");
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
