package io.ticketsafe.common.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.NoCardCheck;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds out of a type how its values are searched. */
final class Searches {
    private static final MethodType ANY = MethodType.methodType(Object.class, Object.class);

    private Searches() {}

    static Search of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalStateException("no card numbers can be looked for in " + type);
        }
        if (plain == String.class) {
            return new InText();
        }
        if (JsonNode.class.isAssignableFrom(plain)) {
            return new InTree();
        }
        if (plain.isRecord()) {
            return ofRecord(plain);
        }
        boolean textless = plain.isPrimitive()
                || plain.isEnum()
                || plain == Boolean.class
                || plain == UUID.class
                || Number.class.isAssignableFrom(plain)
                || Temporal.class.isAssignableFrom(plain);
        if (!textless) {
            throw new IllegalStateException("no card numbers can be looked for in " + plain.getName());
        }
        return Search.NOTHING;
    }

    private static Search ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] of = type.getActualTypeArguments();
        if (Collection.class.isAssignableFrom(raw)) {
            Search items = of(of[0]);
            return items == Search.NOTHING ? Search.NOTHING : new InItems(items);
        }
        if (Map.class.isAssignableFrom(raw) && of[0] == String.class) {
            return new InEntries(of(of[1]));
        }
        throw new IllegalStateException("no card numbers can be looked for in " + type);
    }

    private static Search ofRecord(Class<?> type) {
        List<Member> members = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Search search =
                    component.isAnnotationPresent(NoCardCheck.class) ? Search.NOTHING : of(component.getGenericType());
            if (search != Search.NOTHING) {
                members.add(new Member("/" + component.getName(), getter(component), search));
            }
        }
        return members.isEmpty() ? Search.NOTHING : new InRecord(members.toArray(Member[]::new));
    }

    private static MethodHandle getter(RecordComponent component) {
        try {
            return MethodHandles.publicLookup()
                    .unreflect(component.getAccessor())
                    .asType(ANY);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("records of requests are public", e);
        }
    }

    private record InText() implements Search {
        @Override
        public boolean finds(Object value) {
            return value != null && CardNumbers.isIn((String) value);
        }

        @Override
        public void point(Object value, String at, List<String> places) {
            if (finds(value)) {
                places.add(at);
            }
        }
    }

    private record InItems(Search items) implements Search {
        @Override
        public boolean finds(Object value) {
            if (value == null) {
                return false;
            }
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    if (items.finds(list.get(i))) {
                        return true;
                    }
                }
                return false;
            }
            return ((Collection<?>) value).stream().anyMatch(items::finds);
        }

        @Override
        public void point(Object value, String at, List<String> places) {
            int i = 0;
            for (Object item : value == null ? List.of() : (Collection<?>) value) {
                items.point(item, at + "/" + i++, places);
            }
        }
    }

    /** The names count, too; one that holds a card number is not repeated. */
    private record InEntries(Search values) implements Search {
        @Override
        public boolean finds(Object value) {
            return value != null
                    && ((Map<?, ?>) value)
                            .entrySet().stream()
                                    .anyMatch(entry -> CardNumbers.isIn((String) entry.getKey())
                                            || values.finds(entry.getValue()));
        }

        @Override
        public void point(Object value, String at, List<String> places) {
            if (value != null) {
                ((Map<?, ?>) value).forEach((name, held) -> {
                    String place = at + "/" + InTree.escaped((String) name);
                    if (CardNumbers.isIn((String) name)) {
                        places.add(place);
                    }
                    values.point(held, place, places);
                });
            }
        }
    }

    /** @param at the last part of the pointer */
    private record Member(String at, MethodHandle getter, Search search) {
        Object of(Object owner) {
            try {
                return (Object) getter.invokeExact(owner);
            } catch (Throwable e) {
                throw new IllegalStateException("a record's member cannot be read", e);
            }
        }
    }

    private record InRecord(Member[] members) implements Search {
        @Override
        public boolean finds(Object value) {
            if (value == null) {
                return false;
            }
            for (Member member : members) {
                if (member.search().finds(member.of(value))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void point(Object value, String at, List<String> places) {
            if (value != null) {
                for (Member member : members) {
                    member.search().point(member.of(value), at + member.at(), places);
                }
            }
        }
    }
}
