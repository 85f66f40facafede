package io.ticketsafe.gateway.http;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.json.JsonArray;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the route of a path, segment by segment: a literal before a parameter with a suffix before a plain parameter. */
public final class Router {
    private static final int MOST_SEGMENTS = 16;

    private final Node root = new Node();

    /** What a path leads to: the routes by method, and the values of the template's parameters in their order. */
    public record Match(Map<String, Route> methods, List<String> values) {
        /** HEAD is answered like GET. METHOD_NOT_ALLOWED with {@code allow} for a method that the path does not have. */
        Route route(String method) {
            Route route = methods.get(method.equals("HEAD") ? "GET" : method);
            if (route == null) {
                throw new ServiceFault(
                                FaultCode.METHOD_NOT_ALLOWED, "This path does not have the method " + method + ".")
                        .with("allow", new JsonArray(List.copyOf(allowed())));
            }
            return route;
        }

        Set<String> allowed() {
            Set<String> allowed = new TreeSet<>(methods.keySet());
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            allowed.add("OPTIONS");
            return allowed;
        }
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Node> suffixed = new LinkedHashMap<>();
        private final Map<String, Route> methods = new HashMap<>();
        private Node parameter;
    }

    public void add(Route route) {
        Node node = root;
        for (String segment : route.spec().path().substring(1).split("/", -1)) {
            node = child(node, segment);
        }
        if (node.methods.put(route.spec().method(), route) != null) {
            throw new IllegalStateException("two routes for " + route.spec().method() + " "
                    + route.spec().path());
        }
    }

    private static Node child(Node node, String segment) {
        if (!segment.startsWith("{")) {
            return node.literals.computeIfAbsent(segment, literal -> new Node());
        }
        String suffix = segment.substring(segment.indexOf('}') + 1);
        if (!suffix.isEmpty()) {
            return node.suffixed.computeIfAbsent(suffix, unknown -> new Node());
        }
        if (node.parameter == null) {
            node.parameter = new Node();
        }
        return node.parameter;
    }

    /** @return null when there is no such path */
    public Match match(String path) {
        if (path == null || !path.startsWith("/")) {
            return null;
        }
        List<String> segments = segmentsOf(path);
        if (segments == null) {
            return null;
        }
        List<String> values = new ArrayList<>(2);
        Node node = find(root, segments, 0, values);
        return node == null ? null : new Match(node.methods, values);
    }

    private static Node find(Node node, List<String> segments, int at, List<String> values) {
        if (at == segments.size()) {
            return node.methods.isEmpty() ? null : node;
        }
        String segment = segments.get(at);
        Node literal = node.literals.get(segment);
        Node found = literal == null ? null : find(literal, segments, at + 1, values);
        if (found != null || segment.isEmpty()) {
            return found;
        }
        for (Map.Entry<String, Node> suffixed : node.suffixed.entrySet()) {
            if (segment.endsWith(suffixed.getKey())) {
                String value = segment.substring(
                        0, segment.length() - suffixed.getKey().length());
                found = capture(suffixed.getValue(), value, segments, at, values);
                if (found != null) {
                    return found;
                }
            }
        }
        return node.parameter == null ? null : capture(node.parameter, segment, segments, at, values);
    }

    private static Node capture(Node next, String value, List<String> segments, int at, List<String> values) {
        int before = values.size();
        values.add(value);
        Node found = find(next, segments, at + 1, values);
        if (found == null) {
            values.subList(before, values.size()).clear();
        }
        return found;
    }

    /** Null for a path that nothing can match. */
    private static List<String> segmentsOf(String path) {
        List<String> segments = new ArrayList<>(8);
        int start = 1;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            if (end < 0) {
                end = path.length();
            }
            String segment = decoded(path.substring(start, end));
            if (segment == null || segments.size() == MOST_SEGMENTS) {
                return null;
            }
            segments.add(segment);
            start = end + 1;
        }
        return segments;
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
