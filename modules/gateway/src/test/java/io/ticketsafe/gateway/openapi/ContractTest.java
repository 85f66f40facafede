package io.ticketsafe.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.Role;
import io.ticketsafe.gateway.Bodies;
import io.ticketsafe.gateway.OpenApiOracle;
import io.ticketsafe.gateway.openapi.RouteSpec.Access;
import io.ticketsafe.gateway.schema.Pointer;
import io.ticketsafe.gateway.schema.Violations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract is valid, and says the same as the records of the bus: nothing drifts. */
class ContractTest {
    private static final Contract CONTRACT = Contract.load();
    private static final JsonObject DOCUMENT = OpenApiOracle.document();

    /** Routes whose code makes members of the request that stand nowhere in it. */
    private static final Map<String, Set<String>> MADE_BY_CODE = Map.of(
            "getCodeSvg", Set.of("format"),
            "getCodePng", Set.of("format"),
            "receiveProviderWebhook", Set.of("headers", "body"));

    static Stream<RouteSpec> bound() {
        return CONTRACT.routes().stream().filter(route -> route.operation() != null);
    }

    @Test
    void isAValidOpenApiDocument() {
        assertThat(OpenApiOracle.shared().operations())
                .isEqualTo(CONTRACT.routes().size());
    }

    @Test
    void hasEveryRouteOfTheApi() {
        assertThat(CONTRACT.routes().stream().map(route -> route.method() + " " + route.path()))
                .contains(
                        "POST /v1/users",
                        "POST /oauth/token",
                        "GET /.well-known/jwks.json",
                        "GET /v1/events/{eventId}/stream",
                        "PUT /v1/events/{eventId}/channels",
                        "DELETE /v1/holds/{holdId}/seats/{seat}",
                        "POST /v1/payments/webhooks/{provider}",
                        "GET /v1/tickets/{ticketId}.pdf",
                        "POST /v1/tickets/{ticketId}/transfer",
                        "GET /v1/events/{eventId}/check-ins/manifest",
                        "GET /v1/organizations/{organizationId}/reports/summary",
                        "POST /v1/webhook-endpoints/{webhookEndpointId}/deliveries/{deliveryId}/replay",
                        "POST /v1/sandbox/pix/{paymentId}/pay",
                        "GET /openapi.json",
                        "GET /docs");
    }

    @Test
    void publishesNothingInternal() {
        assertThat(CONTRACT.published().toString()).doesNotContain("\"x-");
    }

