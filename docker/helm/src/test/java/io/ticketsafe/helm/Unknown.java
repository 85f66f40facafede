package io.ticketsafe.helm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Members that the Kubernetes API does not have: its models collect them instead of refusing them, as an API server would. */
final class Unknown {
    private Unknown() {}

    /** Paths of them, in whatever depth. */
    static List<String> in(Object resource) {
        List<String> found = new ArrayList<>();
        collect(resource, resource.getClass().getSimpleName(), found);
        return found;
    }

    private static void collect(Object value, String path, List<String> found) {
        if (value instanceof Collection<?> items) {
            int index = 0;
            for (Object item : items) {
                collect(item, path + '[' + index++ + ']', found);
            }
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            for (Method getter : value.getClass().getMethods()) {
                if (getter.getName().equals("getAdditionalProperties")) {
                    ((Map<?, ?>) read(getter, value)).keySet().forEach(name -> found.add(path + '.' + name));
                } else if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
                    collect(read(getter, value), path + '.' + getter.getName().substring(3), found);
                }
            }
        }
    }

    private static Object read(Method getter, Object value) {
        try {
            return getter.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
