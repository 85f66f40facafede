package io.ticketsafe.app.history;

import io.ticketsafe.app.history.Op.Act;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads from a history who had which places for certain: from the answer that says so until the first moment at which
 * it may have ended, be it by a command of its client, by time, or by a fault.
 */
final class Tenures {
    private static final long FOR_EVER = Long.MAX_VALUE;

    /**
     * @param seats each with the end of its tenure
     * @param standing places without seats
     * @param shaken whether a fault that loses holds came between the command and its answer
     */
    record Tenure(Op op, boolean isOrder, Map<String, Long> seats, int standing, long from, long to, boolean shaken) {
        int client() {
            return op.client();
        }

        /** Places for certain at this time. */
        int placesAt(long time) {
            if (time < from || time >= to) {
                return 0;
            }
            return standing
                    + (int) seats.values().stream().filter(end -> time < end).count();
        }
    }

    private final Map<String, List<Op>> byHold = new HashMap<>();
    private final Map<String, List<Op>> byOrder = new HashMap<>();
    /** A server that came back with an older state gives holds for a moment, which are lost when that is noticed. */
    private static final long NOTICED_LATE = TimeUnit.SECONDS.toMicros(3);

    private final List<Fault> losses;
    private final List<Tenure> all = new ArrayList<>();

    Tenures(Collection<Op> ops, Collection<Fault> faults) {
        losses = faults.stream()
                .filter(fault -> fault.kind().losesHolds)
                .map(fault -> new Fault(fault.kind(), fault.from(), fault.to() + NOTICED_LATE))
                .toList();
        for (Op op : ops) {
            if (op.holdId() != null) {
                byHold.computeIfAbsent(op.holdId(), id -> new ArrayList<>()).add(op);
            }
            if (op.orderId() != null) {
                byOrder.computeIfAbsent(op.orderId(), id -> new ArrayList<>()).add(op);
            }
        }
        byHold.values().forEach(this::addHolds);
        byOrder.values().forEach(this::addOrder);
    }

    List<Tenure> all() {
        return all;
    }

    List<Op> ofHold(String holdId) {
        return byHold.getOrDefault(holdId, List.of());
    }

    boolean lossBetween(long from, long to) {
        return losses.stream().anyMatch(fault -> fault.from() <= to && fault.to() >= from);
    }

    /** A hold is there from its first answer, and once more where a repeat has made it anew after a loss. */
    private void addHolds(List<Op> ops) {
        Op known = null;
        for (Op op : ops) {
            if (changes(op)) {
                // What a repeat answers from here on is what was, and perhaps no longer is.
                return;
            }
            boolean made = op.done() && (op.act() == Act.HOLD || op.act() == Act.REPEAT_HOLD);
            if (made && (known == null || lossBetween(known.from(), op.to()))) {
                known = op;
                addHold(op, ops);
            }
        }
    }

    private static boolean changes(Op op) {
        return switch (op.act()) {
            case RELEASE, RELEASE_SEAT, LAPSE, ORDER -> true;
            default -> false;
        };
    }

    private void addHold(Op made, List<Op> ops) {
        if (lossBetween(made.from(), made.to())) {
            return;
        }
        long to = firstLossAfter(made.to());
        long until = made.until();
        Map<String, Long> ends = new HashMap<>();
        for (Op op : ops) {
            if (op.from() < made.to()) {
                continue;
            }
            switch (op.act()) {
                case RELEASE, LAPSE, ORDER -> to = Math.min(to, op.from());
                case EXTEND -> until = op.done() && op.from() < until ? Math.max(until, op.until()) : until;
                case RELEASE_SEAT -> op.seats().forEach(seat -> ends.merge(seat, op.from(), Math::min));
                default -> {}
            }
        }
        to = Math.min(to, until);
        for (String seat : made.seats()) {
            ends.merge(seat, to, Math::min);
        }
        ends.keySet().retainAll(made.seats());
        all.add(new Tenure(made, false, ends, made.standing(), made.to(), to, false));
    }

    private void addOrder(List<Op> ops) {
        Op made = ops.stream()
                .filter(op -> op.act() == Act.ORDER && op.done())
                .findFirst()
                .orElse(null);
        if (made == null) {
            return;
        }
        boolean paid = ops.stream()
                .anyMatch(op -> op.act() == Act.PAY && op.done() && op.text().equals("succeeded"));
        long to = paid ? FOR_EVER : made.until();
        for (Op op : ops) {
            if (op.act() == Act.CANCEL || op.act() == Act.REFUND) {
                to = Math.min(to, op.from());
            }
        }
        Map<String, Long> ends = new HashMap<>();
        for (String seat : made.seats()) {
            ends.put(seat, to);
        }
        long firstAsked = byHold.getOrDefault(made.holdId(), List.of(made)).stream()
                .filter(op -> op.act() == Act.ORDER)
                .mapToLong(Op::from)
                .min()
                .orElse(made.from());
        all.add(new Tenure(made, true, ends, made.standing(), made.to(), to, lossBetween(firstAsked, made.to())));
    }

    private long firstLossAfter(long time) {
        return losses.stream()
                .mapToLong(Fault::from)
                .filter(from -> from > time)
                .min()
                .orElse(FOR_EVER);
    }

    /** Orders that were answered, and those of them whose payment was. */
    Set<String> orders(boolean paidOnly) {
        Set<String> ids = new HashSet<>();
        byOrder.forEach((id, ops) -> {
            boolean wanted = ops.stream()
                    .anyMatch(op -> paidOnly
                            ? op.act() == Act.PAY && op.done() && op.text().equals("succeeded")
                            : op.act() == Act.ORDER && op.done());
            if (wanted) {
                ids.add(id);
            }
        });
        return ids;
    }
}
