package io.ticketsafe.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.e2e.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker finds what it is there to find. Each bug is a script that differs from the real one in a line; the program finds it
 * first on its class path.
 */
class PlantedBugsIT {
    private static final int CLIENTS = 8;
    private static final long FOUND_WITHIN_SECONDS = 15;
    private static final String SCRIPTS = "lua/tickets/";

    @TempDir
    Path folder;

    enum Bug {
        HOLDS_WHAT_IS_TAKEN("has two owners", new Change("hold.lua", "ARGV[11], '[^fF]'", "ARGV[11], '[^fFhH]'")),
        RELEASES_WHAT_IS_ORDERED(
                "has two owners|does not add up|places of at most",
                new Change("release.lua", "if state == 'a' or (", "if state == 'a' or state == 'o' or ("),
                new Change("include/release.lua", "{ h = 'f', H = 'F' }", "{ h = 'f', H = 'F', c = 'f', s = 'f' }")),
        FORGETS_WHAT_BUYERS_HAVE(
                "places of at most", new Change("hold.lua", "has + count > per_buyer", "count > per_buyer"));

        private final String sign;
        private final List<Change> changes;

        Bug(String sign, Change... changes) {
            this.sign = sign;
            this.changes = List.of(changes);
        }
    }

    record Change(String script, String right, String wrong) {}

    @ParameterizedTest
    @EnumSource
    void isFoundWithinSeconds(Bug bug) throws IOException {
        // Given
        Path altered = plant(bug);
        long seed = System.nanoTime();
        History history = new History();
        List<String> found = List.of();
        try (Servers servers = Servers.altered(folder, bug.name(), altered)) {
            ApiClient anonymous = ApiClient.anonymous(servers.baseUrl());
            Hall hall = Hall.open(anonymous);
            try (Crowd crowd = new Crowd(CLIENTS, anonymous, hall, history, servers.keys(), seed)) {
                // When
                crowd.start();
                long end = history.now() + TimeUnit.SECONDS.toMicros(FOUND_WITHIN_SECONDS);
                while (found.isEmpty() && history.now() < end) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                    found = HistoryChecker.check(history, Hall.PER_BUYER);
                }
                crowd.stop();
            }
        }
        // Then
        assertThat(found).as("seed " + seed + '\n' + history.counts()).isNotEmpty();
        assertThat(found.get(0)).containsPattern(bug.sign);
        System.out.printf(
                "planted %s: found after %d commands%n%s%n", bug, history.ops().size(), found.get(0));
    }

    private Path plant(Bug bug) throws IOException {
        Path first = folder.resolve("altered");
        for (Change change : bug.changes) {
            String text = original(change.script());
            assertThat(text).contains(change.right());
            Path file = first.resolve(SCRIPTS + change.script());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.replace(change.right(), change.wrong()));
        }
        return first;
    }

    private static String original(String script) throws IOException {
        try (InputStream file = PlantedBugsIT.class.getClassLoader().getResourceAsStream(SCRIPTS + script)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
