package io.ticketsafe.tickets.refund;

import io.vertx.core.Future;
import java.time.Duration;

/** Repeats the refunds that payments has not answered yet. */
public final class RefundRecovery {
    private static final int MOST_AT_ONCE = 16;
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final RefundStore refunds;
    private final RefundRunner runner;

    public RefundRecovery(RefundStore refunds, RefundRunner runner) {
        this.refunds = refunds;
        this.runner = runner;
    }

    public Future<Boolean> run() {
        return refunds.takeStuck(MOST_AT_ONCE, LEASE)
                .compose(stuck -> Future.join(stuck.stream()
                                .map(refund -> runner.tryOnce(refund, null))
                                .toList())
                        .map(stuck.size() == MOST_AT_ONCE));
    }
}
