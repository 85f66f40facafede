package io.ticketsafe.events.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.EventOperations.VenueSummary;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;

/** Turns rows of the table {@code event} into events, and their members into column values. */
final class EventRows {
    private static final TypeReference<List<TicketType>> TICKET_TYPES = new TypeReference<>() {};

    private EventRows() {}

    static StoredEvent read(Row row) {
        VenueSummary venue = new VenueSummary(
                row.getUUID("venue_id"),
                row.getString("venue_name"),
                row.getString("city"),
                row.getString("timezone"),
                row.getInteger("capacity"));
        return new StoredEvent(
                row.getUUID("id"),
                row.getUUID("organization_id"),
                venue,
                List.of(row.getArrayOfStrings("section_codes")),
                details(row),
                EventStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getBoolean("publishing"),
                row.getLong("version"),
                row.getString("cancel_reason"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static EventDetails details(Row row) {
        try {
            String attributes = row.getString("attributes");
            JsonNode attributesNode = attributes == null ? null : Json.MAPPER.readTree(attributes);
            return new EventDetails(
                    row.getString("title"),
                    row.getString("description"),
                    row.getOffsetDateTime("starts_at").toInstant(),
                    row.getOffsetDateTime("ends_at").toInstant(),
                    Json.MAPPER.readValue(row.getString("ticket_types"), TICKET_TYPES),
                    Json.MAPPER.readValue(row.getString("sale"), SaleRules.class),
                    attributesNode);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored event is always JSON", e);
        }
    }

    /** Null stays null. */
    static String json(Object value) {
        try {
            return value == null ? null : Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a checked event is always JSON", e);
        }
    }

    static String text(EventStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
