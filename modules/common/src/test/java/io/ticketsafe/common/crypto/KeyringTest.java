package io.ticketsafe.common.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ticketsafe.common.crypto.Keyring.Role;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
    private static final String MASTER = "a master key of more than 32 characters";
    private static final byte[] MESSAGE = "Maria Souza".getBytes(UTF_8);

    /** As boxes were sealed before there were keysets. */
    private static byte[] sealedLongAgo() throws Exception {
        byte[] key = MessageDigest.getInstance("SHA-256").digest(MASTER.getBytes(UTF_8));
        byte[] nonce = new byte[12];
        new SecureRandom().nextBytes(nonce);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD("context".getBytes(UTF_8));
        byte[] sealed = cipher.doFinal(MESSAGE);
        return ByteBuffer.allocate(12 + sealed.length).put(nonce).put(sealed).array();
    }

    @Test
    void whatWasSealedBeforeThereWereKeysetsStillOpens() throws Exception {
        // Given
        byte[] old = sealedLongAgo();
        // When, then
        assertThat(new SecretBox(MASTER).open(old, "context")).isEqualTo(MESSAGE);
        assertThat(box(Keyring.generate(MASTER)).open(old, "context")).isEqualTo(MESSAGE);
        assertThatIllegalStateException()
                .isThrownBy(() -> box(Keyring.generate(MASTER)).open(old, "another context"));
    }

    /** While processes are restarted one by one with a keyset, those that have none must understand them. */
    @Test
    void aKeysetBeginsWithTheKeyThatWasInUse() {
        // Given
        SecretBox without = new SecretBox(MASTER);
        SecretBox with = box(Keyring.parse(Keyring.ofMasterKey(MASTER).toJson(), MASTER));
        // When, then
        assertThat(without.open(with.seal(MESSAGE, "c"), "c")).isEqualTo(MESSAGE);
        assertThat(with.open(without.seal(MESSAGE, "c"), "c")).isEqualTo(MESSAGE);
    }

    @Test
    void inEveryStepOfARotationAllUnderstandEachOther() {
        // Given
        Keyring before = Keyring.generate(MASTER);
        Keyring added = before.withNew(MASTER);
        Keyring promoted = added.promoted(MASTER);
        Keyring retired = promoted.withoutOlder(MASTER);
        // When, then
        understand(before, added);
        understand(added, promoted);
        understand(promoted, retired);
        byte[] old = box(before).seal(MESSAGE, "c");
        assertThat(box(promoted).open(old, "c")).isEqualTo(MESSAGE);
        assertThatIllegalStateException().isThrownBy(() -> box(retired).open(old, "c"));
    }

    private static void understand(Keyring one, Keyring other) {
        if (!one.primary().name().equals(other.primary().name())
                || one.keys().size() <= other.keys().size()) {
            assertThat(box(one).open(box(other).seal(MESSAGE, "c"), "c")).isEqualTo(MESSAGE);
        }
        if (other.keys().stream().anyMatch(key -> key.id() == one.primary().id())) {
            assertThat(box(other).open(box(one).seal(MESSAGE, "c"), "c")).isEqualTo(MESSAGE);
        }
    }

    @Test
    void theirOrderSaysWhatKeysAreFor() {
        // Given
        Keyring ring = Keyring.generate(MASTER).withNew(MASTER).promoted(MASTER).withNew(MASTER);
        // When, then
        assertThat(ring.keys()).extracting(Keyring.Key::role).containsExactly(Role.OLDER, Role.PRIMARY, Role.WAITING);
        assertThat(ring.waiting().id()).isEqualTo(ring.keys().get(2).id());
        assertThat(Keyring.parse(ring.toJson(), MASTER).keys())
                .extracting(Keyring.Key::name)
                .containsExactlyElementsOf(
                        ring.keys().stream().map(Keyring.Key::name).toList());
    }

    @Test
    void aBoxBeginsWithItsKeysSign() {
        // Given
        Keyring ring = Keyring.generate(MASTER);
        // When
        byte[] sealed = box(ring).seal(MESSAGE, "c");
        // Then
        assertThat(sealed).startsWith(ring.primary().prefix()).hasSize(5 + 12 + MESSAGE.length + 16);
        assertThat(Keyring.ofMasterKey(MASTER).primary().prefix()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}", "[]", "{\"primaryKeyId\": 1, \"key\": []}", "a-secret-that-must-not-be-printed"})
    void whatIsNoKeysetIsRefusedWithoutBeingRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keyring.parse(text, MASTER))
                .withMessage("is no keyset in Tink's JSON");
    }

    private static SecretBox box(Keyring ring) {
        return new SecretBox(MASTER, ring);
    }
}
