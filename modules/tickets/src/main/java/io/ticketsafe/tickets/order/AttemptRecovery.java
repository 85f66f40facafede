package io.ticketsafe.tickets.order;

import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the payments that got stuck, whoever was at them, and carries them on. */
final class AttemptRecovery {
    private static final Logger log = LoggerFactory.getLogger(AttemptRecovery.class);
    private static final int MOST_AT_ONCE = 32;

    private final OrderStore orders;
    private final AttemptStore attempts;
    private final AttemptRunner runner;
    private final Leases leases;
    private int underWay;

    AttemptRecovery(OrderStore orders, AttemptStore attempts, AttemptRunner runner, Leases leases) {
        this.orders = orders;
        this.attempts = attempts;
        this.runner = runner;
        this.leases = leases;
    }

    /** Does not wait for the payments, since the leases must be renewed while they take their time. */
    Future<Void> run() {
        int room = MOST_AT_ONCE - underWay;
        return leases.renew()
                .compose(renewed -> room > 0
                        ? attempts.takeStuck(room, leases.duration())
                        : Future.succeededFuture(List.<Attempt>of()))
                .map(stuck -> {
                    stuck.forEach(this::resume);
                    return null;
                });
    }

    private void resume(Attempt attempt) {
        underWay++;
        leases.during(
                        attempt.paymentId(),
                        () -> orders.get(attempt.orderId()).compose(order -> runner.resume(order, attempt)))
                .onComplete(done -> {
                    underWay--;
                    var line = done.failed()
                            ? log.atWarn().setCause(done.cause())
                            : attempt.state() == Attempt.State.REQUIRES_ACTION ? log.atDebug() : log.atInfo();
                    line.addKeyValue("paymentId", attempt.paymentId())
                            .addKeyValue("orderId", attempt.orderId())
                            .addKeyValue("state", attempt.state())
                            .addKeyValue("tries", attempt.tries())
                            .log("stuck payment was taken up");
                });
    }
}
