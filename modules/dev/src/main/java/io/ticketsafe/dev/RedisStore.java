package io.ticketsafe.dev;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * A real Redis that keeps an append-only file. It runs as a daemon of its own, so that a Ctrl-C in the terminal reaches
 * only the program that uses it.
 */
public final class RedisStore {
    private static final String PROGRAM = "redis-server";
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final int PROBE_TIMEOUT_MS = 500;

    private final Path folder;
    private final int port;
    private final List<String> command;

    private RedisStore(Path folder, int port, List<String> command) {
        this.folder = folder;
        this.port = port;
        this.command = List.copyOf(command);
    }

    /** Stops what a killed process left behind in the folder, then starts; a port of 0 means a free one. */
    static RedisStore open(Path folder, int port) {
        return open(folder, port, Map.of());
    }

    /** @param more settings beside the usual ones */
    static RedisStore open(Path folder, int port, Map<String, String> more) {
        int chosen = Ports.choose(port);
        Map<String, String> settings = settings(folder, chosen);
        settings.putAll(
                Map.of("appendonly", "yes", "appendfsync", "everysec", "save", "", "maxmemory-policy", "noeviction"));
        settings.putAll(more);
        List<String> command = new ArrayList<>();
        command.add(program().toString());
        settings.forEach((name, value) -> {
            command.add("--" + name);
            command.add(value);
        });
        return started(new RedisStore(folder, chosen, command), folder);
    }

    /** A sentinel; it keeps what it learns in its configuration. */
    static RedisStore openSentinel(Path folder, List<String> configuration) {
        int port = Ports.choose(0);
        Path file = folder.resolve("sentinel.conf");
        List<String> lines = new ArrayList<>(configuration);
        settings(folder, port).forEach((name, value) -> lines.add(name + " " + value));
        try {
            Files.createDirectories(folder);
            Files.write(file, lines);
        } catch (IOException e) {
            throw new StoreException("folder " + folder + " cannot be written", e);
        }
        List<String> command = List.of(program().toString(), file.toString(), "--sentinel");
        return started(new RedisStore(folder, port, command), folder);
    }

    private static RedisStore started(RedisStore store, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException("folder " + folder + " cannot be written", e);
        }
        store.stop();
        store.start();
        return store;
    }

    public String url() {
        return "redis://" + Ports.LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Starts on the same port with the data that is there; does nothing when it runs. Returns when it answers. */
    public synchronized void start() {
        if (process().isPresent()) {
            return;
        }
        Ports.requireFree(port, "Redis");
        LogFiles.rotate(logFile());
        try {
            Files.deleteIfExists(pidFile(folder));
            Process launcher = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .start();
            if (!launcher.waitFor(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || launcher.exitValue() != 0) {
                throw new StoreException("Redis does not start, see " + logFile());
            }
        } catch (IOException e) {
            throw new StoreException("Redis does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while Redis starts", e);
        }
        awaitPong();
    }

    /** Writes everything to disk and stops; does nothing when it does not run. */
    public synchronized void stop() {
        process().ifPresent(redis -> redis.stop(redis::terminate, STOP_PATIENCE));
    }

    /** Dies as by {@code kill -9}. */
    public synchronized void kill() {
        process().ifPresent(ServerProcess::kill);
    }

    /** Stops and starts with all data kept. */
    public synchronized void restart() {
        stop();
        start();
    }

    /** The answer as text, elements of a list separated by line ends; {@link StoreException} where it is an error. */
    public String call(String... words) {
        return RespSocket.call(port, words);
    }

    /** Kills a server that uses the folder, whose data is about to go. */
    static void stopLeftover(Path folder) {
        find(folder).ifPresent(ServerProcess::kill);
    }

    private Optional<ServerProcess> process() {
        return find(folder);
    }

    private static Optional<ServerProcess> find(Path folder) {
        return ServerProcess.find(pidFile(folder), PROGRAM);
    }

    private static Map<String, String> settings(Path folder, int port) {
        return new LinkedHashMap<>(Map.of(
                "port", String.valueOf(port),
                "bind", Ports.LOOPBACK,
                "dir", folder.toString(),
                "daemonize", "yes",
                "pidfile", pidFile(folder).toString(),
                "logfile", logFile(folder).toString()));
    }

    /** The server that comes along, for tests that start some of their own. */
    public static Path program() {
        OsArchitecture platform = OsArchitecture.detectOSandArchitecture();
        String resource = ExecutableProvider.newProvidedVersionsMap().get(platform);
        if (resource == null) {
            throw new StoreException("no embedded Redis for " + platform);
        }
        return BinaryCache.executable(resource);
    }

    /** A large append-only file takes a while to load; until then Redis answers LOADING instead of PONG. */
    private void awaitPong() {
        Instant deadline = Instant.now().plus(START_PATIENCE);
        while (!answersPong()) {
            if (Instant.now().isAfter(deadline)) {
                throw new StoreException("Redis does not answer on port " + port + ", see " + logFile());
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private boolean answersPong() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), PROBE_TIMEOUT_MS);
            socket.setSoTimeout(PROBE_TIMEOUT_MS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private Path logFile() {
        return logFile(folder);
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("redis.pid");
    }

    private static Path logFile(Path folder) {
        return folder.resolve("redis.log");
    }
}
