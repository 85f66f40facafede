package io.ticketsafe.common.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Turns what stands in a file, a variable or an option into the type of a setting; an {@link IllegalArgumentException} says
 * what is allowed.
 */
final class Values {
    private Values() {}

    /** From text; a list is separated by commas. */
    static Object fromText(Type type, String text) {
        if (Setting.isList(type)) {
            List<Object> items = new ArrayList<>();
            for (String item : text.split(",")) {
                if (!item.isBlank()) {
                    items.add(fromText(Setting.elementOf(type), item.strip()));
                }
            }
            return List.copyOf(items);
        }
        return scalar((Class<?>) type, text);
    }

    /** From a YAML or JSON value; numbers and booleans may not stand as text, nor the other way round. */
    static Object fromNode(Type type, JsonNode node) {
        if (Setting.isList(type)) {
            if (!node.isArray()) {
                throw new IllegalArgumentException("must be a list, was " + describe(node));
            }
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(fromNode(Setting.elementOf(type), item)));
            return List.copyOf(items);
        }
        Class<?> target = (Class<?>) type;
        if (!fits(target, node)) {
            throw new IllegalArgumentException("must be " + nameOf(target) + ", was " + describe(node));
        }
        return scalar(target, node.asText());
    }

    private static boolean fits(Class<?> target, JsonNode node) {
        if (target == Integer.class || target == Long.class) {
            return node.isIntegralNumber();
        }
        if (target == Double.class) {
            return node.isNumber();
        }
        if (target == Boolean.class) {
            return node.isBoolean();
        }
        return node.isTextual();
    }

    private static Object scalar(Class<?> target, String text) {
        try {
            if (target == String.class) {
                return text;
            } else if (target == Secret.class) {
                return new Secret(text);
            } else if (target == Integer.class) {
                return Integer.valueOf(text);
            } else if (target == Long.class) {
                return Long.valueOf(text);
            } else if (target == Double.class) {
                return Double.valueOf(text);
            } else if (target == Duration.class) {
                return Durations.parse(text);
            } else if (target == URI.class) {
                return URI.create(text);
            } else if (target == Path.class) {
                return Path.of(text);
            } else if (target == Boolean.class && (text.equals("true") || text.equals("false"))) {
                return Boolean.valueOf(text);
            } else if (target.isEnum()) {
                return constant(target, text);
            }
        } catch (NumberFormatException e) {
            // answered below, like every text that does not fit
        }
        throw new IllegalArgumentException("must be " + nameOf(target) + ", was \"" + text + "\"");
    }

    private static Object constant(Class<?> target, String text) {
        return Arrays.stream(target.getEnumConstants())
                .filter(constant -> nameOf((Enum<?>) constant).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("must be " + nameOf(target) + ", was \"" + text + "\""));
    }

    private static String nameOf(Class<?> target) {
        if (target.isEnum()) {
            return Arrays.stream(target.getEnumConstants())
                    .map(constant -> nameOf((Enum<?>) constant))
                    .collect(Collectors.joining(" or "));
        }
        if (target == Integer.class || target == Long.class) {
            return "a whole number";
        }
        if (target == Double.class) {
            return "a number";
        }
        if (target == Boolean.class) {
            return "true or false";
        }
        return target == Duration.class ? "a duration such as 10s, 5m, 2h, 30d or PT10S" : "text";
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "a group";
            case NULL -> "empty";
            case STRING -> "\"" + node.asText() + "\"";
            default -> node.asText();
        };
    }
}
