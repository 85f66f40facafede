package io.ticketsafe.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.dev.EmbeddedStores.Kind;
import io.ticketsafe.dev.EmbeddedStores.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresIT {
    @TempDir
    Path folder;

    @Test
    void aRestartKeepsAllData() {
        // Given
        try (EmbeddedStores first = EmbeddedStores.start(folder, Options.defaults())) {
            StoreClients.write(first, "value");
        }
        // When
        try (EmbeddedStores second = EmbeddedStores.start(folder, Options.defaults())) {
            // Then
            assertThat(StoreClients.readAll(second)).isEqualTo("value value value");
        }
    }

    @Test
    void aKilledProcessLosesNothingAndItsServersAreStopped() throws Exception {
        // Given
        Process killed = startProgram("precious");
        Path redisPid = folder.resolve("redis/redis.pid");
        Path postgresPid = folder.resolve("postgres/data/postmaster.pid");
        ServerProcess orphanedRedis =
                ServerProcess.find(redisPid, "redis-server").orElseThrow();
        ServerProcess orphanedPostgres =
                ServerProcess.find(postgresPid, "postgres").orElseThrow();
        killed.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(orphanedRedis.isRunning()).isTrue();
        assertThat(orphanedPostgres.isRunning()).isTrue();
        // When
        try (EmbeddedStores recovered = EmbeddedStores.start(folder, Options.defaults())) {
            // Then
            assertThat(orphanedRedis.isRunning()).isFalse();
            assertThat(orphanedPostgres.isRunning()).isFalse();
            assertThat(StoreClients.readAll(recovered)).isEqualTo("precious precious precious");
        }
    }

    @Test
    void serversThatAreKilledComeBackOnTheSamePortWithTheirData() {
        try (EmbeddedStores stores = EmbeddedStores.start(folder, Options.defaults())) {
            // Given
            StoreClients.write(stores, "value");
            stores.redis().kill();
            stores.postgres().kill();
            assertThatThrownBy(() -> StoreClients.redis(stores.redis().port(), "PING"))
                    .isInstanceOf(IllegalStateException.class);
            // When
            stores.redis().start();
            stores.postgres().start();
            stores.mongo().restart();
            // Then
            assertThat(StoreClients.readAll(stores)).isEqualTo("value value value");
        }
    }

    @Test
    void aFolderThatIsAFileIsRefusedInOneLine() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        // When
        assertThatThrownBy(() -> EmbeddedStores.start(file.resolve("data"), Options.defaults()))
                // Then
                .isInstanceOf(FolderException.class)
                .hasMessage("data folder " + file.resolve("data") + " cannot be written");
    }

    @Test
    void aFolderInUseIsRefusedAndTheFirstUserIsNotDisturbed() {
        // Given
        try (EmbeddedStores first = EmbeddedStores.start(folder, Options.defaults())) {
            StoreClients.write(first, "value");
            // When
            assertThatThrownBy(() -> EmbeddedStores.start(folder, Options.defaults()))
                    // Then
                    .isInstanceOf(FolderException.class)
                    .hasMessage("data folder " + folder + " is in use by another process");
            assertThat(StoreClients.readAll(first)).isEqualTo("value value value");
        }
    }

    @Test
    void aTakenPortIsNamedAndNothingIsLeftRunning() throws IOException {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK))) {
            Options options = new Options(Options.defaults().kinds(), 0, taken.getLocalPort(), 0, true);
            // When
            assertThatThrownBy(() -> EmbeddedStores.start(folder, options))
                    // Then
                    .isInstanceOf(StoreException.class)
                    .hasMessage("port " + taken.getLocalPort() + " for Redis is taken");
        }
        assertThat(ServerProcess.find(folder.resolve("postgres/data/postmaster.pid"), "postgres"))
                .isEmpty();
        EmbeddedStores.start(folder, Options.defaults()).close();
    }

    @Test
    void deletingTheDataStopsLeftoversAndSparesOtherFiles() throws Exception {
        // Given
        Path other = Files.writeString(folder.resolve("notes.txt"), "mine");
        startProgram("gone").destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        // When
        EmbeddedStores.deleteData(folder);
        // Then
        assertThat(other).exists();
        assertThat(folder.resolve("postgres")).doesNotExist();
        try (EmbeddedStores fresh = EmbeddedStores.start(folder, Options.defaults())) {
            assertThat(StoreClients.redis(fresh.redis().port(), "GET kept")).isEqualTo("$-1");
        }
    }

    @Test
    void onlyTheWantedStoresStart() {
        // When
        try (EmbeddedStores stores =
                EmbeddedStores.start(folder, Options.defaults().only(Set.of(Kind.REDIS)))) {
            // Then
            assertThat(StoreClients.redis(stores.redis().port(), "PING")).isEqualTo("+PONG");
            assertThat(folder.resolve("postgres")).doesNotExist();
            assertThatThrownBy(stores::postgresUrl).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void testDatabasesAreApart() {
        // Given
        String first = TestStores.shared().newDatabase();
        StoreClients.postgres(first, "CREATE TABLE kept (value TEXT)");
        // When
        String second = TestStores.shared().newDatabase();
        // Then
        assertThat(StoreClients.postgres(second, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'"))
                .isEqualTo("0");
    }

    private Process startProgram(String value) throws IOException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoresProgram.class.getName(),
                        folder.toString(),
                        value)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = program.inputReader();
        String line = output.readLine();
        while (line != null && !line.equals("written")) {
            line = output.readLine();
        }
        assertThat(line).isEqualTo("written");
        return program;
    }
}
