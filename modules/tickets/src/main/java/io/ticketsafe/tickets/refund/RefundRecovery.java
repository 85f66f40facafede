package io.ticketsafe.tickets.refund;

import io.ticketsafe.tickets.order.RowByRow;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Repeats the refunds that payments has not answered yet, or has refused. */
public final class RefundRecovery {
    private static final int MOST_AT_ONCE = 16;
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final RefundStore refunds;
    private final RefundRunner runner;
    private final RowByRow rows;

    public RefundRecovery(RefundStore refunds, RefundRunner runner, RowByRow rows) {
        this.refunds = refunds;
        this.runner = runner;
        this.rows = rows;
    }

    public Future<Boolean> run() {
        return refunds.takeStuck(MOST_AT_ONCE, LEASE)
                .compose(stuck -> Future.join(stuck.stream()
                                .map(refund -> rows.each(List.of(refund.id()), id -> runner.carryOn(refund)))
                                .toList())
                        .map(stuck.size() == MOST_AT_ONCE));
    }
}
