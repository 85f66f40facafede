package io.ticketsafe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketsafe.app.LoggingConfig.Format;
import io.ticketsafe.app.LoggingConfig.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @AfterEach
    void restore() {
        System.setErr(standardError);
        Logging.configureForStart();
    }

    @Test
    void productionWritesElasticCommonSchemaWithTheRequestId() throws IOException {
        // Given
        Logger log = configure(null, Level.INFO, Profile.PRODUCTION);
        // When
        log.atInfo()
                .addKeyValue("requestId", "r-1")
                .addKeyValue("count", 7)
                .addKeyValue("text", "a \"quoted\" line\nand another")
                .log("order paid");
        // Then
        JsonNode line = new ObjectMapper().readTree(written.toByteArray());
        assertThat(line.get("message").asText()).isEqualTo("order paid");
        assertThat(line.get("log.level").asText()).isEqualTo("INFO");
        assertThat(line.get("service.name").asText()).isEqualTo("ticketsafe");
        assertThat(line.get("requestId").asText()).isEqualTo("r-1");
        assertThat(line.get("count").asInt()).isEqualTo(7);
        assertThat(line.get("text").asText()).isEqualTo("a \"quoted\" line\nand another");
        assertThat(line.has("@timestamp")).isTrue();
    }

    @Test
    void devWritesALineForPeople() {
        // Given
        Logger log = configure(null, Level.INFO, Profile.DEV);
        // When
        log.atInfo().addKeyValue("requestId", "r-1").log("order paid");
        // Then
        assertThat(written.toString(StandardCharsets.UTF_8))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  LoggingTest: order paid requestId=\"r-1\"\\R");
    }

    @Test
    void librariesAreQuietAndTheLevelIsOurs() {
        // Given
        Logger ours = configure(Format.HUMAN, Level.WARN, Profile.DEV);
        // When
        ours.atInfo().log("unheard");
        LoggerFactory.getLogger("org.flywaydb.core").atInfo().log("unheard");
        LoggerFactory.getLogger("com.hazelcast.cluster").atWarn().log("unheard");
        LoggerFactory.getLogger("org.mongodb.driver").atInfo().log("unheard");
        LoggerFactory.getLogger("io.netty").atInfo().log("unheard");
        // Then
        assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private Logger configure(Format format, Level level, Profile profile) {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        Logging.configure(new LoggingConfig(format, level), profile);
        return LoggerFactory.getLogger(LoggingTest.class);
    }
}
