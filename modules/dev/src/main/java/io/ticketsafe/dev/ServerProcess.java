package io.ticketsafe.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A server process found by its pid file. A JVM that is killed leaves its servers running; the pid file is how the next
 * start finds them.
 */
record ServerProcess(ProcessHandle handle) {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    /** The live process named by the first line of the file, if it runs {@code program} and was there before the file. */
    static Optional<ServerProcess> find(Path pidFile, String program) {
        return readPid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().command().orElse("").contains(program))
                .filter(handle -> startedBefore(handle, pidFile))
                .map(ServerProcess::new);
    }

    /** Asks the process to stop, waits, and kills it with its children when it does not. */
    void stop(Runnable request, Duration patience) {
        request.run();
        if (!await(List.of(handle), patience)) {
            kill();
        }
    }

    /** Kills the process and its children at once, as {@code kill -9} does, and waits until all are gone. */
    void kill() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(handle), handle.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        if (!await(all, Duration.ofSeconds(10))) {
            throw new StoreException("process " + handle.pid() + " does not die");
        }
    }

    boolean isRunning() {
        return runs(handle);
    }

    void terminate() {
        handle.destroy();
    }

    /** {@link ProcessHandle#onExit()} looks at foreign processes every 300 ms only. */
    private static boolean await(List<ProcessHandle> processes, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (processes.stream().anyMatch(ServerProcess::runs)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    /** A dead process that nobody has reaped is alive by its number, but has no program any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static Optional<Long> readPid(Path pidFile) {
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(s -> s.matches("\\d{1,10}"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean startedBefore(ProcessHandle handle, Path pidFile) {
        try {
            Instant written = Files.getLastModifiedTime(pidFile).toInstant();
            return handle.info()
                    .startInstant()
                    .map(started -> started.isBefore(written.plus(CLOCK_SLACK)))
                    .orElse(true);
        } catch (IOException e) {
            return false;
        }
    }
}
