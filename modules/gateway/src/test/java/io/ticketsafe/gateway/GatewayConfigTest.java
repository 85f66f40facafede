package io.ticketsafe.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.ConfigException;
import io.ticketsafe.common.config.ConfigLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {
    @Test
    void hasADefaultForEverything() {
        GatewayConfig config = GatewayConfig.defaults();

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.tls().isOn()).isFalse();
        assertThat(config.maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(config.corsOrigins()).isEmpty();
        assertThat(config.rateLimits().enabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port | 65536 | port must be 0 to 65535",
                "maxInFlight | 0 | maxInFlight must be 1 to",
                "corsOrigins | shop.example | corsOrigins must be origins",
                "corsOrigins | https://shop.example/path | corsOrigins must be origins",
                "trustedProxies | 10.0.0.0/33 | trustedProxies must be addresses or networks",
                "trustedProxies | proxy.example | trustedProxies must be addresses or networks",
                "tls.certificate | /c.pem | tls.key must be set",
                "plain | false | plain must be true",
                "rateLimits.userPerMinute | 0 | rateLimits.userPerMinute must be 1 to"
            })
    void refusesWhatCannotBe(String setting, String value, String why) {
        assertThatThrownBy(() -> ConfigLoader.load(GatewayConfig.class, null, Map.of(), Map.of(setting, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }

    @Test
    void takesWhatIsSet() {
        GatewayConfig config = ConfigLoader.load(
                GatewayConfig.class,
                null,
                Map.of(),
                Map.of(
                        "corsOrigins", "https://shop.example,*",
                        "trustedProxies", "10.0.0.0/8,::1",
                        "tls.certificate", "/c.pem",
                        "tls.key", "/k.pem",
                        "plain", "false"));

        assertThat(config.corsOrigins()).containsExactly("https://shop.example", "*");
        assertThat(config.trustedProxies()).isEqualTo(List.of("10.0.0.0/8", "::1"));
        assertThat(config.tls().certificate()).isEqualTo(Path.of("/c.pem"));
        assertThat(config.plain()).isFalse();
    }
}
