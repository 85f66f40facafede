package io.ticketsafe.app.history;

import io.ticketsafe.app.history.Op.Act;
import io.ticketsafe.app.history.Tenures.Tenure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks in a history for answers that cannot all be true. It claims nothing that it cannot know: a command without an
 * answer may have happened or not, and a hold may be gone after a fault that loses holds. An order stays.
 */
final class HistoryChecker {
    private final int perBuyer;
    private final List<Op> ops;
    private final List<Fault> faults;
    private final List<Long> checkpoints;
    private final Tenures tenures;
    private final List<String> violations = new ArrayList<>();

    private HistoryChecker(History history, int perBuyer) {
        this.perBuyer = perBuyer;
        ops = history.ops();
        faults = history.faults();
        checkpoints = history.checkpoints();
        tenures = new Tenures(ops, faults);
    }

    /** Each with the commands that contradict each other; none if all is well. */
    static List<String> check(History history, int perBuyer) {
        HistoryChecker checker = new HistoryChecker(history, perBuyer);
        checker.checkSeats();
        checker.checkCaps();
        checker.checkRepeats();
        checker.checkReads();
        return checker.violations;
    }

    /** At most one owner per seat at any time. */
    private void checkSeats() {
        Map<String, List<Tenure>> bySeat = new HashMap<>();
        tenures.all()
                .forEach(tenure -> tenure.seats()
                        .keySet()
                        .forEach(seat -> bySeat.computeIfAbsent(seat, any -> new ArrayList<>())
                                .add(tenure)));
        bySeat.forEach((seat, owners) -> {
            owners.sort(Comparator.comparingLong(Tenure::from));
            for (int i = 0; i < owners.size(); i++) {
                for (int j = i + 1; j < owners.size(); j++) {
                    checkSeat(seat, owners.get(i), owners.get(j));
                }
            }
        });
    }

    private void checkSeat(String seat, Tenure earlier, Tenure later) {
        boolean together = later.from() < earlier.seats().get(seat)
                && earlier.from() < later.seats().get(seat)
                && later.from() < later.seats().get(seat);
        if (!together || isSameHold(earlier, later) || isExcused(earlier, later)) {
            return;
        }
        violations.add("seat " + seat + " has two owners\n" + story(earlier) + story(later));
    }

    private static boolean isSameHold(Tenure one, Tenure other) {
        return one.op().holdId() != null && one.op().holdId().equals(other.op().holdId());
    }

    /**
     * A hold is no proof of ownership: after a failover Redis may know less than PostgreSQL until it has been compared, and
     * an order that was under way while Redis lost everything may claim what has been held anew. Two orders never.
     */
    private boolean isExcused(Tenure one, Tenure other) {
        if (one.isOrder() == other.isOrder()) {
            return false;
        }
        Tenure order = one.isOrder() ? one : other;
        Tenure hold = one.isOrder() ? other : one;
        return order.shaken() || isStale(hold.op());
    }

    /** Whether this was answered between a failover and the next time at which all stores agreed. */
    private boolean isStale(Op op) {
        return faults.stream()
                .filter(fault -> fault.kind().bringsBackThePast)
                .anyMatch(fault -> op.to() >= fault.from() && op.from() <= firstCheckpointAfter(fault.to()));
    }

    private long firstCheckpointAfter(long time) {
        return checkpoints.stream()
                .mapToLong(Long::longValue)
                .filter(at -> at > time)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** What a client has when it is given a hold must not exceed the cap. */
    private void checkCaps() {
        Map<Integer, List<Tenure>> byClient = new HashMap<>();
        tenures.all()
                .forEach(tenure -> byClient.computeIfAbsent(tenure.client(), any -> new ArrayList<>())
                        .add(tenure));
        for (Tenure given : tenures.all()) {
            if (given.isOrder() || isStale(given.op()) || given.from() >= given.to()) {
                continue;
            }
            List<Tenure> mine = byClient.get(given.client());
            int places = mine.stream()
                    .mapToInt(tenure -> tenure.placesAt(given.from()))
                    .sum();
            if (places > perBuyer) {
                StringBuilder what = new StringBuilder(
                        "client " + given.client() + " has " + places + " places of at most " + perBuyer + '\n');
                mine.stream()
                        .filter(tenure -> tenure.placesAt(given.from()) > 0)
                        .forEach(tenure -> what.append(story(tenure)));
                violations.add(what.toString());
            }
        }
    }

    /** A repeat answers what was answered first, unless the hold was lost in between. */
    private void checkRepeats() {
        Map<String, Op> first = new HashMap<>();
        for (Op op : ops) {
            if (!op.done() || (op.act() != Act.HOLD && op.act() != Act.REPEAT_HOLD)) {
                continue;
            }
            Op known = first.get(op.holdId());
            if (known != null
                    && !tenures.lossBetween(known.from(), op.to())
                    && !known.seats().equals(op.seats())) {
                violations.add("a repeat is answered otherwise\n    " + known + "\n    " + op + '\n');
            }
            if (known == null || tenures.lossBetween(known.from(), op.to())) {
                first.put(op.holdId(), op);
            }
        }
    }

    /** sold + claimed + held + free + blocked = capacity, whoever looks. */
    private void checkReads() {
        ops.stream()
                .filter(op -> op.act() == Act.READ && op.done() && !op.text().isEmpty())
                .forEach(op -> violations.add("a section does not add up\n    " + op + '\n'));
    }

    /** Everything that the history says of a hold or order. */
    private String story(Tenure tenure) {
        StringBuilder text = new StringBuilder();
        tenures.ofHold(tenure.op().holdId())
                .forEach(op -> text.append("    ").append(op).append('\n'));
        ops.stream()
                .filter(op -> op.holdId() == null
                        && op.orderId() != null
                        && op.orderId().equals(tenure.op().orderId()))
                .forEach(op -> text.append("    ").append(op).append('\n'));
        return text + "    --\n";
    }
}
