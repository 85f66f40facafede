package io.ticketsafe.users.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    @Test
    void coordinatesAlwaysHave32Bytes() {
        // When
        byte[] small = Base64.getUrlDecoder().decode(SigningKey.coordinate(BigInteger.valueOf(258)));
        byte[] large = Base64.getUrlDecoder()
                .decode(SigningKey.coordinate(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)));
        // Then
        assertThat(small).hasSize(32).endsWith(0, 1, 2).startsWith(0, 0);
        assertThat(large).hasSize(32).containsOnly(255);
    }

    @Test
    void whatIsPublishedHoldsNothingPrivate() {
        // When
        SigningKey key = SigningKey.generate(UUID.randomUUID());
        // Then
        assertThat(key.publicJwk().fieldNames()).containsExactlyInAnyOrder("kty", "crv", "kid", "alg", "use", "x", "y");
        assertThat(key.secretJwk().getString("d")).hasSize(43);
    }
}
