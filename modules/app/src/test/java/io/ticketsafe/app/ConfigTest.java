package io.ticketsafe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.ConfigException;
import io.ticketsafe.common.config.ConfigLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    private static final Map<String, String> PRODUCTION = Map.of(
            "postgres.url", "postgresql://u:p@db/ticketsafe",
            "redis.url", "redis://redis",
            "mongo.url", "mongodb://mongo",
            "security.masterKey", "a-master-key-that-nobody-knows-0123456789",
            "security.serviceSecret", "a-service-secret-that-nobody-knows-01234",
            "payments.sandbox.enabled", "false",
            "security.plainText", "http,cluster,postgres,redis,mongo");

    @Test
    void productionIsTheDefaultAndTakesEveryRole() {
        // When
        Config config = load(Map.of());
        // Then
        assertThat(config.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(config.roles()).containsExactly(Role.values());
        assertThat(config.isClustered()).isFalse();
    }

    @Test
    void someRolesNeedOthers() {
        // When
        Config config = load(Map.of("roles", "tickets,payments"));
        // Then
        assertThat(config.roles()).isEqualTo(List.of(Role.TICKETS, Role.PAYMENTS));
        assertThat(config.isClustered()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "security.masterKey|" + DevSecrets.MASTER_KEY
                        + "|security.masterKey must not be a dev secret in the production profile",
                "security.serviceSecret|" + DevSecrets.SERVICE_SECRET
                        + "|security.serviceSecret must not be a dev secret in the production profile",
                "postgres.url|postgresql://ticketsafe:ticketsafe@127.0.0.1:5432/ticketsafe"
                        + "|postgres.url must not name the embedded store's user and password in the production profile",
                "payments.sandbox.enabled|true"
                        + "|payments.sandbox.webhookSecret must not be the built-in one in the production profile;"
                        + " or switch payments.sandbox.enabled off",
                "roles|gatway|roles must be users or events or tickets or payments or reports or gateway, was \"gatway\""
            })
    void productionRefusesWhatOthersKnow(String setting, String value, String message) {
        assertThatThrownBy(() -> load(Map.of(setting, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void productionRefusesTheSandboxUnlessItIsWantedThere() {
        // Given
        Map<String, String> sandbox = Map.of(
                "payments.sandbox.enabled", "true",
                "payments.sandbox.webhookSecret", "a-webhook-secret-that-nobody-knows");
        Map<String, String> wanted = new HashMap<>(sandbox);
        wanted.put("payments.sandbox.inProduction", "true");
        // When / Then
        assertThatThrownBy(() -> load(sandbox))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("payments.sandbox.enabled must be false in the production profile")
                .hasMessageContaining("payments.sandbox.inProduction");
        assertThat(load(wanted).payments().sandbox().enabled()).isTrue();
    }

    @Test
    void productionRefusesAllThatHasNoTlsInOneMessage() {
        assertThatThrownBy(() -> load(Map.of("security.plainText", "", "cluster.enabled", "true")))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        "security must name in plainText what may do without TLS in the production profile:"
                                + " http.plain is true; cluster.tls is not set; postgres.url has no sslmode=verify-full;"
                                + " redis.url does not begin with rediss; mongo.url has no tls=true."
                                + " Set up TLS, or security.plainText: [http, cluster, postgres, redis, mongo]");
        assertThatThrownBy(() -> load(Map.of("security.plainText", "http,redis,mongo")))
                .hasMessageContaining(
                        "postgres.url has no sslmode=verify-full. Set up TLS, or security.plainText: [postgres]");
        assertThatThrownBy(() -> load(Map.of(
                        "security.plainText", "http,redis,mongo",
                        "postgres.url", "postgresql://u:p@db/ticketsafe?sslmode=require")))
                .hasMessageContaining("postgres.url has no sslmode=verify-full");
    }

    @Test
    void productionTakesTlsWithoutFurtherWords() {
        // Given
        Map<String, String> secure = new HashMap<>(Map.of(
                "security.plainText", "",
                "http.plain", "false",
                "postgres.url", "postgresql://u:p@db/ticketsafe?sslmode=verify-full",
                "redis.url", "rediss://redis",
                "mongo.url", "mongodb://mongo/?tls=true",
                "cluster.enabled", "true"));
        for (String file : List.of(
                "http.tls.certificate",
                "http.tls.key",
                "cluster.tls.ca",
                "cluster.tls.certificate",
                "cluster.tls.key")) {
            secure.put(file, file + ".pem");
        }
        // When
        Config config = load(secure);
        // Then
        assertThat(config.security().plainText()).isEmpty();
        assertThat(load(Map.of("security.plainText", "http,postgres,redis", "mongo.url", "mongodb+srv://mongo"))
                        .mongo()
                        .isTls())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"security.masterKey", "security.serviceSecret", "postgres.url", "redis.url", "mongo.url"})
    void productionNeedsItsSecretsAndStores(String setting) {
        // Given
        Map<String, String> options = new HashMap<>(PRODUCTION);
        options.remove(setting);
        // When
        assertThatThrownBy(() -> ConfigLoader.load(Config.class, null, Map.of(), options))
                // Then
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting + " is required: set it in the file or as TICKETSAFE_");
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(load(Map.of()).toString()).doesNotContain("nobody-knows").doesNotContain("u:p@");
    }

    private static Config load(Map<String, String> changes) {
        Map<String, String> options = new HashMap<>(PRODUCTION);
        options.putAll(changes);
        return ConfigLoader.load(Config.class, null, Map.of(), options);
    }
}
