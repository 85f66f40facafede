package io.ticketsafe.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    enum Profile {
        DEV,
        PRODUCTION
    }

    record Http(Integer port, Boolean compress, List<String> origins, Duration idle) {
        Http {
            port = Limits.port("port", port, 8080);
            compress = Limits.orDefault(compress, true);
            origins = Limits.orDefault(origins, List.of());
            idle = Limits.within("idle", idle, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1));
        }
    }

    record Pool(Integer maxSize) {
        Pool {
            if (maxSize != null && maxSize > 60) {
                throw new IllegalArgumentException("must be 1 to 60, was " + maxSize);
            }
        }
    }

    record Example(Profile profile, Http http, Pool pool, Secret key) {
        Example {
            profile = Limits.orDefault(profile, Profile.DEV);
        }
    }

    record Strict(Secret masterKey) {
        Strict {
            Limits.required("masterKey", masterKey);
        }
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        // When
        Example config = load(null, Map.of(), Map.of());
        // Then
        assertThat(config)
                .isEqualTo(new Example(
                        Profile.DEV, new Http(8080, true, List.of(), Duration.ofSeconds(30)), new Pool(null), null));
    }

    @Test
    void optionsGoBeforeVariablesAndThoseBeforeTheFile() {
        // Given
        Path file = write("http: {port: 1, idle: 2m, compress: false}");
        Map<String, String> environment = Map.of("TICKETSAFE_HTTP_PORT", "2", "TICKETSAFE_HTTP_IDLE", "PT5M");
        // When
        Example config = load(file, environment, Map.of("http.port", "3"));
        // Then
        assertThat(config.http()).isEqualTo(new Http(3, false, List.of(), Duration.ofMinutes(5)));
    }

    @Test
    void aGroupMayBeEmpty() {
        // Given
        Path file = write("http:\n  # port: 1\npool: {}\nprofile: production");
        // When
        Example config = load(file, Map.of(), Map.of());
        // Then
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.profile()).isEqualTo(Profile.PRODUCTION);
    }

    @Test
    void jsonIsReadAndListsMayStandInVariables() {
        // Given
        Path file = write("{\"profile\": \"production\", \"http\": {\"origins\": [\"https://a.test\"]}}");
        // When
        Example fromFile = load(file, Map.of(), Map.of());
        Example fromVariable =
                load(file, Map.of("TICKETSAFE_HTTP_ORIGINS", "https://b.test, https://c.test"), Map.of());
        // Then
        assertThat(fromFile.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(fromFile.http().origins()).containsExactly("https://a.test");
        assertThat(fromVariable.http().origins()).containsExactly("https://b.test", "https://c.test");
    }

    @Test
    void aSecretMayStandInAFileOfItsOwnAndIsNeverPrinted() throws IOException {
        // Given
        Path secret = Files.writeString(folder.resolve("key"), "hunter2\n");
        // When
        Example config = load(null, Map.of("TICKETSAFE_KEY_FILE", secret.toString()), Map.of());
        // Then
        assertThat(config.key().value()).isEqualTo("hunter2");
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @Test
    void namesOfOthersAreLeftAlone() {
        // Given
        Map<String, String> environment = Map.of(
                "PATH", "/bin",
                "TICKETSAFE_HOME", "/opt/ticketsafe",
                "TICKETSAFE_JAVA_OPTS", "-Xmx1g",
                "TICKETSAFE_KEY", "",
                "TICKETSAFE_SERVICE_HOST", "10.0.0.1",
                "TICKETSAFE_SERVICE_PORT_HTTP", "8080",
                "TICKETSAFE_PORT", "tcp://10.0.0.1:8080",
                "TICKETSAFE_PORT_8080_TCP_ADDR", "10.0.0.1");
        // When
        Example config = load(null, environment, Map.of());
        // Then
        assertThat(config.key()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    http: {prot: 1}           | unknown key http.prot, did you mean http.port?
                    htp: {}                   | unknown key htp, did you mean http?
                    http: 5                   | http must be a group of settings
                    http: {port: 70000}       | http.port must be 0 to 65535, was 70000
                    http: {port: eighty}      | http.port must be a whole number, was "eighty"
                    http: {port: "80"}        | http.port must be a whole number, was "80"
                    http: {port: 8.5}         | http.port must be a whole number, was 8.5
                    http: {port: 99999999999} | http.port must be a whole number, was "99999999999"
                    http: {compress: yes!}    | http.compress must be true or false, was "yes!"
                    http: {origins: x}        | http.origins must be a list, was "x"
                    http: {idle: soon}        | http.idle must be a duration such as 10s, 5m, 2h, 30d or PT10S, was "soon"
                    http: {idle: 2h}          | http.idle must be 1s to 1h, was 2h
                    pool: {maxSize: 99}       | pool.maxSize must be 1 to 60, was 99
                    profile: test             | profile must be dev or production, was "test"
                    key: 12345                | key must be text
                    just text                 | must hold settings, such as "http: {port: 8080}"
                    """)
    void aWrongFileIsRefusedInOneLine(String yaml, String message) {
        // Given
        Path file = write(yaml);
        // When
        assertThatThrownBy(() -> load(file, Map.of(), Map.of()))
                // Then
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void brokenYamlAndDoubledKeysNameTheLine() {
        assertThatThrownBy(() -> load(write("http:\n  port: [1"), Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ticketsafe.yaml:")
                .hasMessageContaining("is not YAML or JSON")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> load(write("http: {}\nhttp: {}"), Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ticketsafe.yaml:2: is not YAML or JSON: Duplicate field 'http'");
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("absent.yaml");
        assertThatThrownBy(() -> load(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": cannot be read");
    }

    @Test
    void wrongVariablesAreNamed() {
        assertThatThrownBy(() -> load(null, Map.of("TICKETSAFE_HTTP_PRT", "1"), Map.of()))
                .hasMessage("environment: unknown variable TICKETSAFE_HTTP_PRT, did you mean TICKETSAFE_HTTP_PORT?");
        assertThatThrownBy(() -> load(null, Map.of("TICKETSAFE_HTTP_PORT", "x"), Map.of()))
                .hasMessage("environment: TICKETSAFE_HTTP_PORT: http.port must be a whole number, was \"x\"");
        assertThatThrownBy(() -> load(null, Map.of("TICKETSAFE_KEY", "a", "TICKETSAFE_KEY_FILE", "b"), Map.of()))
                .hasMessage("environment: TICKETSAFE_KEY and TICKETSAFE_KEY_FILE are both set");
        assertThatThrownBy(() -> load(null, Map.of("TICKETSAFE_KEY_FILE", "/absent"), Map.of()))
                .hasMessage("environment: TICKETSAFE_KEY_FILE names a file that cannot be read: /absent");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> load(null, Map.of(), Map.of("http.port", "-1")))
                .hasMessage("command line: http.port must be 0 to 65535, was -1");
    }

    @Test
    void aMissingSettingSaysHowToSetIt() {
        assertThatThrownBy(() -> ConfigLoader.load(Strict.class, null, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("configuration: masterKey is required: set it in the file or as TICKETSAFE_MASTER_KEY");
    }

    private static Example load(Path file, Map<String, String> environment, Map<String, String> options) {
        return ConfigLoader.load(Example.class, file, environment, options);
    }

    private Path write(String yaml) {
        try {
            return Files.writeString(folder.resolve("ticketsafe.yaml"), yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
