package io.ticketsafe.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.ticketsafe.common.testing.ServiceHarness;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What Vert.x says of the contract and of bodies: the second opinion that our own checks are held against. Its loader
 * checks the contract itself against the meta-schema of OpenAPI 3.1.
 */
public final class OpenApiOracle {
    private static final String JSON_TYPE = "application/json";
    private static OpenApiOracle shared;

    private final OpenAPIContract contract;

    private OpenApiOracle(Vertx vertx) {
        contract = ServiceHarness.await(OpenAPIContract.from(vertx, loadable(document())));
    }

    public static synchronized OpenApiOracle shared() {
        if (shared == null) {
            Vertx vertx = Vertx.vertx();
            shared = new OpenApiOracle(vertx);
            ServiceHarness.await(vertx.close());
        }
        return shared;
    }

    public static JsonObject document() {
        try (InputStream file = OpenApiOracle.class.getResourceAsStream("/openapi.yaml")) {
            JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(file);
            return new JsonObject(tree.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The loader takes no relative server, no suffix behind a parameter, and few media types. */
    private static JsonObject loadable(JsonObject document) {
        document.remove("servers");
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames().toArray(String[]::new)) {
            JsonObject item = (JsonObject) paths.remove(path);
            paths.put(path.replace("}.", "}/"), item);
            for (String method : item.fieldNames()) {
                if (item.getValue(method) instanceof JsonObject operation) {
                    asJson(operation.getJsonObject("requestBody"));
                    JsonObject responses = operation.getJsonObject("responses");
                    responses.fieldNames().forEach(status -> asJson(responses.getJsonObject(status)));
                }
            }
        }
        JsonObject responses = document.getJsonObject("components").getJsonObject("responses");
        responses.fieldNames().forEach(name -> asJson(responses.getJsonObject(name)));
        return document;
    }

    private static void asJson(JsonObject withContent) {
        JsonObject content = withContent == null ? null : withContent.getJsonObject("content");
        if (content != null) {
            String first = content.containsKey(JSON_TYPE)
                    ? JSON_TYPE
                    : content.fieldNames().iterator().next();
            withContent.put("content", new JsonObject().put(JSON_TYPE, content.getValue(first)));
        }
    }

    public int operations() {
        return contract.operations().size();
    }

    /** The validator trips over an empty text where an e-mail address belongs; that is a refusal too. */
    public boolean acceptsBody(String operationId, JsonNode body) {
        try {
            return isValid(operationId, body);
        } catch (StringIndexOutOfBoundsException tripped) {
            return false;
        }
    }

    private boolean isValid(String operationId, JsonNode body) {
        return check(
                        contract.operation(operationId)
                                .getRequestBody()
                                .getContent()
                                .get(JSON_TYPE)
                                .getSchema(),
                        body)
                .getValid();
    }

    /** Null when the body is what the contract promises for this status, else what is wrong. */
    public String wrongWithResponse(String operationId, int status, JsonNode body) {
        Operation operation = contract.operation(operationId);
        if (operation.getResponse(status) == null) {
            return "status " + status + " is not in the contract";
        }
        OutputUnit verdict =
                check(operation.getResponse(status).getContent().get(JSON_TYPE).getSchema(), body);
        return verdict.getValid() ? null : verdict.getErrors().toString();
    }

    public boolean hasResponse(String operationId, int status) {
        return contract.operation(operationId).getResponse(status) != null;
    }

    private OutputUnit check(JsonSchema schema, JsonNode body) {
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("app://")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        Validator validator = contract.getSchemaRepository().validator(schema, options, false);
        return validator.validate(Json.decodeValue(body.toString()));
    }
}
