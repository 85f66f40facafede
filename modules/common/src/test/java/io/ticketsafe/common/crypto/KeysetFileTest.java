package io.ticketsafe.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetFileTest {
    private static final String MASTER = "a master key of more than 32 characters";

    @TempDir
    Path folder;

    private KeysetFile file() {
        return new KeysetFile(path(), MASTER);
    }

    private Path path() {
        return folder.resolve("keyset.json");
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        // When
        file().create(Keyring.generate(MASTER));
        file().change(ring -> ring.withNew(MASTER));
        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        assertThat(file().read().keys()).hasSize(2);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("keyset.json", "keyset.json.lock");
        }
    }

    @Test
    void whatIsThereIsNotMadeAgain() {
        // Given
        file().create(Keyring.generate(MASTER));
        List<String> names =
                file().read().keys().stream().map(Keyring.Key::name).toList();
        // When, then
        refused(() -> file().create(Keyring.generate(MASTER)), "is there already");
        assertThat(file().read().keys()).extracting(Keyring.Key::name).containsExactlyElementsOf(names);
    }

    @Test
    void twoDoNotChangeItAtOnce() {
        // Given
        file().create(Keyring.generate(MASTER));
        // When
        file().change(ring -> {
            refused(() -> file().change(other -> other.withNew(MASTER)), "is being changed by somebody else");
            return ring.withNew(MASTER);
        });
        // Then
        assertThat(file().read().keys()).hasSize(2);
    }

    @Test
    void aChangeThatFailsLeavesItAsItWas() throws IOException {
        // Given
        file().create(Keyring.generate(MASTER));
        String before = Files.readString(path());
        // When, then
        assertThatThrownBy(() -> file().change(ring -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(Files.readString(path())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--", "rw------x"})
    void aFileForOthersIsRefused(String permissions) throws IOException {
        // Given
        file().create(Keyring.generate(MASTER));
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(permissions));
        // When, then
        refused(
                () -> file().read(),
                "may be read or changed by others (" + permissions + "); run: chmod 600 " + path());
    }

    @Test
    void aGroupMayReadIt() throws IOException {
        // Given
        file().create(Keyring.generate(MASTER));
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("r--r-----"));
        // When
        file().change(ring -> ring.withNew(MASTER));
        // Then
        assertThat(file().read().keys()).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("r--r-----");
    }

    @Test
    void aLinkLeadsToTheFile() throws IOException {
        // Given
        file().create(Keyring.generate(MASTER));
        Path link = Files.createSymbolicLink(folder.resolve("link"), path());
        // When
        new KeysetFile(link, MASTER).change(ring -> ring.withNew(MASTER));
        // Then
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(file().read().keys()).hasSize(2);
    }

    @Test
    void whatIsNotThereOrNoKeysetIsRefused() throws IOException {
        refused(() -> file().read(), "is not there; make it with: ./ticketsafe keys init");
        Files.writeString(path(), "{broken");
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
        refused(() -> file().read(), "is no keyset in Tink's JSON");
        refused(() -> new KeysetFile(folder, MASTER).read(), "");
    }

    private void refused(Runnable act, String words) {
        assertThatThrownBy(act::run)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("keyset " + folder)
                .hasMessageContaining(words);
    }
}
