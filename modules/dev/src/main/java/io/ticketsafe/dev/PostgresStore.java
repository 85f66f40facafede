package io.ticketsafe.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A real PostgreSQL with one role and database, both called {@code ticketsafe}. */
public final class PostgresStore {
    private static final String NAME = "ticketsafe";
    private static final String PROGRAM = "postgres";
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration START_PAUSE = Duration.ofMillis(500);
    private static final int MOST_STARTS = 6;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    private final Path folder;
    private final int port;
    private final boolean fsync;
    private final PostgresPrograms programs;

    private PostgresStore(Path folder, int port, boolean fsync, PostgresPrograms programs) {
        this.folder = folder;
        this.port = port;
        this.fsync = fsync;
        this.programs = programs;
    }

    /** Stops what a killed process left behind in the folder, then starts; a port of 0 means a free one. */
    static PostgresStore open(Path folder, int port, boolean fsync) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException("folder " + folder + " cannot be written", e);
        }
        PostgresStore store = new PostgresStore(folder, Ports.choose(port), fsync, PostgresPrograms.unpack());
        store.stop();
        store.initialize();
        store.start();
        store.createRoleAndDatabase();
        return store;
    }

    /** A replica that follows the primary, which is stopped while its data are copied; both run afterwards. */
    static PostgresStore follow(Path folder, PostgresStore primary) {
        PostgresStore replica = new PostgresStore(folder, Ports.choose(0), primary.fsync, primary.programs);
        primary.stop();
        Folders.copy(primary.dataFolder(), replica.dataFolder());
        primary.start();
        try {
            Files.createFile(replica.dataFolder().resolve("standby.signal"));
            Files.writeString(
                    replica.dataFolder().resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=" + Ports.LOOPBACK + " port=" + primary.port + " user=postgres'\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StoreException("folder " + folder + " cannot be written", e);
        }
        replica.start();
        return replica;
    }

    /** Makes a primary of a replica. */
    synchronized void promote() {
        if (!programs.run(
                logFile(),
                START_PATIENCE,
                "pg_ctl",
                "promote",
                "-w",
                "-D",
                dataFolder().toString())) {
            throw new StoreException("PostgreSQL is not promoted, see " + logFile());
        }
    }

    /** For the Vert.x client: {@code postgresql://user:password@127.0.0.1:port/ticketsafe}. */
    public String url() {
        return url(NAME);
    }

    public int port() {
        return port;
    }

    /** Starts on the same port with the data that is there, recovering from a crash; does nothing when it runs. */
    public synchronized void start() {
        if (process().isPresent()) {
            return;
        }
        Ports.requireFree(port, "PostgreSQL");
        LogFiles.rotate(logFile());
        List<String> options = new ArrayList<>(List.of("-p", String.valueOf(port)));
        settings().forEach((name, value) -> options.addAll(List.of("-c", name + "=" + value)));
        for (int tries = 1; !start(String.join(" ", options)); tries++) {
            if (tries == MOST_STARTS) {
                throw new StoreException("PostgreSQL does not start, see " + logFile());
            }
            LockSupport.parkNanos(START_PAUSE.toNanos());
        }
    }

    /** Fails for a moment where a server was killed whose children have not all noticed yet: they keep its shared memory. */
    private boolean start(String options) {
        return programs.run(
                logFile(),
                START_PATIENCE,
                "pg_ctl",
                "start",
                "-w",
                "-t",
                String.valueOf(START_PATIENCE.toSeconds()),
                "-D",
                dataFolder().toString(),
                "-o",
                options);
    }

    /** Ends open connections, writes a checkpoint and stops; does nothing when it does not run. */
    public synchronized void stop() {
        process().ifPresent(postgres -> postgres.stop(this::fastShutdown, STOP_PATIENCE));
    }

    /** Dies as by {@code kill -9} of all its processes. */
    public synchronized void kill() {
        process().ifPresent(ServerProcess::kill);
    }

    /** Stops and starts with all data kept. */
    public synchronized void restart() {
        stop();
        start();
    }

    String url(String database) {
        return "postgresql://" + NAME + ":" + NAME + "@" + Ports.LOOPBACK + ":" + port + "/" + database;
    }

    /** Creates an empty database owned by the role. */
    void createDatabase(String database) {
        execute("CREATE DATABASE \"" + database + "\" OWNER " + NAME);
    }

    /** Kills a server that uses the folder, whose data is about to go. */
    static void stopLeftover(Path folder) {
        find(folder).ifPresent(ServerProcess::kill);
    }

    private Optional<ServerProcess> process() {
        return find(folder);
    }

    private static Optional<ServerProcess> find(Path folder) {
        return ServerProcess.find(folder.resolve("data").resolve("postmaster.pid"), PROGRAM);
    }

    private void fastShutdown() {
        programs.run(
                logFile(),
                STOP_PATIENCE,
                "pg_ctl",
                "stop",
                "-W",
                "-m",
                "fast",
                "-D",
                dataFolder().toString());
    }

    /** Makes the data folder in one step: what a killed start has left half made is made anew. */
    private void initialize() {
        if (Files.exists(dataFolder())) {
            return;
        }
        Path half = folder.resolve("data.half");
        Folders.delete(half);
        boolean made = programs.run(
                logFile(),
                START_PATIENCE,
                "initdb",
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
                "-D",
                half.toString());
        if (!made) {
            throw new StoreException("PostgreSQL cannot make its data folder, see " + logFile());
        }
        try {
            Files.move(half, dataFolder());
        } catch (IOException e) {
            throw new StoreException("folder " + folder + " cannot be written", e);
        }
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("listen_addresses", Ports.LOOPBACK),
                Map.entry("unix_socket_directories", ""),
                Map.entry("max_connections", "200"),
                Map.entry("shared_buffers", "64MB"),
                Map.entry("fsync", fsync ? "on" : "off"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("random_page_cost", "1.1"),
                Map.entry("jit", "off"),
                Map.entry("log_min_messages", "warning"),
                Map.entry("timezone", "UTC"));
    }

    /** Done once per data folder; the marker spares every later start the connection. */
    private void createRoleAndDatabase() {
        Path marker = folder.resolve("ready");
        if (Files.exists(marker)) {
            return;
        }
        execute("""
                DO $$ BEGIN
                    CREATE ROLE ticketsafe LOGIN CREATEDB PASSWORD 'ticketsafe';
                EXCEPTION WHEN duplicate_object THEN NULL;
                END $$""");
        try {
            createDatabase(NAME);
        } catch (StoreException e) {
            if (!(e.getCause() instanceof SQLException sql) || !"42P04".equals(sql.getSQLState())) {
                throw e;
            }
        }
        try {
            Files.writeString(marker, "role and database exist\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoreException("folder " + folder + " cannot be written", e);
        }
    }

    /** As the server's superuser. */
    void execute(String sql) {
        String url = "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/postgres";
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new StoreException("PostgreSQL refuses: " + e.getMessage(), e);
        }
    }

    private Path dataFolder() {
        return folder.resolve("data");
    }

    private Path logFile() {
        return folder.resolve("postgres.log");
    }
}
