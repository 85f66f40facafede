package io.ticketsafe.common.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgConnectOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgUrlTest {
    @Test
    void oneServerIsTakenAsItIs() {
        // When
        List<PgConnectOptions> servers = PgUrl.servers("postgresql://u:p@h:5433/d");
        // Then
        assertThat(servers).extracting(PgConnectOptions::getHost).containsExactly("h");
        assertThat(PgUrl.jdbc(servers)).isEqualTo("jdbc:postgresql://h:5433/d");
    }

    @Test
    void severalServersShareUserPasswordAndDatabase() {
        // When
        List<PgConnectOptions> servers = PgUrl.servers("postgresql://u:p%40%2Cs@h1:5433,h2/d?sslmode=prefer");
        // Then
        assertThat(servers).extracting(PgConnectOptions::getHost).containsExactly("h1", "h2");
        assertThat(servers).extracting(PgConnectOptions::getPort).containsExactly(5433, 5432);
        assertThat(servers).extracting(PgConnectOptions::getPassword).containsOnly("p@,s");
        assertThat(servers).extracting(PgConnectOptions::getDatabase).containsOnly("d");
        assertThat(PgUrl.jdbc(servers)).isEqualTo("jdbc:postgresql://h1:5433,h2:5432/d?targetServerType=primary");
    }
}
