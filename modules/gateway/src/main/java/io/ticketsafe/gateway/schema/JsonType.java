package io.ticketsafe.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The types of JSON Schema, in words for people. */
enum JsonType {
    STRING("text"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    ARRAY("a list"),
    OBJECT("an object"),
    NULL("null");

    private final String words;

    JsonType(String words) {
        this.words = words;
    }

    static JsonType named(String keyword) {
        return valueOf(keyword.toUpperCase(Locale.ROOT));
    }

    static String inWords(Collection<JsonType> types) {
        return types.stream().map(type -> type.words).collect(Collectors.joining(" or "));
    }

    boolean matches(JsonNode value) {
        return switch (this) {
            case STRING -> value.isTextual();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case ARRAY -> value.isArray();
            case OBJECT -> value.isObject();
            case NULL -> value.isNull();
        };
    }
}
