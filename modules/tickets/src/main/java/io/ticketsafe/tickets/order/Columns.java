package io.ticketsafe.tickets.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Money;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How values lie in PostgreSQL: times with zone, enum constants in lower case, JSON as text. */
public final class Columns {
    private Columns() {}

    /** The time now, as exact as answers and PostgreSQL alike can say it. */
    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    public static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    public static Instant time(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    public static String name(Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    public static <E extends Enum<E>> E constant(Class<E> type, Row row, String column) {
        String name = row.getString(column);
        return name == null ? null : Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    public static Money money(Row row, String amountColumn) {
        return new Money(row.getLong(amountColumn), row.getString("currency"));
    }

    /** For a parameter that the statement casts with {@code ::text::json}. */
    public static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From a column that the statement casts with {@code ::text}. */
    public static <T> T json(Row row, String column, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(row.getString(column), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("unreadable " + column, e);
        }
    }
}
