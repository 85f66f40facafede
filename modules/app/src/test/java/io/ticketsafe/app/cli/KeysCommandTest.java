package io.ticketsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class KeysCommandTest {
    @TempDir
    Path folder;

    private Path config;
    private Path keyset;

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void aConfiguration() throws IOException {
        keyset = folder.resolve("keyset.json");
        config = write("file: " + keyset);
    }

    private Path write(String keys) throws IOException {
        return Files.writeString(folder.resolve("ticketsafe.yaml"), """
                profile: dev
                postgres: {url: "postgresql://u:p@127.0.0.1:1/none"}
                redis: {url: "redis://127.0.0.1:1"}
                mongo: {url: "mongodb://127.0.0.1:1"}
                security:
                  masterKey: a-master-key-that-nobody-knows-0123456789
                  serviceSecret: a-service-secret-that-nobody-knows-01234
                  keys: {%s}
                """.formatted(keys));
    }

    @Test
    void aRotationTakesTwoSteps() throws IOException {
        // Given
        assertThat(keys("init").out()).contains("made " + keyset);
        // When
        Result added = keys("rotate");
        Result tooSoon = keys("rotate");
        Files.setLastModifiedTime(keyset, FileTime.from(Instant.now().minusSeconds(60)));
        Result waiting = keys("show");
        Result promoted = keys("rotate", "--promote");
        Result shown = keys("show");
        // Then
        assertThat(added.code()).isZero();
        assertThat(added.out()).contains("added key").contains("run this again after 25 s");
        assertThat(tooSoon.code()).isEqualTo(2);
        assertThat(tooSoon.err()).contains("run this again in 2").hasLineCount(1);
        assertThat(waiting.out())
                .contains("seals and opens, made of security.masterKey")
                .contains("rotate again to let it seal");
        assertThat(promoted.out()).contains("seals from now on");
        assertThat(shown.out()).contains("opens what it sealed, until retired, made of security.masterKey");
        assertThat(Files.readString(keyset)).doesNotContain("a-master-key");
    }

    @Test
    void oldKeysAreNotRetiredWhileHoldsMayNeedThem() throws IOException {
        // Given
        keys("init");
        keys("rotate");
        Files.setLastModifiedTime(keyset, FileTime.from(Instant.now().minusSeconds(60)));
        // When
        Result unfinished = keys("retire");
        keys("rotate");
        Result tooSoon = keys("retire");
        // Then
        assertThat(unfinished.code()).isEqualTo(2);
        assertThat(unfinished.err()).contains("finish the rotation first");
        assertThat(tooSoon.code()).isEqualTo(2);
        assertThat(tooSoon.err()).contains("retire older ones after").contains("or with --now");
    }

    @Test
    void withoutAStoreNothingIsRemoved() throws IOException {
        // Given
        keys("init");
        keys("rotate");
        Files.setLastModifiedTime(keyset, FileTime.from(Instant.now().minusSeconds(60)));
        keys("rotate");
        Files.setLastModifiedTime(keyset, FileTime.from(Instant.now().minusSeconds(100_000)));
        String before = Files.readString(keyset);
        // When
        Result failed = keys("retire");
        // Then
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).hasLineCount(1);
        assertThat(Files.readString(keyset)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "rotate", "rotate --promote", "retire"})
    void aMissingFileIsOneLineAndCodeTwo(String command) {
        isRefused(keys(command.split(" ")), "keyset " + keyset + " is not there; make it with: ./ticketsafe keys init");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "rotate", "retire"})
    void aBrokenFileIsOneLineAndCodeTwo(String command) throws IOException {
        Files.writeString(keyset, "{\"primaryKeyId\": 12");
        Files.setPosixFilePermissions(keyset, PosixFilePermissions.fromString("rw-------"));
        isRefused(keys(command), "keyset " + keyset + " is no keyset in Tink's JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "rotate", "retire"})
    void aFileForOthersIsOneLineAndCodeTwo(String command) throws IOException {
        keys("init");
        Files.setPosixFilePermissions(keyset, PosixFilePermissions.fromString("rw-r--r--"));
        isRefused(
                keys(command),
                "keyset " + keyset + " may be read or changed by others (rw-r--r--); run: chmod 600 " + keyset);
    }

    @Test
    void whatIsNotAFileCannotBeChanged() throws IOException {
        write("");
        isRefused(keys("rotate"), "security.keys.file is not set");
        write("keyset: secret");
        isRefused(
                keys("rotate"),
                "security.keys.keyset is a value; only a file, security.keys.file, can be changed here");
        isRefused(
                execute(
                        "keys",
                        "rotate",
                        "--config",
                        folder.resolve("absent.yaml").toString()),
                folder.resolve("absent.yaml") + ": cannot be read");
        isRefused(execute("keys"), "a command is missing: init, show, rotate or retire (see ./ticketsafe --help)");
    }

    /** A process does not start with keys that it cannot read. */
    @Test
    void noProcessStartsWithoutItsKeys() {
        isRefused(
                execute("run", "--config", config.toString()),
                "keyset " + keyset + " is not there; make it with: ./ticketsafe keys init");
    }

    private static void isRefused(Result result, String message) {
        assertThat(result.err()).isEqualTo("ticketsafe: " + message + System.lineSeparator());
        assertThat(result.code()).isEqualTo(2);
    }

    private Result keys(String... command) {
        String[] arguments = new String[command.length + 3];
        arguments[0] = "keys";
        System.arraycopy(command, 0, arguments, 1, command.length);
        arguments[command.length + 1] = "--config";
        arguments[command.length + 2] = config.toString();
        return execute(arguments);
    }

    private static Result execute(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(new Lifecycle());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }
}
