package io.ticketsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Only commands that end before anything starts: a {@link Lifecycle} that has started something ends the JVM. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "dev --help", "run --help", "migrate --help", "help dev", "--version"})
    void helpIsNoError(String arguments) {
        // When
        int code = execute(arguments.split(" "));
        // Then
        assertThat(code).isZero();
        assertThat(out.toString()).contains("ticketsafe");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpExplainsEveryCommandAndTheExitCodes() {
        // When
        execute("--help");
        // Then
        assertThat(out.toString()).contains("dev ", "run ", "migrate ", "Exit codes: 0 stopped, 2 wrong usage");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|a command is missing (see ./ticketsafe --help)",
                "dve|Unmatched argument at index 0: 'dve', did you mean dev? (see ./ticketsafe --help)",
                "dev --prot|Unknown option: '--prot', did you mean --port? (see ./ticketsafe --help)",
                "dev --port|Missing required parameter for option '--port' (N) (see ./ticketsafe --help)",
                "dev --port x|command line: http.port must be a whole number, was \"x\"",
                "dev --port 70000|command line: http.port must be 0 to 65535, was 70000",
                "run|Missing required option: '--config=FILE' (see ./ticketsafe --help)",
                "run --config absent.yaml|absent.yaml: cannot be read"
            })
    void wrongUsageIsOneLineAndCodeTwo(String arguments, String message) {
        // When
        int code = execute(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        // Then
        assertThat(err.toString()).isEqualTo("ticketsafe: " + message + System.lineSeparator());
        assertThat(code).isEqualTo(2);
    }

    @Test
    void aTakenPortIsOneLineAndCodeTwo() throws IOException {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            // When
            int code = execute("dev", "--management-port", "0", "--https-port", "0", "--port", port);
            // Then
            assertThat(err.toString())
                    .isEqualTo("ticketsafe: port " + port + " on 127.0.0.1 cannot be used (it is taken):"
                            + " choose another http.port, in dev with --port" + System.lineSeparator());
            assertThat(code).isEqualTo(2);
        }
    }

    @Test
    void anUnwritableFolderIsOneLineAndCodeTwo() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), "");
        Path data = file.resolve("data");
        // When
        int code = execute(
                "dev",
                "--reset",
                "--management-port",
                "0",
                "--https-port",
                "0",
                "--port",
                "0",
                "--data",
                data.toString());
        // Then
        assertThat(err.toString())
                .isEqualTo("ticketsafe: data folder " + data + " cannot be written" + System.lineSeparator());
        assertThat(code).isEqualTo(2);
    }

    @Test
    void aTakenPortOfTheEventBusIsOneLineAndCodeTwo() throws IOException {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Path file = configuration("cluster: {enabled: true, eventBusPort: " + taken.getLocalPort() + "}");
            // When
            int code = execute("run", "--config", file.toString());
            // Then
            assertThat(err.toString())
                    .isEqualTo(
                            "ticketsafe: port " + taken.getLocalPort() + " on 127.0.0.1 cannot be used (it is taken):"
                                    + " choose another cluster.eventBusPort" + System.lineSeparator());
            assertThat(code).isEqualTo(2);
        }
    }

    @Test
    void aCertificateThatIsNotThereIsOneLineAndCodeTwo() throws IOException {
        // Given
        Path absent = folder.resolve("absent.pem");
        Path file = configuration("cluster: {enabled: true, tls: {ca: " + absent + ", certificate: x, key: x}}");
        // When
        int code = execute("run", "--config", file.toString());
        // Then
        assertThat(err.toString())
                .isEqualTo("ticketsafe: cluster.tls.ca: " + absent + " is not there" + System.lineSeparator());
        assertThat(code).isEqualTo(2);
    }

    private Path configuration(String more) throws IOException {
        return Files.writeString(folder.resolve("ticketsafe.yaml"), """
                profile: dev
                http: {port: 0}
                management: {port: 0}
                postgres: {url: "postgresql://nobody:here@127.0.0.1:1/none"}
                redis: {url: "redis://127.0.0.1:1"}
                mongo: {url: "mongodb://127.0.0.1:1"}
                security: {masterKey: a-master-key-of-a-test-0123456789, serviceSecret: a-service-secret-of-a-test-01234}
                """ + more + "\n");
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine(new Lifecycle());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
