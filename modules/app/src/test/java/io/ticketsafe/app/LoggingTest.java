package io.ticketsafe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketsafe.app.LoggingConfig.Format;
import io.ticketsafe.app.LoggingConfig.Level;
import io.ticketsafe.common.CurrentRequest;
import io.ticketsafe.common.testing.ServiceHarness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
        assertThat(line.get("service.node.name").asText())
                .endsWith("-" + ProcessHandle.current().pid());
        assertThat(line.get("http.request.id").asText()).isEqualTo("r-1");
        assertThat(line.get("ticketsafe.count").asInt()).isEqualTo(7);
        assertThat(line.get("ticketsafe.text").asText()).isEqualTo("a \"quoted\" line\nand another");
        assertThat(line.has("@timestamp")).isTrue();
    }

    @Test
    void noValueCanBeTakenForAFieldOfTheSchemaAndNoFieldComesTwice() throws IOException {
        // Given
        Logger log = configure(Format.ECS, Level.INFO, Profile.DEV);
        // When
        log.atError()
                .setCause(new IllegalStateException("no"))
                .addKeyValue("error", "card_declined")
                .addKeyValue("tries", 1)
                .addKeyValue("tries", 2)
                .log("not paid");
        // Then
        JsonNode line = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .readTree(written.toByteArray());
        assertThat(line.has("error")).isFalse();
        assertThat(line.get("ticketsafe.error").asText()).isEqualTo("card_declined");
        assertThat(line.get("ticketsafe.tries").asInt()).isEqualTo(2);
        assertThat(line.get("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.get("error.stack_trace").asText()).contains("LoggingTest");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void secretsAreMaskedWhereverTheyStand(Format format) {
        // Given
        Logger log = configure(format, Level.INFO, Profile.DEV);
        // When
        log.atError()
                .setCause(new IllegalStateException("no user ana@example.com"))
                .addKeyValue("reason", "connection to redis://:hunter2@redis refused")
                .log("failed");
        // Then
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("no user ***", "redis://***@redis")
                .doesNotContain("ana@", "hunter2");
    }

    @Test
    void aLineNamesTheRequestThatItBelongsTo() throws IOException {
        // Given
        Logger log = configure(Format.ECS, Level.INFO, Profile.DEV);
        Vertx vertx = Vertx.vertx();
        ContextInternal request = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
        // When
        Future<Void> logged = Future.future(done -> request.runOnContext(turn -> {
            CurrentRequest.is("r-2");
            vertx.timer(1, TimeUnit.MILLISECONDS)
                    .<Void>map(later -> {
                        log.atInfo().log("seats held");
                        return null;
                    })
                    .onComplete(done);
        }));
        ServiceHarness.await(logged.eventually(vertx::close));
        // Then
        assertThat(new ObjectMapper()
                        .readTree(written.toByteArray())
                        .get("http.request.id")
                        .asText())
                .isEqualTo("r-2");
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
