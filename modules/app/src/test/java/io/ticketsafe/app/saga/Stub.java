package io.ticketsafe.app.saga;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Stand-ins for large interfaces of which little is used. What was not foreseen fails loudly, so that nothing real slips in. */
final class Stub {
    private Stub() {}

    /** @param answers by the method's name; each is given the arguments, an empty array if there are none */
    static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        InvocationHandler handler = (self, method, arguments) -> {
            Function<Object[], Object> answer = answers.get(method.getName());
            if (answer != null) {
                return answer.apply(arguments == null ? new Object[0] : arguments);
            }
            return switch (method.getName()) {
                case "toString" -> "stub of " + type.getSimpleName();
                case "hashCode" -> System.identityHashCode(self);
                case "equals" -> self == arguments[0];
                default -> throw new UnsupportedOperationException("the simulation has no " + method);
            };
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
