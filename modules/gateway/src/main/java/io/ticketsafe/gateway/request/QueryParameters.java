package io.ticketsafe.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.openapi.RouteSpec.QueryParameter;
import io.ticketsafe.gateway.schema.Pointer;
import io.ticketsafe.gateway.schema.Schema;
import io.ticketsafe.gateway.schema.Violations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Query strings, read as the contract describes them: no unknown names, no repeats but in lists, empty means absent. */
final class QueryParameters {
    private static final int MOST = 100;

    private QueryParameters() {}

    /** Puts the values into the request under their names, and what is wrong with them into the violations. */
    static void read(String query, List<QueryParameter> parameters, ObjectNode into, Violations out) {
        Map<String, List<String>> given = decode(query);
        for (String name : given.keySet()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                out.add(Pointer.outside("query/" + name), "This parameter is not known here.");
            }
        }
        for (QueryParameter parameter : parameters) {
            List<String> values = given.getOrDefault(parameter.name(), List.of()).stream()
                    .filter(value -> !value.isEmpty())
                    .toList();
            Pointer at = Pointer.outside("query/" + parameter.name());
            if (values.isEmpty()) {
                if (parameter.required()) {
                    out.add(at, "This parameter is required.");
                }
            } else if (values.size() > 1 && !parameter.schema().isList()) {
                out.add(at, "This parameter must stand once.");
            } else {
                JsonNode value = valueOf(parameter.schema(), values);
                parameter.schema().check(value, at, out);
                into.set(parameter.name(), value);
            }
        }
    }

    private static Map<String, List<String>> decode(String query) {
        if (query == null || query.isEmpty()) {
            return Map.of();
        }
        try {
            return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST).parameters();
        } catch (IllegalArgumentException malformed) {
            throw ServiceFault.invalid("query", "The query string is malformed.");
        }
    }

    /** What does not read as its type stays text, for the schema to refuse. */
    private static JsonNode valueOf(Schema schema, List<String> values) {
        if (schema.isList()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            values.forEach(value -> List.of(value.split(",", -1)).forEach(list::add));
            return list;
        }
        String text = values.get(0);
        if (schema.isInteger()) {
            try {
                return LongNode.valueOf(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return TextNode.valueOf(text);
            }
        }
        if (schema.isBoolean() && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        return TextNode.valueOf(schema.isTime() ? text.replace(' ', '+') : text);
    }
}
