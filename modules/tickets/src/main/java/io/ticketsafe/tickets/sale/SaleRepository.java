package io.ticketsafe.tickets.sale;

import static io.ticketsafe.common.pg.Database.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sales in PostgreSQL. */
public final class SaleRepository {
    private static final String COLUMNS = "number, status, epoch, created_at, sheet::text AS sheet";

    private final Database database;

    public SaleRepository(Database database) {
        this.database = database;
    }

    /** Null when there is none. */
    Future<Sale> find(UUID eventId) {
        return database.query("SELECT " + COLUMNS + " FROM sale WHERE event_id = $1", eventId)
                .map(SaleRepository::first);
    }

    /** Null when there is none. */
    Future<Sale> findByNumber(long number) {
        return database.query("SELECT " + COLUMNS + " FROM sale WHERE number = $1", number)
                .map(SaleRepository::first);
    }

    /** Locks the row until the transaction ends, which is the lock of all that loads an inventory. Null when there is none. */
    public static Future<Locked> lock(SqlConnection transaction, UUID eventId) {
        return query(
                        transaction,
                        "SELECT " + COLUMNS + ", seen_version FROM sale WHERE event_id = $1 FOR UPDATE",
                        eventId)
                .map(rows -> {
                    if (rows.size() == 0) {
                        return null;
                    }
                    Row row = rows.iterator().next();
                    return new Locked(read(row), row.getLong("epoch"), row.getLong("seen_version"));
                });
    }

    /**
     * Gives an epoch away for good, whatever becomes of what it is given for.
     *
     * @param inUse a later one is wanted
     */
    public static Future<Long> giveEpoch(Database database, UUID eventId, long inUse) {
        return database.query("""
                        UPDATE sale SET epoch_given = greatest(epoch_given, epoch, $2) + 1 WHERE event_id = $1
                        RETURNING epoch_given
                        """, eventId, inUse)
                .map(rows -> rows.iterator().next().getLong("epoch_given"));
    }

    /** From the transaction's commit on the inventory must be of this epoch. */
    public static Future<Void> useEpoch(SqlConnection transaction, UUID eventId, long epoch) {
        return query(transaction, "UPDATE sale SET epoch = $2, loaded_at = now() WHERE event_id = $1", eventId, epoch)
                .mapEmpty();
    }

    /**
     * Events whose inventory was loaded, but not lately, and that ended long ago; those that ended first come first.
     *
     * @param age since the end, and since the load
     */
    public Future<List<UUID>> longOver(Duration age, int most) {
        return database.query("""
                        SELECT event_id FROM sale WHERE loaded_at < now() - make_interval(secs => $1)
                          AND ends_at < now() - make_interval(secs => $1)
                        ORDER BY ends_at LIMIT $2
                        """, (double) age.toSeconds(), most).map(rows -> {
            List<UUID> events = new ArrayList<>(rows.size());
            rows.forEach(row -> events.add(row.getUUID("event_id")));
            return events;
        });
    }

    /** Remembers that the inventory is not loaded; false when it was loaded lately. The row must be locked. */
    public static Future<Boolean> unloaded(SqlConnection transaction, UUID eventId, Duration age) {
        return query(transaction, """
                        UPDATE sale SET loaded_at = NULL
                        WHERE event_id = $1 AND loaded_at < now() - make_interval(secs => $2)
                        """, eventId, (double) age.toSeconds()).map(updated -> updated.rowCount() == 1);
    }

    /** Does nothing when there is a sale already. */
    static Future<Void> insert(SqlConnection transaction, Sale sale) {
        SaleSheet sheet = sale.sheet();
        return query(
                        transaction,
                        """
                        INSERT INTO sale (event_id, organization_id, version, sheet, ends_at, status)
                        VALUES ($1, $2, $3, $4::text::json, $5, 'open') ON CONFLICT (event_id) DO NOTHING
                        """,
                        sheet.eventId(),
                        sheet.organizationId(),
                        sheet.version(),
                        write(sheet),
                        endsAt(sheet))
                .compose(inserted ->
                        inserted.rowCount() == 0 ? Future.succeededFuture() : insertStock(transaction, sale));
    }

