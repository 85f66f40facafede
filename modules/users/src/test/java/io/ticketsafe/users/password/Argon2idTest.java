package io.ticketsafe.users.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.users.password.Argon2id.Cost;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Argon2idTest {
    private static final Cost CHEAP = new Cost(64, 1, 1);

    private final Argon2id argon2id = new Argon2id(CHEAP);

    /** RFC 9106 section 5.3. */
    @Test
    void computesTheVectorOfTheStandard() {
        // When
        byte[] tag = Argon2id.digest(
                filled(32, 1),
                new Cost(32, 3, 4)
                        .parameters()
                        .withSalt(filled(16, 2))
                        .withSecret(filled(8, 3))
                        .withAdditional(filled(12, 4)),
                32);
        // Then
        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    /** From test.c of the reference implementation. */
    @Test
    void acceptsWhatTheReferenceImplementationStored() {
        // Given
        String stored = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        // Then
        assertThat(Argon2id.verify("password", stored)).isTrue();
        assertThat(Argon2id.verify("passwork", stored)).isFalse();
    }

    @Test
    void acceptsItsOwnHashesAndNothingElse() {
        // When
        String stored = argon2id.hash("pässwörd 🎫");
        // Then
        assertThat(stored).matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(Argon2id.verify("pässwörd 🎫", stored)).isTrue();
        assertThat(Argon2id.verify("pässwörd", stored)).isFalse();
        assertThat(Argon2id.verify("", stored)).isFalse();
    }

    @Test
    void salts() {
        assertThat(argon2id.hash("same")).isNotEqualTo(argon2id.hash("same"));
    }

    @Test
    void composedAndDecomposedLettersAreTheSamePassword() {
        // When
        String stored = argon2id.hash("caf\u00e9 password");
        // Then
        assertThat(Argon2id.verify("cafe\u0301 password", stored)).isTrue();
    }

    @Test
    void knowsHashesOfAnotherCost() {
        // Given
        String stored = argon2id.hash("password");
        // Then
        assertThat(argon2id.isOutdated(stored)).isFalse();
        assertThat(new Argon2id(new Cost(64, 2, 1)).isOutdated(stored)).isTrue();
        assertThat(new Argon2id(new Cost(128, 1, 1)).isOutdated(stored)).isTrue();
    }

    @Test
    void refusesWhatIsNoHash() {
        assertThatThrownBy(() -> Argon2id.verify("password", "$2b$12$abcdefghijklmnopqrstuv"))
                .isInstanceOf(IllegalStateException.class);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
