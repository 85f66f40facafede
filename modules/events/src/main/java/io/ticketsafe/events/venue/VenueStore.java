package io.ticketsafe.events.venue;

import static io.ticketsafe.common.pg.Database.query;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.VenueSummary;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.Venue;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Venues in PostgreSQL; they are written once and never changed. */
public final class VenueStore {
    private static final TypeReference<List<Section>> SECTIONS = new TypeReference<>() {};
    private static final String INSERT = """
            INSERT INTO venue (id, organization_id, name, city, timezone, capacity, sections, section_codes, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7::text::json, $8, $9)
            """;
    private static final String FIND = """
            SELECT id, organization_id, name, city, timezone, capacity, sections::text AS sections, created_at
            FROM venue WHERE id = $1
            """;
    private static final String OUTLINE = """
            SELECT id, organization_id, name, city, timezone, capacity, section_codes FROM venue WHERE id = $1
            """;

    private final Database database;

    public VenueStore(Database database) {
        this.database = requireNonNull(database);
    }

    Future<Venue> insert(SqlClient transaction, Venue venue, String sectionsJson) {
        return query(
                        transaction,
                        INSERT,
                        venue.id(),
                        venue.organizationId(),
                        venue.name(),
                        venue.city(),
                        venue.timezone(),
                        venue.capacity(),
                        sectionsJson,
                        venue.sections().stream().map(Section::code).toArray(String[]::new),
                        venue.createdAt().atOffset(ZoneOffset.UTC))
                .map(venue);
    }

    /** NOT_FOUND when there is none. */
    public Future<Venue> find(UUID venueId) {
        return database.query(FIND, venueId).map(rows -> {
            for (Row row : rows) {
                return toVenue(row);
            }
            throw ServiceFault.notFound("venue");
        });
    }

    /** A venue without its seats; NOT_FOUND when there is none. */
    public Future<Outline> outline(UUID venueId) {
        return database.query(OUTLINE, venueId).map(rows -> {
            for (Row row : rows) {
                VenueSummary summary = new VenueSummary(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("city"),
                        row.getString("timezone"),
                        row.getInteger("capacity"));
                return new Outline(
                        row.getUUID("organization_id"), summary, List.of(row.getArrayOfStrings("section_codes")));
            }
            throw ServiceFault.notFound("venue");
        });
    }

    /** @param sectionCodes in the venue's order */
    public record Outline(UUID organizationId, VenueSummary summary, List<String> sectionCodes) {}

    static String toJson(List<Section> sections) {
        try {
            return Json.MAPPER.writeValueAsString(sections);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a checked seat map is always JSON", e);
        }
    }

    private static Venue toVenue(Row row) {
        try {
            return new Venue(
                    row.getUUID("id"),
                    row.getUUID("organization_id"),
                    row.getString("name"),
                    row.getString("city"),
                    row.getString("timezone"),
                    row.getInteger("capacity"),
                    Json.MAPPER.readValue(row.getString("sections"), SECTIONS),
                    row.getOffsetDateTime("created_at").toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored seat map is always JSON", e);
        }
    }
}
