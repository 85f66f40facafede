package io.ticketsafe.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.RedisUrl.Mode;
import io.vertx.core.net.HostAndPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisUrlTest {
    @Test
    void oneServer() {
        // When
        RedisUrl url = RedisUrl.parse("rediss://shop:p%40ss+w:rd@[::1]/3");
        // Then
        assertThat(url.mode()).isEqualTo(Mode.SINGLE);
        assertThat(url.tls()).isTrue();
        assertThat(url.servers()).containsExactly(HostAndPort.create("::1", 6379));
        assertThat(url.user()).isEqualTo("shop");
        assertThat(url.password()).isEqualTo("p@ss+w:rd");
        assertThat(url.database()).isEqualTo(3);
    }

    @Test
    void sentinels() {
        // When
        RedisUrl url = RedisUrl.parse("redis+sentinel://:secret@a,b:5000/tickets");
        // Then
        assertThat(url.mode()).isEqualTo(Mode.SENTINEL);
        assertThat(url.tls()).isFalse();
        assertThat(url.servers()).containsExactly(HostAndPort.create("a", 26379), HostAndPort.create("b", 5000));
        assertThat(url.user()).isNull();
        assertThat(url.password()).isEqualTo("secret");
        assertThat(url.master()).isEqualTo("tickets");
    }

    @Test
    void cluster() {
        // When
        RedisUrl url = RedisUrl.parse("rediss+cluster://a:7000,b:7001");
        // Then
        assertThat(url.mode()).isEqualTo(Mode.CLUSTER);
        assertThat(url.tls()).isTrue();
        assertThat(url.servers()).containsExactly(HostAndPort.create("a", 7000), HostAndPort.create("b", 7001));
        assertThat(url.password()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http://h                     | must be redis://host:port
                    redis://                     | must be redis://host:port
                    redis://a,b                  | must name one server
                    redis://a:0                  | must name ports
                    redis://a:b:c                | must name servers as host:port
                    redis://a/x                  | must end with the number of a database
                    redis://secret@a             | must have user:password or :password
                    redis://user:@a              | must have a password
                    redis://:100%@a              | written as %25
                    redis+sentinel://a           | must end with /name
                    redis+cluster://a/1          | must not name a database
                    """)
    void whatIsWrongIsSaidWithoutRepeatingIt(String url, String message) {
        assertThatThrownBy(() -> RedisUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url ")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aUserNeedsAPassword() {
        assertThatThrownBy(() -> new RedisConfig("redis://h", "shop", null, null, null, null, null, null))
                .hasMessage("user needs a password");
    }
}
