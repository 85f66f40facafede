package io.ticketsafe.common.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One setting that a configuration record declares.
 *
 * @param path camelCase names from the root record, joined by dots
 */
record Setting(String path, Type type) {
    static final String ENV_PREFIX = "TICKETSAFE_";

    /** Every setting below a record type, groups resolved. */
    static List<Setting> of(Class<?> recordType) {
        List<Setting> settings = new ArrayList<>();
        collect(recordType, "", settings);
        return settings;
    }

    /** {@code postgres.maxPoolSize} becomes {@code TICKETSAFE_POSTGRES_MAX_POOL_SIZE}. */
    String environmentName() {
        return ENV_PREFIX
                + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    static boolean isGroup(Type type) {
        return type instanceof Class<?> c && c.isRecord() && c != Secret.class;
    }

    static boolean isList(Type type) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == List.class;
    }

    static Type elementOf(Type list) {
        return ((ParameterizedType) list).getActualTypeArguments()[0];
    }

    private static void collect(Class<?> recordType, String prefix, List<Setting> into) {
        for (RecordComponent component : recordType.getRecordComponents()) {
            String path = prefix + component.getName();
            if (isGroup(component.getGenericType())) {
                collect(component.getType(), path + ".", into);
            } else {
                into.add(new Setting(path, component.getGenericType()));
            }
        }
    }
}
