package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketsafe.app.Config;
import io.ticketsafe.app.Logging;
import io.ticketsafe.app.LoggingConfig;
import io.ticketsafe.app.LoggingConfig.Format;
import io.ticketsafe.app.LoggingConfig.Level;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.Profile;
import io.ticketsafe.app.observe.LogTemplate;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.testing.ServiceHarness;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the main job writes when everything is logged. */
class LogLinesIT {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Node node;

    @BeforeEach
    void start() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        Logging.configure(new LoggingConfig(Format.ECS, Level.DEBUG), Profile.PRODUCTION);
        node = ServiceHarness.await(Node.start(ConfigLoader.load(
                Config.class, null, Map.of(), Installation.create().settings())));
        ServiceHarness.await(node.becomeReady());
    }

    @AfterEach
    void stop() {
        stopNode();
        System.setErr(standardError);
        Logging.configureForStart();
    }

    @Test
    void allOfItFitsIntoTheIndexAndNamesItsRequestAndNoSecret() {
        // Given
        String baseUrl = "http://127.0.0.1:" + node.httpPort();
        ApiClient anonymous = ApiClient.anonymous(baseUrl);
        String address = anonymous.register("watched").email();
        // When
        new Journey(baseUrl).walk();
        JsonNode session = anonymous
                .postWith("/v1/sessions", """
                        {"email": "%s", "password": "%s"}
                        """.formatted(address, ApiClient.PASSWORD), "X-Request-Id", "watched-1")
                .expect(201)
                .json();
        stopNode();
        // Then
        String everything = written.toString(StandardCharsets.UTF_8);
        List<JsonNode> lines = everything.lines().map(LogLinesIT::parse).toList();
        LogTemplate template = LogTemplate.read();
        assertThat(lines)
                .hasSizeGreaterThan(30)
                .allSatisfy(line -> assertThat(template.misfitsOf(line)).isEmpty());
        assertThat(lines)
                .filteredOn(line -> line.path("http.request.id").asText().equals("watched-1"))
                .extracting(line -> line.path("ticketsafe.route").asText())
                .containsExactly("/v1/sessions");
        assertThat(lines)
                .as("lines of a service that do not name their request themselves")
                .filteredOn(line -> line.path("message").asText().equals("inventory loaded"))
                .isNotEmpty()
                .allMatch(line -> line.has("http.request.id"));
        assertThat(everything)
                .doesNotContain(
                        address,
                        "@e2e.test",
                        ApiClient.PASSWORD,
                        session.get("accessToken").asText(),
                        session.get("refreshToken").asText(),
                        "eyJ",
                        "tok_approve",
                        "tok_decline",
                        "TS1.")
                .as("nothing had to be masked")
                .doesNotContain("***");
    }

    /** Some lines are written after the answer that they are about has been sent. */
    private void stopNode() {
        if (node != null) {
            ServiceHarness.await(node.stop());
            node = null;
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
