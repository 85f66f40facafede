package io.ticketsafe.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What no store can keep, however it is typed: NUL characters, halves of surrogate pairs, infinite numbers, deep nests. */
public final class Texts {
    static final String NOT_STORABLE = "This holds a character that cannot be stored.";
    private static final int DEEPEST = 32;

    private Texts() {}

    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Checks a value that the contract leaves to the caller. */
    static void checkFreeForm(JsonNode value, Pointer at, Violations out) {
        checkFreeForm(value, at, out, 0);
    }

    private static void checkFreeForm(JsonNode value, Pointer at, Violations out, int depth) {
        if (out.isFull()) {
            return;
        }
        if (depth > DEEPEST) {
            out.add(at, "This is nested more than " + DEEPEST + " levels deep.");
        } else if (value.isTextual() && !isStorable(value.textValue())) {
            out.add(at, NOT_STORABLE);
        } else if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
            out.add(at, "This number is too large.");
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                checkFreeForm(value.get(i), at.item(i), out, depth + 1);
            }
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                Pointer place = at.member(member.getKey());
                if (!isStorable(member.getKey())) {
                    out.add(place, NOT_STORABLE);
                }
                checkFreeForm(member.getValue(), place, out, depth + 1);
            }
        }
    }
}
