package io.ticketsafe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ticketsafe.common.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code conf/ticketsafe.yaml} says what there is, and says it truly. */
class DocumentedConfigTest {
    private static final Path FILE = Path.of("..", "..", "conf", "ticketsafe.yaml");
    private static final Map<String, String> REQUIRED = Map.of(
            "TICKETSAFE_POSTGRES_URL", "postgresql://u:p@db/ticketsafe",
            "TICKETSAFE_REDIS_URL", "redis://redis",
            "TICKETSAFE_MONGO_URL", "mongodb://mongo",
            "TICKETSAFE_SECURITY_MASTER_KEY", "a-master-key-that-nobody-knows-0123456789",
            "TICKETSAFE_SECURITY_SERVICE_SECRET", "a-service-secret-that-nobody-knows-01234",
            "TICKETSAFE_PAYMENTS_SANDBOX_WEBHOOK_SECRET", "a-webhook-secret-that-nobody-knows",
            "TICKETSAFE_PAYMENTS_SANDBOX_IN_PRODUCTION", "true",
            "TICKETSAFE_SECURITY_PLAIN_TEXT", "http,postgres,redis,mongo");

    @Test
    void whatStandsThereAreTheDefaults() {
        // When
        Config documented = ConfigLoader.load(Config.class, FILE, REQUIRED, Map.of());
        // Then
        assertThat(documented).isEqualTo(ConfigLoader.load(Config.class, null, REQUIRED, Map.of()));
    }

    @Test
    void everySettingIsExplained() throws IOException {
        // Given
        String everything;
        try (Stream<String> lines = Files.lines(FILE)) {
            everything = lines.map(line -> line.replaceFirst("^(\\s*)#(\\w+:)", "$1$2"))
                    .collect(Collectors.joining("\n"));
        }
        JsonNode documented = new YAMLMapper().readTree(everything);
        // When
        List<String> missing = ConfigLoader.paths(Config.class).stream()
                .filter(path -> documented.at("/" + path.replace('.', '/')).isMissingNode())
                .toList();
        // Then
        assertThat(missing).isEmpty();
    }
}
