package io.ticketsafe.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.gateway.Bodies;
import io.ticketsafe.gateway.Mutations;
import io.ticketsafe.gateway.Mutations.Mutation;
import io.ticketsafe.gateway.OpenApiOracle;
import io.ticketsafe.gateway.openapi.Contract;
import io.ticketsafe.gateway.openapi.RouteSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our checks and Vert.x's JSON Schema validator say the same of good bodies and of every small change to them. */
class SchemaOracleTest {
    private static final Map<String, RouteSpec> ROUTES =
            Contract.load().routes().stream().collect(Collectors.toMap(RouteSpec::id, Function.identity()));

    static Stream<String> operations() {
        return Bodies.good().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void goodBodiesPass(String operation) {
        for (String good : Bodies.good().get(operation)) {
            JsonNode body = Bodies.tree(good);
            assertThat(violations(operation, body)).as(good).isEmpty();
            assertThat(OpenApiOracle.shared().acceptsBody(operation, body))
                    .as(good)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void verdictsAreThoseOfAValidator(String operation) {
        List<String> disagreements = new ArrayList<>();
        for (String good : Bodies.good().get(operation)) {
            for (Mutation mutation : Mutations.of(Bodies.tree(good))) {
                boolean ours = violations(operation, mutation.body()).isEmpty();
                if (ours != OpenApiOracle.shared().acceptsBody(operation, mutation.body())
                        && !isKnownFaultOfTheValidator(operation, mutation)) {
                    disagreements.add((ours ? "we accept " : "we refuse ") + shortened(mutation));
                }
            }
        }
        assertThat(disagreements).isEmpty();
    }

    /** Everything that we refuse is named at or below the place that was changed, but for what an object lacks. */
    @ParameterizedTest
    @MethodSource("operations")
    void pointersLeadToTheChange(String operation) {
        List<String> astray = new ArrayList<>();
        for (String good : Bodies.good().get(operation)) {
            for (Mutation mutation : Mutations.of(Bodies.tree(good))) {
                violations(operation, mutation.body()).stream()
                        .filter(found -> !found.pointer().startsWith(mutation.pointer())
                                && !found.detail().startsWith("This must have a"))
                        .forEach(found -> astray.add(found + " for " + shortened(mutation)));
            }
        }
        assertThat(astray).isEmpty();
    }

    private static List<Violation> violations(String operation, JsonNode body) {
        Violations violations = new Violations();
        ROUTES.get(operation).body().schema().check(body, Pointer.BODY, violations);
        return violations.found();
    }

    /** It applies the formats int32 and int64 to null as well, where the type allows null. */
    private static boolean isKnownFaultOfTheValidator(String operation, Mutation mutation) {
        return operation.equals("updateEvent")
                && mutation.body().at(mutation.pointer()).isNull();
    }

    private static String shortened(Mutation mutation) {
        String body = mutation.body().toString();
        return mutation.pointer() + " in " + body.substring(0, Math.min(200, body.length()));
    }
}
