package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.Config;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.e2e.TraceCollector.Seen;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sale as a collector sees it. */
class TracesIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private TraceCollector collector;
    private Node node;

    @BeforeEach
    void start() throws IOException {
        collector = TraceCollector.start();
        Map<String, String> settings = new HashMap<>(Installation.create().settings());
        settings.put("tracing.enabled", "true");
        settings.put("tracing.endpoint", collector.endpoint());
        settings.put("tracing.ratio", "1.0");
        node = ServiceHarness.await(Node.start(ConfigLoader.load(Config.class, null, Map.of(), settings)));
        ServiceHarness.await(node.becomeReady());
    }

    @AfterEach
    void stop() {
        stopNode();
        collector.close();
    }

    @Test
    void oneSaleIsOneTraceFromTheRequestToTheReport() {
        // Given
        ApiClient anonymous = ApiClient.anonymous("http://127.0.0.1:" + node.httpPort());
        Stage stage = Stage.open(anonymous);
        ApiClient buyer = anonymous.register("buyer").within("00-" + TRACE + "-" + CALLER + "-01");
        // When
        String hold = idOf(buyer.post("/v1/events/" + stage.eventId() + "/holds", "{\"seats\": [\"A-1-1\"]}"));
        String order = idOf(buyer.post("/v1/orders", "{\"holdId\": \"" + hold + "\"}", key()));
        buyer.post("/v1/orders/" + order + "/payments", """
                        {"method": {"type": "card", "token": "tok_approve"}}
                        """, key()).expect(201);
        Eventually.get(
                "the report's write is in the trace",
                () -> collector.spansOf(TRACE),
                spans -> spans.stream().anyMatch(span -> span.name().startsWith("write ")));
        stopNode();
        // Then
        List<Seen> trace = collector.spansOf(TRACE);
        Map<String, Seen> byId = trace.stream().collect(Collectors.toMap(Seen::id, Function.identity()));
        assertThat(trace)
                .as("every span hangs on another of the trace, or on the caller's")
                .allMatch(
                        span -> byId.containsKey(span.parent()) || span.parent().equals(CALLER));
        assertThat(trace)
                .filteredOn(span -> span.parent().equals(CALLER))
                .extracting(Seen::name)
                .containsExactlyInAnyOrder(
                        "POST /v1/events/{id}/holds", "POST /v1/orders", "POST /v1/orders/{id}/payments");
        assertThat(ancestors(byId, named(trace, "hold.lua"))).contains("POST /v1/events/{id}/holds");
        assertThat(ancestors(byId, named(trace, "authorize"))).contains("POST /v1/orders/{id}/payments");
        assertThat(ancestors(byId, named(trace, "authorize"))).contains("send ticketsafe.payments.v1.authorize");
        assertThat(named(trace, "authorize").has("peer.service", "sandbox")).isTrue();
        assertThat(trace).anyMatch(span -> span.attributes().values().stream().anyMatch(v -> v.contains("seat_claim")));
        assertThat(trace)
                .filteredOn(span -> span.has("db.system", "mongodb"))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(ancestors(byId, span)).contains("send ticketsafe.reports.v1.facts"));
        assertThat(collector.spans())
                .as("nothing of people, nothing secret")
                .extracting(Seen::all)
                .noneMatch(all -> all.contains("@e2e.test")
                        || all.contains("127.0.0.1:")
                        || all.contains(ApiClient.PASSWORD)
                        || all.contains("eyJ")
                        || all.contains("tok_approve"));
    }

    private static List<String> ancestors(Map<String, Seen> byId, Seen span) {
        List<String> names = new ArrayList<>();
        for (Seen at = byId.get(span.parent()); at != null; at = byId.get(at.parent())) {
            names.add(at.name());
        }
        return names;
    }

    private static Seen named(List<Seen> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no " + name + " in " + spans.stream().map(Seen::name).toList()));
    }

    private void stopNode() {
        if (node != null) {
            ServiceHarness.await(node.stop());
            node = null;
        }
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static String idOf(ApiClient.Answer created) {
        JsonNode json = created.expect(201).json();
        return json.get("id").asText();
    }
}
