package io.ticketsafe.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Operations;
import io.ticketsafe.gateway.openapi.RouteSpec.Access;
import io.ticketsafe.gateway.openapi.RouteSpec.Body;
import io.ticketsafe.gateway.openapi.RouteSpec.KeyUse;
import io.ticketsafe.gateway.openapi.RouteSpec.QueryParameter;
import io.ticketsafe.gateway.schema.Schema;
import io.ticketsafe.gateway.schema.SchemaCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The OpenAPI file, read once: the routes that it describes, and itself without what only the gateway needs. */
public final class Contract {
    private static final String FILE = "/openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final SchemaCompiler schemas;
    private final List<RouteSpec> routes = new ArrayList<>();

    private Contract(JsonNode document) {
        this.document = document;
        this.schemas = new SchemaCompiler(document);
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    routes.add(routeOf(path.getKey(), path.getValue(), method.getKey(), method.getValue()));
                }
            }
        }
    }

    /** Blocking: reads and compiles the file on the class path. */
    public static Contract load() {
        try (InputStream file = Contract.class.getResourceAsStream(FILE)) {
            return new Contract(new ObjectMapper(new YAMLFactory()).readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<RouteSpec> routes() {
        return List.copyOf(routes);
    }

    /** The contract for readers: without the extensions that bind routes to operations. */
    public JsonNode published() {
        ObjectNode copy = document.deepCopy();
        for (JsonNode path : copy.path("paths")) {
            for (JsonNode operation : path) {
                if (operation instanceof ObjectNode members) {
                    List<String> names = new ArrayList<>();
                    members.fieldNames().forEachRemaining(names::add);
                    names.stream().filter(name -> name.startsWith("x-")).forEach(members::remove);
                }
            }
        }
        return copy;
    }

    private RouteSpec routeOf(String path, JsonNode pathItem, String method, JsonNode operation) {
        Map<String, Schema> ofPath = new HashMap<>();
        List<QueryParameter> ofQuery = new ArrayList<>();
        KeyUse key = KeyUse.IGNORED;
        boolean readsIfMatch = false;
        for (JsonNode parameter : parametersOf(pathItem, operation)) {
            String name = parameter.path("name").asText();
            boolean required = parameter.path("required").asBoolean();
            switch (parameter.path("in").asText()) {
                case "path" -> ofPath.put(name, schemas.compile(parameter.get("schema")));
                case "query" ->
                    ofQuery.add(new QueryParameter(name, required, schemas.compile(parameter.get("schema"))));
                case "header" -> {
                    if (name.equals("Idempotency-Key")) {
                        key = required ? KeyUse.REQUIRED : KeyUse.ACCEPTED;
                    }
                    readsIfMatch |= name.equals("If-Match");
                }
                default -> throw new IllegalStateException("a parameter of " + method + " " + path + " has no place");
            }
        }
        int success = successStatus(operation);
        return new RouteSpec(
                operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                busOperation(operation),
                operation.path("x-endpoint").textValue(),
                operation.path("x-limit").textValue(),
                operation.path("x-location").textValue(),
                operation.path("x-body-member").textValue(),
                operation.path("x-body-limit").asText().equals("venue"),
                operation.path("x-cache").textValue(),
                accessOf(operation),
                key,
                readsIfMatch,
                Map.copyOf(ofPath),
                List.copyOf(ofQuery),
                bodyOf(operation.path("requestBody")),
                success,
                operation
                        .path("responses")
                        .path(String.valueOf(success))
                        .path("headers")
                        .has("ETag"));
    }

    private List<JsonNode> parametersOf(JsonNode pathItem, JsonNode operation) {
        List<JsonNode> parameters = new ArrayList<>();
        pathItem.path("parameters").forEach(parameters::add);
        operation.path("parameters").forEach(parameters::add);
        return parameters.stream().map(this::dereferenced).toList();
    }

    private JsonNode dereferenced(JsonNode node) {
        return node.has("$ref") ? schemas.resolve(node.get("$ref").textValue()) : node;
    }

    private static BusOperation<?, ?> busOperation(JsonNode operation) {
        String address = operation.path("x-operation").textValue();
        return address == null
                ? null
                : Operations.at(address)
                        .orElseThrow(
                                () -> new IllegalStateException("the contract names no bus operation: " + address));
    }

    private Body bodyOf(JsonNode requestBody) {
        if (requestBody.isMissingNode()) {
            return null;
        }
        Set<String> mediaTypes = new LinkedHashSet<>();
        requestBody.path("content").fieldNames().forEachRemaining(mediaTypes::add);
        JsonNode schema = requestBody.path("content").elements().next().path("schema");
        return new Body(requestBody.path("required").asBoolean(), Set.copyOf(mediaTypes), schemas.compile(schema));
    }

    /** The contract's default is a token; {@code []} lifts it, {@code [{}, …]} makes it optional. */
    private static Access accessOf(JsonNode operation) {
        JsonNode security = operation.path("security");
        if (security.isMissingNode()) {
            return Access.TOKEN_REQUIRED;
        }
        return security.isEmpty() ? Access.ANYBODY : Access.TOKEN_OPTIONAL;
    }

    private static int successStatus(JsonNode operation) {
        int status = 0;
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            if (response.getKey().startsWith("2")) {
                status = Math.max(status, Integer.parseInt(response.getKey()));
            }
        }
        return status;
    }
}
