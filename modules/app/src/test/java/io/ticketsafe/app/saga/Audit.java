package io.ticketsafe.app.saga;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Compares what tickets, payments and the bank say, and writes down what must not be. */
final class Audit {
    private static final String IS_SOLD = """
            SELECT p.method = 'pix' OR EXISTS (
              SELECT 1 FROM tickets.ticket_order o JOIN tickets.ticket t ON t.order_id = o.id
              WHERE o.id = p.order_id AND o.status IN ('paid', 'partially_refunded', 'refunded'))
              AND NOT EXISTS (SELECT 1 FROM tickets.order_payment a JOIN tickets.order_change c ON c.id = a.change_id
              WHERE a.payment_id = p.id AND c.state <> 'done') AS sold
            FROM payments.payment p WHERE p.id = $1
            """;
    private static final String PAYMENTS =
            "SELECT id, state, captured_minor, refunded_minor FROM payments.payment ORDER BY id";

    private final World world;
    private final List<String> violations = new ArrayList<>();

    Audit(World world) {
        this.world = world;
    }

    void found(String violation) {
        violations.add(violation);
        world.timeline().note("VIOLATION: " + violation);
    }

    List<String> violations() {
        return violations;
    }

    /** The bank is about to take the money: of a card, only when the buyer has what it is for. */
    Future<Void> beforeCapture(UUID paymentId) {
        return world.postgres().ask(IS_SOLD, paymentId).map(rows -> {
            if (rows.size() == 0 || !rows.iterator().next().getBoolean("sold")) {
                found("payment " + paymentId + " is captured before its order has its tickets");
            }
            return null;
        });
    }

    /** When all has come to rest. */
    Future<Void> atTheEnd() {
        Future<Void> looked = Future.succeededFuture();
        for (Map.Entry<String, String> rule : AuditRules.ALL.entrySet()) {
            looked = looked.compose(before -> world.postgres().ask(rule.getValue()))
                    .map(rows -> {
                        rows.forEach(row -> found(rule.getKey() + ": " + row.getValue(0)));
                        return null;
                    });
        }
        return looked.compose(before -> world.postgres().ask(PAYMENTS)).map(rows -> {
            Map<UUID, Row> known = new HashMap<>();
            rows.forEach(row -> known.put(row.getUUID("id"), row));
            compare(known);
            return null;
        });
    }

    private void compare(Map<UUID, Row> payments) {
        Map<UUID, long[]> moved = new HashMap<>();
        for (Bank.Charge charge : world.bank().charges()) {
            long[] sums = moved.computeIfAbsent(charge.paymentId, any -> new long[2]);
            sums[0] += charge.state == Bank.State.TAKEN ? charge.amountMinor : 0;
            sums[1] += charge.refundedMinor;
            if (charge.state == Bank.State.RESERVED) {
                found("money stays reserved: " + charge);
            }
        }
        moved.forEach((id, sums) -> {
            Row payment = payments.get(id);
            long captured = payment == null ? 0 : payment.getLong("captured_minor");
            long refunded = payment == null ? 0 : payment.getLong("refunded_minor");
            if (sums[0] != captured || sums[1] != refunded) {
                found("payment %s: the bank took %d and returned %d, payments says %d and %d"
                        .formatted(id, sums[0], sums[1], captured, refunded));
            }
        });
        payments.forEach((id, payment) -> {
            if (payment.getLong("captured_minor") > 0 && !moved.containsKey(id)) {
                found("payment " + id + " is captured, but the bank knows nothing of it");
            }
        });
    }
}
