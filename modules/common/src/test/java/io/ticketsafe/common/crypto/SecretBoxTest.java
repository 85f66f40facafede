package io.ticketsafe.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
    private static final byte[] MESSAGE = "a private key".getBytes(StandardCharsets.UTF_8);

    private final SecretBox box = new SecretBox("a master key of more than 32 characters");

    @Test
    void whatWasSealedOpensInItsContextOnly() {
        // When
        byte[] sealed = box.seal(MESSAGE, "signing-key");
        // Then
        assertThat(box.open(sealed, "signing-key")).isEqualTo(MESSAGE);
        assertThatThrownBy(() -> box.open(sealed, "other")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSameMessageNeverLooksTheSame() {
        assertThat(box.seal(MESSAGE, "c")).isNotEqualTo(box.seal(MESSAGE, "c"));
    }

    @Test
    void aChangedBitIsFound() {
        // Given
        byte[] sealed = box.seal(MESSAGE, "c");
        // When
        sealed[sealed.length - 1] ^= 1;
        // Then
        assertThatThrownBy(() -> box.open(sealed, "c")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMacDependsOnMessageContextAndKey() {
        // When
        byte[] mac = box.mac(MESSAGE, "c");
        // Then
        assertThat(box.mac(MESSAGE, "c")).isEqualTo(mac).hasSize(32);
        assertThat(box.mac(MESSAGE, "other")).isNotEqualTo(mac);
        assertThat(box.mac("another".getBytes(StandardCharsets.UTF_8), "c")).isNotEqualTo(mac);
        assertThat(new SecretBox("another master key of 32 characters").mac(MESSAGE, "c"))
                .isNotEqualTo(mac);
    }
}
