package io.ticketsafe.gateway;

import static io.ticketsafe.gateway.GatewayHarness.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.gateway.Mutations.Mutation;
import io.ticketsafe.gateway.openapi.Contract;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.openapi.RouteSpec.Access;
import io.ticketsafe.gateway.openapi.RouteSpec.KeyUse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the contract, asked well and badly. */
class RoutesIT {
    /** All but the one whose answer has no end, which is {@code StreamIT}'s. */
    private static final List<RouteSpec> ROUTES = Contract.load().routes().stream()
            .filter(route -> !"stream".equals(route.endpoint()))
            .toList();

    private static final UUID USER = UUID.randomUUID();
    private static final Set<String> FREE_TEXT = Set.of("seat");
    private static GatewayHarness gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayHarness(Configs.generous());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<RouteSpec> all() {
        return ROUTES.stream();
    }

    static Stream<RouteSpec> built() {
        return ROUTES.stream().filter(RouteSpec::isBuilt);
    }

    static Stream<RouteSpec> secured() {
        return ROUTES.stream().filter(route -> route.access() == Access.TOKEN_REQUIRED);
    }

    static Stream<RouteSpec> withIds() {
        return built().filter(
                        route -> !FREE_TEXT.containsAll(route.pathParameters().keySet()));
    }

    static Stream<RouteSpec> withTypedBody() {
        return built().filter(route -> route.body() != null && !route.body().takesAnything());
    }

    static Stream<RouteSpec> withJsonBody() {
        return withTypedBody().filter(route -> !route.body().mediaTypes().contains("text/csv"));
    }

    static Stream<RouteSpec> withRequiredKey() {
        return ROUTES.stream().filter(route -> route.idempotencyKey() == KeyUse.REQUIRED);
    }

