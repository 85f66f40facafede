package io.ticketsafe.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Compiles the schemas of one document. A keyword that it does not know stops the start instead of being passed over. */
public final class SchemaCompiler {
    private static final Set<String> ANNOTATIONS =
            Set.of("description", "title", "examples", "default", "contentMediaType");

    private static final Set<String> OF_OBJECTS =
            Set.of("properties", "required", "additionalProperties", "minProperties", "maxProperties");

    /** Formats that only tell readers something. */
    private static final Set<String> NOT_CHECKED = Set.of("password", "uri-reference", "int32", "int64");

    private final JsonNode document;
    private final Map<String, Schema> named = new HashMap<>();

    public SchemaCompiler(JsonNode document) {
        this.document = document;
    }

    public Schema compile(JsonNode schema) {
        JsonNode ref = schema.get("$ref");
        if (ref == null) {
            return compileInline(schema);
        }
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!keyword.equals("$ref") && !ANNOTATIONS.contains(keyword)) {
                throw new IllegalStateException(keyword + " beside a $ref is not known here");
            }
        });
        Schema known = named.get(ref.textValue());
        if (known == null) {
            known = compile(resolve(ref.textValue()));
            named.put(ref.textValue(), known);
        }
        return known;
    }

    /** The node that a local reference ({@code #/…}) names. */
    public JsonNode resolve(String ref) {
        JsonNode target = document.at(ref.substring(1));
        if (target.isMissingNode()) {
            throw new IllegalStateException("the contract has no " + ref);
        }
        return target;
    }

    private Schema compileInline(JsonNode schema) {
        Set<JsonType> types = typesOf(schema);
        List<Schema.Rule> rules = new ArrayList<>();
        if (schema.properties().stream().anyMatch(keyword -> OF_OBJECTS.contains(keyword.getKey()))) {
            rules.add(objectRule(schema));
        }
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (keyword.getKey().equals("oneOf")) {
                List<Schema> branches = compileAll(keyword.getValue());
                branches.forEach(branch -> addDisjoint(types, branch.types()));
                rules.add((value, at, out) -> branches.stream()
                        .filter(branch -> branch.accepts(value))
                        .findFirst()
                        .ifPresent(branch -> branch.check(value, at, out)));
            } else if (!isHandled(keyword.getKey())) {
                rules.add(rule(keyword.getKey(), keyword.getValue()));
            }
        }
        return new Schema(types, rules, schema.path("format").asText().equals("date-time"));
    }

    private static boolean isHandled(String keyword) {
        return keyword.equals("type") || OF_OBJECTS.contains(keyword) || ANNOTATIONS.contains(keyword);
    }

    private static Set<JsonType> typesOf(JsonNode schema) {
        Set<JsonType> types = EnumSet.noneOf(JsonType.class);
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(JsonType.named(type.textValue()));
        }
        type.elements().forEachRemaining(name -> types.add(JsonType.named(name.textValue())));
        return types;
    }

    private static void addDisjoint(Set<JsonType> types, Set<JsonType> ofBranch) {
        if (ofBranch.isEmpty() || !types.addAll(ofBranch)) {
            throw new IllegalStateException("the schemas of a oneOf must tell themselves apart by their types");
        }
    }

    private Schema.Rule rule(String keyword, JsonNode value) {
        return switch (keyword) {
            case "items" -> itemsRule(compile(value));
            case "minItems" -> size(JsonType.ARRAY, value, -1, "This must have at least %d items.");
            case "maxItems" -> size(JsonType.ARRAY, value, 1, "This must have at most %d items.");
            case "minLength" -> size(JsonType.STRING, value, -1, "This must have at least %d characters.");
            case "maxLength" -> size(JsonType.STRING, value, 1, "This must have at most %d characters.");
            case "minimum" -> bound(value, -1, "This must be at least ");
            case "maximum" -> bound(value, 1, "This must be at most ");
            case "pattern" -> patternRule(value.textValue());
            case "format" -> formatRule(value.textValue());
            case "enum" -> enumRule(value);
            case "const" ->
                (node, at, out) -> {
                    if (!node.equals(value)) {
                        out.add(at, "This must be " + value.asText() + ".");
                    }
                };
            case "anyOf" -> oneRequired(value);
            default -> throw new IllegalStateException("the keyword " + keyword + " is not known here");
        };
    }

    private ObjectRule objectRule(JsonNode schema) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            properties.put(property.getKey(), compile(property.getValue()));
        }
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isObject()) {
            throw new IllegalStateException("a schema for additionalProperties is not known here");
        }
        return new ObjectRule(
                Map.copyOf(properties),
                texts(schema.path("required")),
                additional.asBoolean(true),
                schema.path("minProperties").asInt(0),
                schema.path("maxProperties").asInt(Integer.MAX_VALUE));
    }

    private static Schema.Rule itemsRule(Schema items) {
        return (value, at, out) -> {
            if (value.isArray()) {
                for (int i = 0; i < value.size() && !out.isFull(); i++) {
                    items.check(value.get(i), at.item(i), out);
                }
            }
        };
    }

    /** @param sign of (size - limit) that is wrong */
    private static Schema.Rule size(JsonType type, JsonNode limit, int sign, String detail) {
        int most = limit.intValue();
        String words = most == 1 && sign < 0 ? "This must not be empty." : detail.formatted(most);
        return (value, at, out) -> {
            if (!type.matches(value)) {
                return;
            }
            int size = type == JsonType.ARRAY
                    ? value.size()
                    : value.textValue().codePointCount(0, value.textValue().length());
            if (Integer.signum(Integer.compare(size, most)) == sign) {
                out.add(at, words);
            }
        };
    }

    private static Schema.Rule bound(JsonNode limit, int sign, String words) {
        return (value, at, out) -> {
            if (value.isNumber() && Integer.signum(compare(value, limit)) == sign) {
                out.add(at, words + limit.asText() + ".");
            }
        };
    }

    private static int compare(JsonNode value, JsonNode limit) {
        return value.canConvertToLong() && value.isIntegralNumber() && limit.isIntegralNumber()
                ? Long.compare(value.longValue(), limit.longValue())
                : Double.compare(value.doubleValue(), limit.doubleValue());
    }

    /** The dialect is that of JavaScript, whose {@code $} stands for the very end, not also before a last line break. */
    private static Schema.Rule patternRule(String regex) {
        Pattern pattern = Pattern.compile(regex.endsWith("$") ? regex.substring(0, regex.length() - 1) + "\\z" : regex);
        String words = regex.equals("\\S") ? "This must not be blank." : "This must match the pattern " + regex + ".";
        return (value, at, out) -> {
            if (value.isTextual() && !pattern.matcher(value.textValue()).find()) {
                out.add(at, words);
            }
        };
    }

    private static Schema.Rule formatRule(String format) {
        if (NOT_CHECKED.contains(format)) {
            return (value, at, out) -> {};
        }
        Formats.mismatch(format, "");
        return (value, at, out) -> {
            String mismatch = value.isTextual() ? Formats.mismatch(format, value.textValue()) : null;
            if (mismatch != null) {
                out.add(at, mismatch);
            }
        };
    }

    private static Schema.Rule enumRule(JsonNode values) {
        Set<String> allowed = Set.copyOf(texts(values));
        String words = "This must be one of: " + String.join(", ", texts(values)) + ".";
        return (value, at, out) -> {
            if (!value.isTextual() || !allowed.contains(value.textValue())) {
                out.add(at, words);
            }
        };
    }

    /** The one use of anyOf: of some members, at least one must be there. */
    private static Schema.Rule oneRequired(JsonNode branches) {
        List<String> names = StreamSupport.stream(branches.spliterator(), false)
                .map(branch -> branch.path("required").path(0).textValue())
                .toList();
        if (names.contains(null)) {
            throw new IllegalStateException("anyOf is known here only with one required member each");
        }
        String words = "This must have at least one of: " + String.join(", ", names) + ".";
        return (value, at, out) -> {
            if (value.isObject() && names.stream().noneMatch(value::has)) {
                out.add(at, words);
            }
        };
    }

    private List<Schema> compileAll(JsonNode schemas) {
        return StreamSupport.stream(schemas.spliterator(), false)
                .map(this::compile)
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::textValue)
                .collect(Collectors.toUnmodifiableList());
    }
}
