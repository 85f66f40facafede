package io.ticketsafe.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.history.Fault.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients do at random what buyers can do while servers die, and afterwards no two answers contradict each other and all
 * stores agree. {@code docs/testing.md} says how to let it run for longer, and how to read what it prints.
 */
class HistoryIT {
    private static final int SECONDS = Integer.getInteger("history.seconds", 60);
    private static final int FAULT_EVERY = Integer.getInteger("history.faultEvery", 10);
    private static final int CLIENTS = Integer.getInteger("history.clients", 8);
    private static final long SEED = Long.getLong("history.seed", System.nanoTime());
    private static final int LAG_SECONDS = 2;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final History history = new History();
    private final List<String> wrong = new ArrayList<>();
    private final List<Kind> next = new ArrayList<>();

    @Test
    void noTwoAnswersContradictEachOtherAndAllStoresAgree() {
        // Given
        System.out.printf(
                "history: seed %d, %d clients for %d s, a fault every %d s%n", SEED, CLIENTS, SECONDS, FAULT_EVERY);
        try (Servers servers = Servers.cluster(folder)) {
            ApiClient anonymous = ApiClient.anonymous(servers.baseUrl());
            Hall hall = Hall.open(anonymous);
            Audit audit = new Audit(servers.database(), anonymous, servers.keys(), hall, history);
            try (Crowd crowd = new Crowd(CLIENTS, anonymous, hall, history, servers.keys(), random.nextLong())) {
                // When
                crowd.start();
                runFaults(servers, crowd, audit);
                crowd.stop();
            }
            // Then
            endAllHolds(servers, hall);
            note("at the end", audit.afterAllHolds());
            wrong.addAll(HistoryChecker.check(history, Hall.PER_BUYER));
            System.out.println(report());
            assertThat(wrong).as(report()).isEmpty();
        }
    }

    private void runFaults(Servers servers, Crowd crowd, Audit audit) {
        long end = history.now() + TimeUnit.SECONDS.toMicros(SECONDS);
        int faults = 0;
        while (history.now() < end && wrong.isEmpty()) {
            long rest = Math.min(end - history.now(), TimeUnit.SECONDS.toMicros(FAULT_EVERY));
            pause(rest);
            if (history.now() >= end) {
                return;
            }
            fault(servers);
            if (++faults % 2 == 0) {
                crowd.whileQuiet(() -> note("after fault " + faults(history), audit.whileHoldsLive()));
                wrong.addAll(HistoryChecker.check(history, Hall.PER_BUYER));
            }
        }
    }

    private static int faults(History history) {
        return history.faults().size();
    }

    /** All kinds in turn, each round in another order. */
    private void fault(Servers servers) {
        if (next.isEmpty()) {
            next.addAll(List.of(Kind.values()));
            Collections.shuffle(next, random);
        }
        Kind kind = next.remove(0);
        if (kind == Kind.REDIS_FAILED_OVER) {
            servers.redis().lag();
            pause(TimeUnit.SECONDS.toMicros(LAG_SECONDS));
        }
        long from = history.now();
        switch (kind) {
            case REDIS_KILLED -> servers.redis().killAndRestart();
            case REDIS_FLUSHED -> servers.redis().flushAll();
            case REDIS_FAILED_OVER -> servers.redis().failOver();
            case TICKETS_KILLED -> {
                servers.killTickets();
                servers.restartTickets();
            }
        }
        Fault fault = new Fault(kind, from, history.now());
        history.add(fault);
        System.out.println("history: " + fault);
        if (kind == Kind.REDIS_FAILED_OVER) {
            servers.redis().addReplica();
        }
    }

    /** Time cannot be waited for here, so it is taken from what holds there are. */
    private void endAllHolds(Servers servers, Hall hall) {
        if (!servers.keys().lapseAll(hall.eventId())) {
            wrong.add("Redis does not answer at the end");
        }
    }

    private void note(String when, List<String> found) {
        found.forEach(what -> wrong.add(when + ": " + what));
    }

    private static void pause(long micros) {
        long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private String report() {
        StringBuilder text = new StringBuilder("history: seed " + SEED + ", "
                + history.faults().size() + " faults, " + history.ops().size() + " commands, "
                + history.checkpoints().size() + " times all stores agreed\n");
        text.append(history.counts()).append('\n');
        text.append("verdict: ").append(wrong.isEmpty() ? "nothing contradicts" : wrong.size() + " violations");
        wrong.stream().limit(20).forEach(what -> text.append('\n').append(what));
        return text.toString();
    }
}