    static Stream<RouteSpec> withoutBody() {
        return built().filter(route -> route.operation() != null
                && route.body() == null
                && route.pathParameters().size() < 2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void answersAsTheContractSays(RouteSpec route) {
        HttpResponse<Buffer> response = ask(route);

        assertThat(response.statusCode()).isEqualTo(route.isBuilt() ? route.successStatus() : 501);
        assertThat(OpenApiOracle.shared().hasResponse(route.id(), response.statusCode()))
                .isTrue();
        assertThat(response.getHeader("X-Request-Id")).isNotBlank();
        assertThat(response.getHeader("RateLimit")).contains(";r=");
        assertThat(response.getHeader("RateLimit-Policy")).contains(";w=60");
        assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.getHeader("ETag") != null)
                .isEqualTo(route.versioned() || route.id().equals("getContract"));
        assertThat(response.getHeader("Location") != null).isEqualTo(route.location() != null);
        if (!route.isBuilt()) {
            assertProblem(response, 501, "NOT_IMPLEMENTED");
        } else if (route.successStatus() == 204) {
            assertThat(response.body()).isNull();
        } else if (response.getHeader("Content-Type").equals("application/json")) {
            assertThat(OpenApiOracle.shared()
                            .wrongWithResponse(route.id(), response.statusCode(), Bodies.tree(response.bodyAsString())))
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("secured")
    void asksWhoIsThere(RouteSpec route) {
        HttpResponse<Buffer> without = send(gateway.request(route.method(), path(route)));
        HttpResponse<Buffer> forged =
                send(gateway.request(route.method(), path(route)).bearerTokenAuthentication("a.b.c"));

        assertProblem(without, 401, "UNAUTHENTICATED");
        assertThat(without.getHeader("WWW-Authenticate")).isEqualTo("Bearer realm=\"ticketsafe\"");
        assertProblem(forged, 401, "UNAUTHENTICATED");
        assertThat(forged.getHeader("WWW-Authenticate")).contains("invalid_token");
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesOtherMethods(RouteSpec route) {
        HttpResponse<Buffer> response = send(gateway.request("TRACE", path(route)));

        assertProblem(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response.getHeader("Allow")).contains(route.method(), "OPTIONS");
    }

    @ParameterizedTest
    @MethodSource("withIds")
    void idsThatCannotBeDoNotExist(RouteSpec route) {
        for (String malformed : List.of("x!", "%00", "1".repeat(36), Samples.ID + "0", "%F0%9F%98%80")) {
            HttpResponse<Buffer> response =
                    ask(route, route.path().replaceAll("\\{(?!seat)\\w+}", malformed) + query(route));

            assertProblem(response, 404, "NOT_FOUND");
        }
    }

    @ParameterizedTest
    @MethodSource("built")
    void refusesQueryParametersThatItDoesNotKnow(RouteSpec route) {
        if (route.operation() == null
                || route.id().startsWith("getCode")
                || route.id().startsWith("receive")) {
            return;
        }
        String query = query(route);
        HttpResponse<Buffer> response = ask(route, path(route) + (query.isEmpty() ? "?" : "&") + "unknown=1");

        assertProblem(response, 400, "VALIDATION");
        assertThat(pointers(response)).contains("query/unknown");
    }

    @ParameterizedTest
    @MethodSource("withTypedBody")
    void refusesOtherMediaTypes(RouteSpec route) {
        for (String type : List.of("text/plain", "application/xml", "application/json; charset=utf-16", "x")) {
            HttpResponse<Buffer> response =
                    send(request(route, path(route)).putHeader("Content-Type", type), "{\"a\": 1}");

            assertProblem(response, 415, "UNSUPPORTED_MEDIA_TYPE");
        }
    }

    @ParameterizedTest
    @MethodSource("withJsonBody")
    void refusesWhatIsNoJson(RouteSpec route) {
        for (String body : List.of("{", "{} {}", "{\"a\": 1, \"a\": 2}", "nope", "\uFEFF\u0000", "[".repeat(5000))) {
            HttpResponse<Buffer> response = send(withType(route, request(route, path(route))), body);

            assertProblem(response, 400, "VALIDATION");
            assertThat(pointers(response)).containsExactly("");
        }
    }

    @ParameterizedTest
    @MethodSource("withJsonBody")
    void refusesMembersThatItDoesNotKnow(RouteSpec route) {
        String body =
                new JsonObject(Bodies.good(route.id())).put("un/known~", 1).encode();

        HttpResponse<Buffer> response = send(withType(route, request(route, path(route))), body);

        assertProblem(response, 400, "VALIDATION");
        assertThat(pointers(response)).containsExactly("/un~1known~0");
    }

    @ParameterizedTest
    @MethodSource("withJsonBody")
    void requiresABodyWhereTheContractDoes(RouteSpec route) {
        HttpResponse<Buffer> response = send(request(route, path(route)));

        assertThat(response.statusCode()).isEqualTo(route.body().required() ? 400 : route.successStatus());
    }

    /** No small change to a good body ends in more than a refusal, and the refusal names the place. */
    @ParameterizedTest
    @MethodSource("withJsonBody")
    void neverFailsForABadBody(RouteSpec route) {
        List<String> wrong = new ArrayList<>();
        for (Mutation mutation : Mutations.of(Bodies.tree(Bodies.good(route.id())))) {
            HttpResponse<Buffer> response = send(
                    withType(route, request(route, path(route))),
                    mutation.body().toString());
            boolean refused = response.statusCode() == 400;
            if (!refused && response.statusCode() != route.successStatus()) {
                wrong.add(response.statusCode() + " for " + mutation);
            } else if (refused && pointers(response).isEmpty()) {
                wrong.add("no pointer for " + mutation);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("withJsonBody")
    void refusesTextThatCannotBeStored(RouteSpec route) {
        for (String escape : List.of("\\u0000", "\\ud800", "x\\udc00")) {
            String body = Bodies.good(route.id())
                    .replaceFirst(": ?(\"[^\"]+\"|\\d+)", ": \"" + escape.replace("\\", "\\\\") + "\"");

            HttpResponse<Buffer> response = send(withType(route, request(route, path(route))), body);

            assertProblem(response, 400, "VALIDATION");
            assertThat(pointers(response)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("withRequiredKey")
    void requiresAnIdempotencyKey(RouteSpec route) {
        for (String key : new String[] {null, "", " ", "k".repeat(256), "é"}) {
            HttpRequest<Buffer> request = withType(
                    route, gateway.request("POST", path(route)).bearerTokenAuthentication(gateway.tokenOf(USER)));
            if (key != null) {
                request.putHeader("Idempotency-Key", key);
            }

            HttpResponse<Buffer> response = send(request, Bodies.good(route.id()));

            assertProblem(response, 400, "VALIDATION");
            assertThat(pointers(response)).containsExactly("header/Idempotency-Key");
        }
    }

    @ParameterizedTest
    @MethodSource("withoutBody")
    void takesNoOffenceAtABodyThatItDoesNotRead(RouteSpec route) {
        HttpResponse<Buffer> response = send(request(route, path(route)), "rubbish".repeat(1000));

        assertThat(response.statusCode()).isEqualTo(route.successStatus());
    }

    static void assertProblem(HttpResponse<Buffer> response, int status, String code) {
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
        assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
        JsonObject problem = response.bodyAsJsonObject();
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("type")).startsWith("/problems/");
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank();
        assertThat(response.getHeader("X-Request-Id")).isNotBlank();
    }

    static List<String> pointers(HttpResponse<Buffer> response) {
        JsonArray errors = response.bodyAsJsonObject().getJsonArray("errors");
        return errors.stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList();
    }

    private static HttpResponse<Buffer> ask(RouteSpec route) {
        return ask(route, path(route));
    }

    private static HttpResponse<Buffer> ask(RouteSpec route, String path) {
        HttpRequest<Buffer> request = withType(route, request(route, path));
        if (route.body() == null) {
            return send(request);
        }
        return send(
                request,
                route.body().mediaTypes().contains("text/csv")
                        ? "section,row\nA,1\n"
                        : Bodies.good().getOrDefault(route.id(), List.of("x=1")).get(0));
    }

    private static HttpRequest<Buffer> request(RouteSpec route, String path) {
        HttpRequest<Buffer> request = gateway.request(route.method(), path);
        if (route.access() == Access.TOKEN_REQUIRED) {
            request.bearerTokenAuthentication(gateway.tokenOf(USER));
        }
        if (route.idempotencyKey() != KeyUse.IGNORED) {
            request.putHeader("Idempotency-Key", "key");
        }
        return request;
    }

    private static HttpRequest<Buffer> withType(RouteSpec route, HttpRequest<Buffer> request) {
        if (route.body() != null) {
            request.putHeader(
                    "Content-Type",
                    route.body().takesAnything()
                            ? "application/json"
                            : route.body().mediaTypes().iterator().next());
        }
        return request;
    }

    private static String path(RouteSpec route) {
        return route.path()
                        .replace("{seat}", "A-12-7")
                        .replace("{provider}", "sandbox")
                        .replaceAll("\\{\\w+}", Samples.ID.toString())
                + query(route);
    }

    private static String query(RouteSpec route) {
        StringBuilder query = new StringBuilder();
        route.queryParameters().stream()
                .filter(RouteSpec.QueryParameter::required)
                .forEach(parameter -> query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.name())
                        .append('=')
                        .append(parameter.name().endsWith("Id") ? Samples.ID.toString() : "A"));
        return query.toString();
    }
}
