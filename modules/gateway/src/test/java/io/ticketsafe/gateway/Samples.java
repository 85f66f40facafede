package io.ticketsafe.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInStatus;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Records of the contract with every member filled in. */
final class Samples {
    static final UUID ID = UUID.fromString("01939f3c-8a52-7c4e-9f6b-0242ac120002");

    private static final Map<String, String> TEXTS = Map.of(
            "email",
            "ana@example.com",
            "tokenType",
            "Bearer",
            "channel",
            "direct",
            "type",
            "pix",
            "seats",
            "fhcsb",
            "keys",
            "a-long-secret",
            "percent",
            "10.00",
            "commissionPercent",
            "10.00");

    private Samples() {}

    static <T> T of(Class<T> type) {
        return type.cast(value(type, type, ""));
    }

    private static Object value(Class<?> type, Type generic, String name) {
        if (type == UUID.class) {
            return ID;
        } else if (type == String.class) {
            return TEXTS.getOrDefault(name, "x");
        } else if (type == Instant.class) {
            return Instant.parse("2030-05-01T20:00:00Z");
        } else if (type == int.class || type == Integer.class) {
            return 1;
        } else if (type == long.class || type == Long.class) {
            return 7L;
        } else if (type == boolean.class || type == Boolean.class) {
            return true;
        } else if (type == double.class || type == Double.class) {
            return 1.5;
        } else if (type == Money.class) {
            return new Money(12_500, "BRL");
        } else if (type == CheckInStatus.class) {
            return CheckInStatus.OK;
        } else if (type == byte[].class) {
            return new byte[] {1, 2, 3};
        } else if (JsonNode.class.isAssignableFrom(type)) {
            return name.equals("seats")
                    ? JsonNodeFactory.instance.numberNode(24)
                    : JsonNodeFactory.instance.objectNode().put("key", "value");
        } else if (type == Object.class) {
            return "x";
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type == List.class) {
            Object item = argument(generic, 0, name);
            return item instanceof Double ? List.of(item, item) : List.of(item);
        } else if (type == Map.class) {
            return Map.of("x", argument(generic, 1, ""));
        }
        return record(type);
    }

    private static Object argument(Type generic, int index, String name) {
        Type argument = ((ParameterizedType) generic).getActualTypeArguments()[index];
        Class<?> raw = (Class<?>) (argument instanceof ParameterizedType nested ? nested.getRawType() : argument);
        return value(raw, argument, name);
    }

    private static Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getType(), component.getGenericType(), component.getName()))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + " refuses the sample", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
