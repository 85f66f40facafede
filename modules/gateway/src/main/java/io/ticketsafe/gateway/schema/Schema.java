package io.ticketsafe.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * A JSON Schema (2020-12) of the contract, compiled to a tree of rules. Knows the keywords that the contract uses and
 * no others; says what is wrong in words for people, with the pointer to the place.
 */
public final class Schema {
    private final Set<JsonType> types;
    private final List<Rule> rules;
    private final boolean time;

    Schema(Set<JsonType> types, List<Rule> rules, boolean time) {
        this.types = types;
        this.rules = List.copyOf(rules);
        this.time = time;
    }

    /** One keyword's demand on a value that has the right type. */
    @FunctionalInterface
    interface Rule {
        void check(JsonNode value, Pointer at, Violations out);
    }

    public void check(JsonNode value, Pointer at, Violations out) {
        if (out.isFull()) {
            return;
        }
        if (!accepts(value)) {
            out.add(at, "This must be " + JsonType.inWords(types) + ".");
            return;
        }
        if (value.isTextual() && !Texts.isStorable(value.textValue())) {
            out.add(at, Texts.NOT_STORABLE);
            return;
        }
        for (Rule rule : rules) {
            rule.check(value, at, out);
        }
    }

    /** Whether the value has one of this schema's types. */
    boolean accepts(JsonNode value) {
        if (types.isEmpty()) {
            return true;
        }
        for (JsonType type : types) {
            if (type.matches(value)) {
                return true;
            }
        }
        return false;
    }

    Set<JsonType> types() {
        return types;
    }

    public boolean isInteger() {
        return types.contains(JsonType.INTEGER);
    }

    public boolean isBoolean() {
        return types.contains(JsonType.BOOLEAN);
    }

    /** Whether this is text with the format {@code date-time}. */
    public boolean isTime() {
        return time;
    }

    public boolean isList() {
        return types.contains(JsonType.ARRAY);
    }
}
