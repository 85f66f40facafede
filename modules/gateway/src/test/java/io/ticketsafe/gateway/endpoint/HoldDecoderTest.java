package io.ticketsafe.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.gateway.Bodies;
import io.ticketsafe.gateway.Mutations;
import io.ticketsafe.gateway.openapi.Contract;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.schema.Pointer;
import io.ticketsafe.gateway.schema.Violations;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldDecoderTest {
    private static final UUID EVENT = UUID.fromString("01939f3c-8a52-7c4e-9f6b-0242ac120002");
    private static final RouteSpec ROUTE = Contract.load().routes().stream()
            .filter(route -> route.id().equals("holdSeats"))
            .findFirst()
            .orElseThrow();

    /** Those on behalf of a customer are rare and go the plain way. */
    static Stream<String> goodBodies() {
        return Bodies.good().get("holdSeats").stream().filter(body -> !body.contains("buyer"));
    }

    @Test
    void readsEveryWayToAsk() {
        String body = """
                {"seats": ["A-1-1", {"ticketType": "half", "seat": "A-1-2"}],
                 "best": {"quantity": 2, "sections": ["A"], "ticketType": "full", "accessible": true},
                 "standing": [{"section": "P", "quantity": 200}], "channelKey": "\\u00e9"}
                """;

        HoldSeats request = HoldDecoder.decode(EVENT, Buffer.buffer(body));

        assertThat(request)
                .isEqualTo(new HoldSeats(
                        EVENT,
                        List.of(new SeatChoice("A-1-1", null), new SeatChoice("A-1-2", "half")),
                        new BestChoice(2, List.of("A"), "full", true),
                        List.of(new StandingChoice("P", 200, null)),
                        "é"));
    }

    @ParameterizedTest
    @MethodSource("goodBodies")
    void takesWhatIsPlainlyRight(String body) {
        assertThat(HoldDecoder.decode(EVENT, Buffer.buffer(body))).isNotNull();
    }

    /** What it takes, the contract takes, and both ways make the same request of it. */
    @ParameterizedTest
    @MethodSource("goodBodies")
    void agreesWithTheContract(String good) {
        List<String> disagreements = new ArrayList<>();
        for (Mutations.Mutation mutation : Mutations.of(Bodies.tree(good))) {
            HoldSeats fast =
                    HoldDecoder.decode(EVENT, Buffer.buffer(mutation.body().toString()));
            Violations violations = new Violations();
            ROUTE.body().schema().check(mutation.body(), Pointer.BODY, violations);
            if ((fast != null) != violations.isEmpty()) {
                disagreements.add((fast == null ? "takes not " : "takes ") + mutation);
            } else if (fast != null && !fast.equals(plain(mutation.body()))) {
                disagreements.add("reads differently " + mutation);
            }
        }
        assertThat(disagreements).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{\"seats\": [\"A-1-1\"]",
                "{\"seats\": [\"A-1-1\"]} x",
                "{\"seats\": [\"A-1-1\"]}{}",
                "{\"seats\": [\"A-1-1\"], \"seats\": [\"A-1-2\"]}",
                "{\"seats\": [{\"seat\": \"A-1-1\", \"seat\": \"A-1-2\"}]}",
                "{\"seats\": [\"A-1-\\u0000\"]}",
                "{\"seats\": [\"A-1-\\ud800\"]}",
                "{\"best\": {\"quantity\": 1.0}}",
                "{\"best\": {\"quantity\": 1e2}}",
                "{\"best\": {\"quantity\": \"1\"}}",
                "{\"standing\": [{\"section\": \"P\\n\", \"quantity\": 1}]}",
                "{'seats': ['A-1-1']}"
            })
    void leavesTheRestToACloserLook(String body) {
        assertThat(HoldDecoder.decode(EVENT, Buffer.buffer(body))).isNull();
    }

    private static HoldSeats plain(JsonNode body) {
        HoldSeats read = Records.read(body, HoldSeats.class);
        return new HoldSeats(EVENT, read.seats(), read.best(), read.standing(), read.channelKey());
    }
}
