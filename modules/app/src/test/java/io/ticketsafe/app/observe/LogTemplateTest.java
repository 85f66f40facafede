package io.ticketsafe.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogTemplateTest {
    private static final Pattern KEY = Pattern.compile("\\.addKeyValue\\(\\s*\"([^\"]+)\"");

    @Test
    void everyKeyThatIsLoggedAnywhereCanBeSearched() throws IOException {
        // Given
        LogTemplate template = LogTemplate.read();
        // When
        Set<String> keys = loggedKeys();
        // Then
        assertThat(keys).hasSizeGreaterThan(50).allMatch(key -> key.matches("[a-zA-Z0-9]+"));
        assertThat(keys)
                .allSatisfy(key -> assertThat(
                                template.typeOf(key.equals("requestId") ? "http.request.id" : "ticketsafe." + key))
                        .as("type of %s in docker/elk/index-template.json", key)
                        .isIn("keyword", "text", "long", "boolean"));
    }

    @Test
    void whatDoesNotFitIsFound() throws IOException {
        // Given
        JsonNode line = new ObjectMapper().readTree("""
                {"ticketsafe.status": "five", "ticketsafe.error": "no", "ticketsafe.news": 1, "error": "no", "message": "x"}
                """);
        // When
        List<String> misfits = LogTemplate.read().misfitsOf(line);
        // Then
        assertThat(misfits)
                .containsExactly(
                        "ticketsafe.status=\"five\" as long", "ticketsafe.news=1 as null", "error=\"no\" as object");
    }

    private static Set<String> loggedKeys() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Observability.ROOT.resolve("modules"))) {
            for (Path file : files.filter(LogTemplateTest::isOurs).toList()) {
                KEY.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(keys::add);
            }
        }
        return keys;
    }

    private static boolean isOurs(Path file) {
        String path = file.toString();
        return path.endsWith(".java") && path.contains("/src/main/java/");
    }
}
