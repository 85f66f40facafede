package io.ticketsafe.events.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.events.input.Texts;
import io.ticketsafe.events.input.Violations;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Checks the free-form object of an event: bounded, and such that it can be given back as it came. */
final class Attributes {
    private static final int MOST_BYTES = 16 * 1024;
    private static final int MOST_LEVELS = 10;

    private Attributes() {}

    static void check(Violations violations, String pointer, JsonNode attributes) {
        if (attributes == null) {
            return;
        }
        if (!attributes.isObject()) {
            violations.add(pointer, "This must be a JSON object.");
        } else if (isDeeper(attributes, MOST_LEVELS)) {
            violations.add(pointer, "This must have at most " + MOST_LEVELS + " levels.");
        } else if (!isPortable(attributes)) {
            violations.add(pointer, "Every text in it must be valid Unicode, and every number finite.");
        } else if (sizeOf(attributes) > MOST_BYTES) {
            violations.add(pointer, "This must have at most " + MOST_BYTES + " bytes as JSON.");
        }
    }

    private static boolean isDeeper(JsonNode node, int levelsLeft) {
        if (!node.isContainerNode()) {
            return false;
        }
        if (levelsLeft == 0) {
            return true;
        }
        for (JsonNode child : node) {
            if (isDeeper(child, levelsLeft - 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPortable(JsonNode node) {
        if (node.isTextual()) {
            return !Texts.hasLoneSurrogate(node.textValue());
        }
        if (node.isFloatingPointNumber()) {
            return Double.isFinite(node.doubleValue());
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (Texts.hasLoneSurrogate(names.next())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!isPortable(child)) {
                return false;
            }
        }
        return true;
    }

    private static int sizeOf(JsonNode node) {
        try {
            return Json.MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
