package io.ticketsafe.app.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What all clients have asked and been answered, and what was done to the servers meanwhile. */
final class History {
    private final long startNano = System.nanoTime();
    private final long startMs = System.currentTimeMillis();
    private final List<Op> ops = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Long> checkpoints = new ArrayList<>();

    /** µs since the history began; never goes back. */
    long now() {
        return (System.nanoTime() - startNano) / 1000;
    }

    /** The same for a time of the wall clock. */
    long at(long epochMs) {
        return (epochMs - startMs) * 1000;
    }

    synchronized void add(Op op) {
        ops.add(op);
    }

    synchronized void add(Fault fault) {
        faults.add(fault);
    }

    /** All stores agreed at this time. */
    synchronized void agreed() {
        checkpoints.add(now());
    }

    /** In the order in which they were sent. */
    synchronized List<Op> ops() {
        return ops.stream().sorted(Comparator.comparingLong(Op::from)).toList();
    }

    synchronized List<Fault> faults() {
        return List.copyOf(faults);
    }

    synchronized List<Long> checkpoints() {
        return List.copyOf(checkpoints);
    }

    /** How often each command was answered how. */
    String counts() {
        Map<Op.Act, Map<String, Long>> counts = ops().stream()
                .collect(Collectors.groupingBy(
                        Op::act,
                        TreeMap::new,
                        Collectors.groupingBy(Op::outcome, TreeMap::new, Collectors.counting())));
        return counts.entrySet().stream()
                .map(entry -> "  %-13s%s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
