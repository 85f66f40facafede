package io.ticketsafe.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bodies that differ from a good one in a single place: every place, replaced by every kind of thing. */
public final class Mutations {
    private static final List<JsonNode> REPLACEMENTS = Stream.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "7",
                    "201",
                    "1.5",
                    "1000000000001",
                    "99999999999999999999",
                    "\"\"",
                    "\" \"",
                    "\"x\"",
                    "\"A-1 b\"",
                    "\"@\"",
                    "\"2030-13-01T00:00:00Z\"",
                    "\"2030-01-01\"",
                    "\"" + "e\u0301\uD83D\uDE00".repeat(4000) + "\"",
                    "[]",
                    "[null]",
                    "[\"x\"]",
                    "{}",
                    "{\"x\": 1}")
            .map(Bodies::tree)
            .toList();

    /** @param pointer to the place that was changed; of a new member, its own */
    public record Mutation(String pointer, JsonNode body) {}

    private Mutations() {}

    public static List<Mutation> of(JsonNode good) {
        List<Mutation> mutations = new ArrayList<>();
        collect(good, JsonPointer.empty(), good, mutations);
        return mutations;
    }

    private static void collect(JsonNode root, JsonPointer at, JsonNode node, List<Mutation> out) {
        REPLACEMENTS.forEach(replacement -> out.add(new Mutation(at.toString(), replaced(root, at, replacement))));
        if (node instanceof ObjectNode members) {
            members.fieldNames().forEachRemaining(name -> {
                JsonPointer member = at.appendProperty(name);
                JsonNode without = root.deepCopy();
                ((ObjectNode) without.at(at)).remove(name);
                out.add(new Mutation(member.toString(), without));
                collect(root, member, members.get(name), out);
            });
            JsonNode with = root.deepCopy();
            ((ObjectNode) with.at(at)).put("un/known~", 1);
            out.add(new Mutation(at.appendProperty("un/known~").toString(), with));
        } else if (node instanceof ArrayNode items) {
            for (int i = 0; i < items.size(); i++) {
                collect(root, at.appendIndex(i), items.get(i), out);
            }
            JsonNode longer = root.deepCopy();
            JsonNode item = items.isEmpty() ? Bodies.tree("\"x\"") : items.get(0);
            for (int i = 0; i < 201; i++) {
                ((ArrayNode) longer.at(at)).add(item);
            }
            out.add(new Mutation(at.toString(), longer));
        }
    }

    private static JsonNode replaced(JsonNode root, JsonPointer at, JsonNode replacement) {
        if (at.matches()) {
            return replacement;
        }
        JsonNode copy = root.deepCopy();
        JsonNode parent = copy.at(at.head());
        if (parent instanceof ObjectNode members) {
            members.set(at.last().getMatchingProperty(), replacement);
        } else {
            ((ArrayNode) parent).set(at.last().getMatchingIndex(), replacement);
        }
        return copy;
    }
}
