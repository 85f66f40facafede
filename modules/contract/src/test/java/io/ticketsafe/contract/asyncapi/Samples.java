package io.ticketsafe.contract.asyncapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Money;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Records with something in them. */
final class Samples {
    private Samples() {}

    /** With every component. */
    static Object full(Class<?> type) {
        return record(
                type,
                Arrays.stream(type.getRecordComponents()).map(Samples::value).toArray());
    }

    /** With nothing but what the record cannot be without. */
    static Object sparse(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components).map(Samples::value).toArray();
        for (int i = 0; i < components.length; i++) {
            if (!isNeeded(type, components[i])) {
                values[i] = null;
            }
        }
        return record(type, values);
    }

    /** Whether the record refuses to be without it: primitives, and what a constructor asks for. */
    static boolean isNeeded(Class<?> type, RecordComponent component) {
        if (component.getType().isPrimitive()) {
            return true;
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(one -> one.getName().equals(component.getName()) ? null : value(one))
                .toArray();
        try {
            canonical(type).newInstance(values);
            return false;
        } catch (InvocationTargetException refused) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object record(Class<?> type, Object[] values) {
        try {
            return canonical(type).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no sample of " + type.getName(), e);
        }
    }

    private static Constructor<?> canonical(Class<?> type) throws NoSuchMethodException {
        Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor;
    }

    private static Object value(RecordComponent component) {
        return value(Json.MAPPER.constructType(component.getGenericType()));
    }

    private static Object value(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == Money.class) {
            return new Money(12_500, "BRL");
        }
        if (raw.isRecord()) {
            return full(raw);
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        }
        if (raw == List.class) {
            return List.of(value(type.getContentType()));
        }
        if (raw == Map.class) {
            return Map.of("name", value(type.getContentType()));
        }
        return scalar(raw);
    }

    private static Object scalar(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String", "Object" -> "text";
            case "UUID" -> new UUID(0x0192_f0c1_2345_7000L, 0x8000_0000_0000_0001L);
            case "Instant" -> Instant.parse("2026-11-20T19:30:00.250Z");
            case "int", "Integer" -> 3;
            case "long", "Long" -> 5_000_000_000L;
            case "Double" -> 1.5;
            case "boolean", "Boolean" -> true;
            case "byte[]" -> new byte[] {1, 2, 3};
            case "JsonNode" -> (JsonNode) JsonNodeFactory.instance.objectNode().put("any", "thing");
            default -> throw new IllegalStateException("no sample of a " + type.getName());
        };
    }
}
