package io.ticketsafe.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of its own process, started with the same options as every other; its output goes to a file. */
public final class JavaServer implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final String READY = "ready ";

    private final String name;
    private final Process process;
    private final Path log;

    private JavaServer(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * How every server is run.
     *
     * @param recordings folder for those of Java Flight Recorder, or null for none
     */
    public record Runtime(Path java, List<String> options, String classPath, Path logs, Path recordings) {}

    /** Does not wait; see {@link #awaitReady}. */
    public static JavaServer start(
            Runtime runtime, String name, Map<String, String> environment, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(runtime.java().toString());
        command.addAll(runtime.options());
        if (runtime.recordings() != null) {
            command.add("-XX:StartFlightRecorder=settings=profile,dumponexit=true,filename="
                    + runtime.recordings().resolve(name + ".jfr"));
        }
        command.addAll(List.of("-cp", runtime.classPath(), main));
        command.addAll(List.of(arguments));
        Path log = runtime.logs().resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new JavaServer(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not start", e);
        }
    }

    /** Waits until the server has said that it is ready. */
    public JavaServer awaitReady() {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!saidReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " does not become ready, see " + log);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return this;
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /** {@code kill -9}; completes when it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean saidReady() {
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            return lines.lines().anyMatch(line -> line.startsWith(READY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
