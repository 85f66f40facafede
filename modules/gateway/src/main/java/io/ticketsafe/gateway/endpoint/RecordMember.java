package io.ticketsafe.gateway.endpoint;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;

/** One component of a record type, looked up once and read without reflection. */
final class RecordMember {
    private final MethodHandle accessor;

    private RecordMember(MethodHandle accessor) {
        this.accessor = accessor;
    }

    static Optional<RecordMember> of(Class<?> type, String name) {
        if (!type.isRecord()) {
            return Optional.empty();
        }
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .map(RecordMember::unreflect)
                .findFirst();
    }

    private static RecordMember unreflect(RecordComponent component) {
        try {
            return new RecordMember(MethodHandles.publicLookup().unreflect(component.getAccessor()));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("records of the contract are public", e);
        }
    }

    /** The value as text, or null. */
    String text(Object record) {
        try {
            Object value = accessor.invoke(record);
            return value == null ? null : value.toString();
        } catch (Throwable e) {
            throw new IllegalStateException("accessors of records do not fail", e);
        }
    }
}
