package io.ticketsafe.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.1.128/25, 192.168.1.129, true",
        "192.168.1.128/25, 192.168.1.127, false",
        "127.0.0.1, 127.0.0.1, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, 127.0.0.1, false",
        "10.0.0.0/8, rubbish, false"
    })
    void knowsItsAddresses(String network, String address, boolean contained) {
        assertThat(new Networks(List.of(network)).contain(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129"})
    void refusesWhatIsNone(String network) {
        assertThatThrownBy(() -> new Networks(List.of(network))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingTrustsNothing() {
        assertThat(new Networks(List.of()).contain("127.0.0.1")).isFalse();
    }
}