    @Test
    void listsEveryFaultCode() {
        assertThat(enumOf("FaultCode"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FaultCode.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @MethodSource("bound")
    void theRequestHasEveryMemberThatTheRouteReads(RouteSpec route) {
        Set<String> ofRecord = componentsOf(route.operation().requestType());
        Set<String> ofRoute = new HashSet<>(route.pathParameters().keySet());
        route.queryParameters().forEach(parameter -> ofRoute.add(parameter.name()));
        ofRoute.addAll(MADE_BY_CODE.getOrDefault(route.id(), Set.of()));
        if (route.readsIfMatch()) {
            ofRoute.add("ifMatch");
        }
        if (route.bodyMember() != null) {
            ofRoute.add(route.bodyMember());
        } else if (route.body() != null && !route.body().takesAnything()) {
            ofRoute.addAll(propertiesOf(bodySchema(route)).keySet());
        }

        assertThat(ofRoute).isEqualTo(ofRecord);
    }

    @ParameterizedTest
    @MethodSource("bound")
    void theRequestSchemaNamesWhatTheRecordsHold(RouteSpec route) {
        if (route.body() != null && route.bodyMember() == null && !route.body().takesAnything()) {
            List<String> drift = new ArrayList<>();
            for (RecordComponent component : route.operation().requestType().getRecordComponents()) {
                JsonObject property = propertiesOf(bodySchema(route)).get(component.getName());
                if (property != null) {
                    compare(component.getName(), component.getGenericType(), property, drift);
                }
            }
            assertThat(drift).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("bound")
    void theResponseSchemaNamesWhatTheReplyHolds(RouteSpec route) {
        Class<?> type = route.operation().replyType();
        JsonObject content = operation(route)
                .getJsonObject("responses")
                .getJsonObject(String.valueOf(route.successStatus()))
                .getJsonObject("content");
        if (type == Nothing.class) {
            assertThat(content).isNull();
        } else if (content.containsKey("application/json")) {
            List<String> drift = new ArrayList<>();
            compare(
                    type.getSimpleName(),
                    type,
                    resolve(content.getJsonObject("application/json").getJsonObject("schema")),
                    drift);
            assertThat(drift).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("bound")
    void asksForATokenWhereTheOperationDoes(RouteSpec route) {
        assertThat(route.access() == Access.TOKEN_REQUIRED)
                .isNotEqualTo(route.operation().roles().contains(Role.ANYONE));
    }

    @ParameterizedTest
    @MethodSource("bound")
    void neverLeadsToAnOperationOfTheServicesAlone(RouteSpec route) {
        assertThat(route.operation().roles()).isNotEqualTo(Set.of(Role.SERVICE));
    }

    /** Collects where a schema and the type that it describes differ. */
    private static void compare(String at, Type type, JsonObject schema, List<String> drift) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        JsonObject resolved = resolve(schema);
        if (raw == List.class) {
            if (!hasType(resolved, "array")) {
                drift.add(at + " is no array");
            } else {
                compare(
                        at + "/*",
                        ((ParameterizedType) type).getActualTypeArguments()[0],
                        resolved.getJsonObject("items"),
                        drift);
            }
        } else if (raw.isEnum()) {
            if (!Set.copyOf(textsOf(resolved.getJsonArray("enum"))).equals(namesOf(raw))) {
                drift.add(at + " has other values: " + resolved.getValue("enum") + ", " + namesOf(raw));
            }
        } else if (raw.isRecord() && !raw.getSimpleName().equals("SeatChoice")) {
            Map<String, JsonObject> properties = propertiesOf(resolved);
            Set<String> ofRecord = componentsOf(raw);
            properties.keySet().stream()
                    .filter(name -> !ofRecord.contains(name))
                    .forEach(name -> drift.add(at + " has no " + name));
            for (RecordComponent component : raw.getRecordComponents()) {
                JsonObject property = properties.get(component.getName());
                if (property == null) {
                    drift.add(at + "/" + component.getName() + " is missing");
                } else {
                    compare(at + "/" + component.getName(), component.getGenericType(), property, drift);
                }
            }
        } else {
            compareScalar(at, raw, resolved, drift);
        }
    }

    private static void compareScalar(String at, Class<?> raw, JsonObject schema, List<String> drift) {
        String expected = switch (raw.getSimpleName()) {
            case "String", "UUID", "Instant" -> "string";
            case "int", "Integer", "long", "Long" -> "integer";
            case "double", "Double" -> "number";
            case "boolean", "Boolean" -> "boolean";
            default -> null;
        };
        if (expected != null && !hasType(schema, expected) && !schema.containsKey("const")) {
            drift.add(at + " should be " + expected + ": " + schema);
        }
        if (raw.getSimpleName().equals("UUID") && !"uuid".equals(schema.getString("format"))) {
            drift.add(at + " should have the format uuid");
        }
        if (raw.getSimpleName().equals("Instant") && !"date-time".equals(schema.getString("format"))) {
            drift.add(at + " should have the format date-time");
        }
    }

    private static boolean hasType(JsonObject schema, String type) {
        Object types = schema.getValue("type");
        return types instanceof JsonArray several ? several.contains(type) : type.equals(types);
    }

    private static Set<String> namesOf(Class<?> enumType) {
        return Arrays.stream(enumType.getFields())
                .filter(field -> field.isEnumConstant())
                .map(field -> field.isAnnotationPresent(JsonProperty.class)
                        ? field.getAnnotation(JsonProperty.class).value()
                        : field.getName())
                .collect(Collectors.toSet());
    }

    private static Set<String> componentsOf(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private static JsonObject operation(RouteSpec route) {
        return DOCUMENT.getJsonObject("paths")
                .getJsonObject(route.path())
                .getJsonObject(route.method().toLowerCase(Locale.ROOT));
    }

    private static JsonObject bodySchema(RouteSpec route) {
        JsonObject content = operation(route).getJsonObject("requestBody").getJsonObject("content");
        return resolve(
                content.getJsonObject(content.fieldNames().iterator().next()).getJsonObject("schema"));
    }

    private static Map<String, JsonObject> propertiesOf(JsonObject schema) {
        return schema.getJsonObject("properties", new JsonObject()).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> resolve((JsonObject) entry.getValue())));
    }

    private static JsonObject resolve(JsonObject schema) {
        String ref = schema.getString("$ref");
        return ref == null
                ? schema
                : resolve(DOCUMENT.getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject(ref.substring(ref.lastIndexOf('/') + 1)));
    }

    private static List<String> enumOf(String schema) {
        return textsOf(DOCUMENT.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(schema)
                .getJsonArray("enum"));
    }

    private static List<String> textsOf(JsonArray list) {
        return list == null ? List.of() : list.stream().map(String::valueOf).toList();
    }

    @Test
    void everyExampleIsValid() {
        List<String> wrong = new ArrayList<>();
        for (RouteSpec route : CONTRACT.routes()) {
            if (route.body() != null && !route.body().takesAnything()) {
                JsonArray examples = bodySchema(route).getJsonArray("examples", new JsonArray());
                for (int i = 0; i < examples.size(); i++) {
                    if (examples.getValue(i) instanceof JsonObject example) {
                        JsonNode tree = Bodies.tree(example.encode());
                        Violations violations = new Violations();
                        route.body().schema().check(tree, Pointer.BODY, violations);
                        violations.found().forEach(found -> wrong.add(route.id() + ": " + found));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
