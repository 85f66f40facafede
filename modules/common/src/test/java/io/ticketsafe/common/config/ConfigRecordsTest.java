package io.ticketsafe.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigRecordsTest {
    private static final Secret LONG = new Secret("0123456789abcdef0123456789abcdef");

    @Test
    void storesNeedAUrlOnly() {
        assertThat(PostgresConfig.of("postgresql://u:p@h:5432/d").maxPoolSize()).isEqualTo(16);
        assertThat(RedisConfig.of("redis://h:6379").maxPoolSize()).isEqualTo(8);
        assertThat(new MongoConfig("mongodb://h:27017", null, null, null).database())
                .isEqualTo("ticketsafe");
    }

    @Test
    void passwordsInUrlsAreNotPrinted() {
        assertThat(PostgresConfig.of("postgresql://u:p@ss:w@h:5432/d").toString())
                .contains("postgresql://u:***@h:5432/d");
        assertThat(RedisConfig.of("redis://:secret@h").toString()).contains("redis://:***@h");
    }

    @Test
    void aUrlOfAnotherKindIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> PostgresConfig.of("mysql://u:secret@h/d"))
                .hasMessage("url must be a URL that starts with postgresql:// or postgres://");
    }

    @Test
    void aCertificateOfAnyHostIsNotBelievedFromJustAnybody() {
        String url = "postgresql://h:5432/d?sslmode=verify-ca";
        ClientTls ownCa = new ClientTls(Path.of("ca.pem"), null, null, null);
        assertThatThrownBy(() -> PostgresConfig.of(url)).hasMessageContaining("needs tls.ca");
        assertThatThrownBy(() -> new PostgresConfig("postgresql://h:5432/d", null, 1, url, null))
                .hasMessageContaining("replicaUrl has sslmode=verify-ca, which needs tls.ca");
        assertThat(new PostgresConfig(url, ownCa, 1).isVerified(url)).isTrue();
    }

    @Test
    void shortSecretsAreRefused() {
        assertThatThrownBy(() -> new SecurityConfig(LONG, new Secret("short")))
                .hasMessage("serviceSecret must have at least 32 characters");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new SecurityConfig(LONG, LONG).toString()).doesNotContain(LONG.value());
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "10s, PT10S", "5m, PT5M", "2h, PT2H", "30d, PT720H", "PT1M30S, PT1M30S"})
    void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
        assertThat(Durations.parse(Durations.format(expected))).isEqualTo(expected);
    }
}
