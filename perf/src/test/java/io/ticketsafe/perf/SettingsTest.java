package io.ticketsafe.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private final Properties told = new Properties();

    @Test
    void whatIsNotToldIsTheScenarios() {
        Settings settings = read();

        assertThat(settings.users()).isEqualTo(500);
        assertThat(settings.duration()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.url()).hasToString("http://127.0.0.1:8080");
    }

    @ParameterizedTest
    @CsvSource({"90, PT90S", "90s, PT90S", "10m, PT10M", "2h, PT2H", "1500ms, PT1.5S"})
    void timesAreReadAsPeopleWriteThem(String text, Duration time) {
        told.setProperty("duration", text);

        assertThat(read().duration()).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "users, 0, users must be 1 to 1000000",
        "users, many, users must be a whole number",
        "duration, soon, duration must be a time such as 90s",
        "duration, 25h, duration (seconds) must be 1 to 86400",
        "seats, 200000, seats must be 40 to 100000",
        "pace, -1, pace must be 0 to 100",
        "url, 127.0.0.1:8080, url",
        "url, https://tickets.example.com, --ours"
    })
    void whatIsWrongIsNamed(String name, String value, String message) {
        told.setProperty(name, value);

        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anotherMachineMayBeNamedByItsOwner() {
        told.setProperty("url", "https://tickets.example.com/");
        told.setProperty("ours", "true");

        assertThat(read().url()).hasToString("https://tickets.example.com");
    }

    private Settings read() {
        return Settings.from(told, new Settings.Defaults(500, Duration.ofSeconds(20), 2_000));
    }
}
