package io.ticketsafe.common.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** JSON of any shape: its texts, the names of its members and its whole numbers. */
record InTree() implements Search {
    private static final long MILLIS_OF_2033 = 2_000_000_000_000L;

    @Override
    public boolean finds(Object value) {
        return value instanceof JsonNode node && isIn(node);
    }

    private static boolean isIn(JsonNode node) {
        if (node.isContainerNode()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (CardNumbers.isIn(member.getKey()) || isIn(member.getValue())) {
                    return true;
                }
            }
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                if (isIn(node.get(i))) {
                    return true;
                }
            }
            return false;
        }
        return isInScalar(node);
    }

    /** A number that can be a time in milliseconds is taken for one: no card number begins with 1. */
    private static boolean isInScalar(JsonNode node) {
        if (node.isTextual()) {
            return CardNumbers.isIn(node.textValue());
        }
        return node.isIntegralNumber()
                && (!node.canConvertToLong() || Math.abs(node.longValue()) >= MILLIS_OF_2033)
                && CardNumbers.isIn(node.asText());
    }

    @Override
    public void point(Object value, String at, List<String> places) {
        if (!(value instanceof JsonNode node)) {
            return;
        }
        if (!node.isContainerNode()) {
            if (isInScalar(node)) {
                places.add(at);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String place = at + "/" + escaped(member.getKey());
            if (CardNumbers.isIn(member.getKey())) {
                places.add(place);
            }
            point(member.getValue(), place, places);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            point(node.get(i), at + "/" + i, places);
        }
    }

    static String escaped(String name) {
        return CardNumbers.masked(name).replace("~", "~0").replace("/", "~1");
    }
}