    private static Future<Void> insertStock(SqlConnection transaction, Sale sale) {
        List<Section> standing = sale.sections().stream()
                .filter(section -> section.kind() == SectionKind.STANDING)
                .toList();
        return query(
                        transaction,
                        """
                        INSERT INTO standing_stock (event_id, section, capacity)
                        SELECT $1, * FROM unnest($2::text[], $3::int[])
                        """,
                        sale.eventId(),
                        standing.stream().map(Section::code).toArray(String[]::new),
                        standing.stream().map(Section::capacity).toArray(Integer[]::new))
                .mapEmpty();
    }

    static Future<Void> update(SqlConnection transaction, Sale sale) {
        return query(
                        transaction,
                        "UPDATE sale SET version = $2, sheet = $3::text::json, ends_at = $4 WHERE event_id = $1",
                        sale.eventId(),
                        sale.sheet().version(),
                        write(sale.sheet()),
                        endsAt(sale.sheet()))
                .mapEmpty();
    }

    /** @return false when there is no such sale */
    Future<Boolean> cancel(UUID eventId) {
        return database.query("UPDATE sale SET status = 'canceled' WHERE event_id = $1", eventId)
                .map(rows -> rows.rowCount() > 0);
    }

    /** Events that are on sale and not over for more than a day, newest first, at most 10,000. */
    public Future<List<UUID>> open() {
        return database.query("""
                        SELECT event_id FROM sale
                        WHERE status = 'open' AND (ends_at > now() - interval '1 day' OR ends_at IS NULL)
                        ORDER BY number DESC LIMIT 10000
                        """).map(rows -> {
            List<UUID> events = new ArrayList<>(rows.size());
            rows.forEach(row -> events.add(row.getUUID("event_id")));
            return events;
        });
    }

    /** What the inventories must be. */
    public Future<Map<UUID, Mark>> marks(Collection<UUID> events) {
        return database.query("SELECT event_id, epoch, seen_version FROM sale WHERE event_id = ANY ($1)", (Object)
                        events.toArray(UUID[]::new))
                .map(rows -> {
                    Map<UUID, Mark> marks = new LinkedHashMap<>();
                    rows.forEach(row -> marks.put(
                            row.getUUID("event_id"), new Mark(row.getLong("epoch"), row.getLong("seen_version"))));
                    return marks;
                });
    }

    /** Remembers the versions that inventories had. A sale whose row is locked is left for the next time. */
    public Future<Void> saw(Map<UUID, Long> versions) {
        if (versions.isEmpty()) {
            return Future.succeededFuture();
        }
        return database.query(
                        """
                        WITH seen AS (SELECT * FROM unnest($1::uuid[], $2::bigint[]) AS v (event_id, version)),
                        due AS (
                          SELECT s.event_id, v.version FROM sale s JOIN seen v USING (event_id)
                          WHERE s.seen_version < v.version FOR UPDATE OF s SKIP LOCKED
                        )
                        UPDATE sale SET seen_version = due.version FROM due WHERE sale.event_id = due.event_id
                        """,
                        versions.keySet().toArray(UUID[]::new),
                        versions.values().toArray(Long[]::new))
                .mapEmpty();
    }

    private static Sale first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : read(rows.iterator().next());
    }

    private static Sale read(Row row) {
        try {
            return SaleCompiler.compile(
                    row.getLong("number"),
                    "canceled".equals(row.getString("status")),
                    row.getOffsetDateTime("created_at").toInstant(),
                    Json.MAPPER.readValue(row.getString("sheet"), SaleSheet.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("unreadable sheet of sale " + row.getLong("number"), e);
        }
    }

    private static OffsetDateTime endsAt(SaleSheet sheet) {
        return sheet.endsAt() == null ? null : sheet.endsAt().atOffset(ZoneOffset.UTC);
    }

    private static String write(SaleSheet sheet) {
        try {
            return Json.MAPPER.writeValueAsString(sheet);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What PostgreSQL knows of an inventory.
     *
     * @param seenVersion that it had at least
     */
    public record Mark(long epoch, long seenVersion) {}

    /**
     * A sale whose row is locked.
     *
     * @param epoch of the inventory
     * @param seenVersion that the inventory had at least
     */
    public record Locked(Sale sale, long epoch, long seenVersion) {}
}
