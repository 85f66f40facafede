package io.ticketsafe.common.crypto;

import java.util.function.Function;

/**
 * Where sealed values lie in PostgreSQL. Each store that seals says where, so that it can be sealed anew.
 *
 * @param key name of the primary key's only column
 * @param keyType {@code uuid} or {@code int}
 * @param context of a value, by the text of its row's key
 */
public record SealedColumn(
        String schema, String table, String key, String keyType, String column, Function<String, String> context) {
    public static SealedColumn of(String schema, String table, String key, String column, String context) {
        return new SealedColumn(schema, table, key, "uuid", column, id -> context);
    }

    @Override
    public String toString() {
        return schema + "." + table + "." + column;
    }
}
