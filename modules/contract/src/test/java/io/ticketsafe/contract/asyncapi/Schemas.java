package io.ticketsafe.contract.asyncapi;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import io.ticketsafe.contract.Json;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON Schemas (draft 7, as AsyncAPI 3.0 has them) of records, as {@link Json#MAPPER} writes them. Required is what a record refuses
 * to be without; what else an operation needs, it says itself. Members that are not known are nowhere forbidden: replies may get more
 * of them at the same address.
 */
final class Schemas {
    private static final String PLACE = "#/components/schemas/";

    private final Javadoc javadoc;
    private final Map<String, ObjectNode> byName = new TreeMap<>();
    private final Map<String, Class<?>> types = new HashMap<>();

    Schemas(Javadoc javadoc) {
        this.javadoc = javadoc;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode ref(String name) {
        return object().put("$ref", PLACE + name);
    }

    /** Every schema that something refers to, by name. */
    ObjectNode all() {
        ObjectNode all = object();
        byName.forEach(all::set);
        return all;
    }

    /** A schema that is no record's. */
    ObjectNode add(String name, ObjectNode schema) {
        byName.put(name, schema);
        return ref(name);
    }

    ObjectNode of(Class<?> type) {
        return of(Json.MAPPER.constructType(type));
    }

    private ObjectNode of(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw.isRecord() || raw.isEnum()) {
            return named(raw);
        }
        if (raw.isArray() && raw.getComponentType() == byte.class) {
            return object().put("type", "string").put("contentEncoding", "base64");
        }
        if (type.isCollectionLikeType()) {
            return object().put("type", "array").set("items", of(type.getContentType()));
        }
        if (type.isMapLikeType()) {
            return object().put("type", "object").set("additionalProperties", of(type.getContentType()));
        }
        return raw == Object.class || JsonNode.class.isAssignableFrom(raw) ? object() : scalar(raw);
    }

    private static ObjectNode scalar(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> object().put("type", "string");
            case "UUID" -> object().put("type", "string").put("format", "uuid");
            case "Instant" -> object().put("type", "string").put("format", "date-time");
            case "int", "Integer" -> object().put("type", "integer").put("format", "int32");
            case "long", "Long" -> object().put("type", "integer").put("format", "int64");
            case "Double" -> object().put("type", "number").put("format", "double");
            case "boolean", "Boolean" -> object().put("type", "boolean");
            default -> throw new IllegalStateException("what is a " + type.getName() + " in JSON?");
        };
    }

    private ObjectNode named(Class<?> type) {
        String name = type.getSimpleName();
        Class<?> other = types.putIfAbsent(name, type);
        if (other == null) {
            byName.put(name, object());
            byName.put(name, type.isEnum() ? ofEnum(type) : ofRecord(type));
        } else if (other != type) {
            throw new IllegalStateException("two types would have one schema: " + other + ", " + type);
        }
        return ref(name);
    }

    private ObjectNode ofEnum(Class<?> type) {
        StringBuilder text = new StringBuilder(javadoc.of(type).orElse(""));
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (Object constant : type.getEnumConstants()) {
            String value = Json.MAPPER.convertValue(constant, String.class);
            values.add(value);
            javadoc.of(type, ((Enum<?>) constant).name())
                    .ifPresent(
                            meaning -> text.append(text.isEmpty() ? "" : "\n\n").append('`' + value + "`: " + meaning));
        }
        ObjectNode schema = object().put("type", "string");
        if (!text.isEmpty()) {
            schema.put("description", text.toString());
        }
        return schema.set("enum", values);
    }

    private ObjectNode ofRecord(Class<?> type) {
        ObjectNode schema = object().put("type", "object");
        ObjectNode properties = object();
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Iterator<PropertyWriter> written = writersOf(type); written.hasNext(); ) {
            PropertyWriter member = written.next();
            String name = member.getName();
            properties.set(name, described(of(member.getType()), javadoc.ofComponent(type, name)));
            if (Samples.isNeeded(type, component(type, name))) {
                required.add(name);
            }
        }
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        ObjectNode whole = shortForm(type)
                .map(shorter -> object().<ObjectNode>set(
                                "anyOf",
                                JsonNodeFactory.instance
                                        .arrayNode()
                                        .add(shorter)
                                        .add(schema)))
                .orElse(schema);
        javadoc.of(type).ifPresent(text -> whole.put("description", text));
        return whole;
    }

    /** What else a record may be read from. */
    private Optional<ObjectNode> shortForm(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(Schemas::isShortForm)
                .findFirst()
                .map(constructor -> of(constructor.getParameterTypes()[0]));
    }

    private static boolean isShortForm(Constructor<?> constructor) {
        JsonCreator creator = constructor.getAnnotation(JsonCreator.class);
        return creator != null && creator.mode() == JsonCreator.Mode.DELEGATING;
    }

    private static RecordComponent component(Class<?> type, String name) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(type + " writes " + name + ", which is none of its components"));
    }

    private static Iterator<PropertyWriter> writersOf(Class<?> type) {
        try {
            return Json.MAPPER
                    .getSerializerProviderInstance()
                    .findValueSerializer(type)
                    .properties();
        } catch (JsonMappingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing beside a reference counts in draft 7, so it is wrapped. */
    private static ObjectNode described(ObjectNode schema, Optional<String> text) {
        if (text.isEmpty()) {
            return schema;
        }
        ObjectNode whole = schema.has("$ref")
                ? object().set("allOf", JsonNodeFactory.instance.arrayNode().add(schema))
                : schema;
        return whole.put("description", text.get());
    }
}
