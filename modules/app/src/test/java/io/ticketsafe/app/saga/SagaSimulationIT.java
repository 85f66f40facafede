package io.ticketsafe.app.saga;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Orders and payments as one saga, under faults at every step, in virtual time. See docs/testing.md. */
class SagaSimulationIT {
    private static final int SEEDS = Integer.getInteger("saga.seeds", 1_000);
    private static final Long ONLY = Long.getLong("saga.seed");
    private static final long FIRST = Long.getLong("saga.first", 1);
    private static final int MOST_FAILURES = 5;
    private static final int MOST_SEEDS_FOR_A_BUG = 300;
    private static final int REPLAYED = 20;
    private static final int SIDE_BY_SIDE = 2;

    private static final List<BiFunction<Long, String, Map<String, List<String>>>> runners = new ArrayList<>();

    @BeforeAll
    static void start() throws ReflectiveOperationException {
        // What goes wrong here goes wrong on purpose, thousands of times.
        setLogLevel(ONLY == null ? Level.OFF : Level.INFO);
        for (int i = 0; i < (ONLY == null ? SIDE_BY_SIDE : 1); i++) {
            runners.add(newRunner());
        }
    }

    /** In a world of its own: classes, clock, database. */
    @SuppressWarnings("unchecked")
    private static BiFunction<Long, String, Map<String, List<String>>> newRunner() throws ReflectiveOperationException {
        return (BiFunction<Long, String, Map<String, List<String>>>) new SimulatedClasses()
                .loadClass(SeedRunner.class.getName())
                .getConstructor(String.class)
                .newInstance(SimulatedDatabase.create());
    }

    @AfterAll
    static void stop() throws Exception {
        setLogLevel(null);
        for (BiFunction<Long, String, Map<String, List<String>>> runner : runners) {
            ((AutoCloseable) runner).close();
        }
    }

    @Test
    void noSeedBreaksAPromise() {
        // Given
        long first = ONLY == null ? FIRST : ONLY;
        long end = ONLY == null ? FIRST + SEEDS : ONLY + 1;
        AtomicLong next = new AtomicLong(first);
        AtomicLong steps = new AtomicLong();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        long began = System.nanoTime();
        // When
        CompletableFuture.allOf(runners.stream()
                        .map(runner -> CompletableFuture.runAsync(() -> {
                            long seed;
                            while (failures.size() < MOST_FAILURES && (seed = next.getAndIncrement()) < end) {
                                steps.addAndGet(run(runner, seed, failures));
                            }
                        }))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        // Then
        System.out.printf(
                "saga: seeds %d to %d, %d steps, %d failed, %.1f s%n%s",
                first,
                end - 1,
                steps.get(),
                failures.size(),
                (System.nanoTime() - began) / 1e9,
                String.join("", failures));
        assertThat(failures).as("what went wrong").isEmpty();
    }

    private static int run(
            BiFunction<Long, String, Map<String, List<String>>> runner, long seed, Queue<String> failures) {
        Map<String, List<String>> result = runner.apply(seed, "NONE");
        List<String> violations = result.get("violations");
        if (!violations.isEmpty() || ONLY != null) {
            Path log = write(seed, result.get("trace"));
            String report = "seed %d (again: -Dsaga.seed=%d; all steps: %s):%n  %s%n"
                    .formatted(seed, seed, log, String.join("\n  ", violations));
            if (!violations.isEmpty()) {
                failures.add(report);
            }
        }
        return result.get("trace").size();
    }

    @Test
    void aSeedRunsTheSameWayAgain() {
        for (long seed = 1; seed <= REPLAYED; seed++) {
            // Given
            List<String> first = sure(runners.get(0).apply(seed, "NONE").get("trace"));
            // When
            List<String> again = sure(runners.get(0).apply(seed, "NONE").get("trace"));
            // Then
            assertThat(again).as("trace of seed " + seed).isEqualTo(first);
        }
    }

    private static List<String> sure(List<String> trace) {
        return trace.stream()
                .takeWhile(step -> !step.endsWith(Postgres.MANY_WAIT))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(value = PlantedBug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsFound(PlantedBug bug) {
        // Given
        long seed = 1;
        // When
        List<String> found = List.of();
        while (found.isEmpty() && seed <= MOST_SEEDS_FOR_A_BUG) {
            found = runners.get(0).apply(seed++, bug.name()).get("violations");
        }
        // Then
        System.out.printf("saga: %s was found by seed %d: %s%n", bug, seed - 1, found);
        assertThat(found).as("what " + bug + " breaks").isNotEmpty();
    }

    private static void setLogLevel(Level level) {
        ((Logger) LoggerFactory.getLogger("io.ticketsafe")).setLevel(level);
    }

    private static Path write(long seed, List<String> trace) {
        try {
            return Files.write(Path.of("target", "saga-" + seed + ".log"), trace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
