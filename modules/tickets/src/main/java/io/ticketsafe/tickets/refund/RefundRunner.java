package io.ticketsafe.tickets.refund;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Backoff;
import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.contract.payments.PaymentOperations.RefundState;
import io.ticketsafe.tickets.refund.RefundRow.State;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks payments for the money, between the transactions. */
public final class RefundRunner {
    private static final Logger log = LoggerFactory.getLogger(RefundRunner.class);
    private static final Set<FaultCode> FINAL =
            EnumSet.of(FaultCode.VALIDATION, FaultCode.WRONG_STATE, FaultCode.NOT_FOUND, FaultCode.NOT_IMPLEMENTED);

    /** Longer than payments may take to answer. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final Bus bus;
    private final Database database;
    private final RefundStore refunds;
    private final RefundEnds ends;

    public RefundRunner(Bus bus, Database database, RefundStore refunds, RefundEnds ends) {
        this.bus = requireNonNull(bus);
        this.database = requireNonNull(database);
        this.refunds = requireNonNull(refunds);
        this.ends = requireNonNull(ends);
    }

    /** The next step of a refund that nobody is at: one that was refused is asked for under another id, since its own is used up. */
    Future<Void> carryOn(RefundRow refund) {
        Future<RefundRow> requested = refund.state() == State.FAILED
                ? refunds.askAnew(refund, Ids.next(), LEASE)
                : Future.succeededFuture(refund);
        return requested.compose(now ->
                now == null ? Future.succeededFuture() : tryOnce(now, null).mapEmpty());
    }

    /** The refund as it stands after one try. Never fails because of payments: what is not done is tried again later. */
    Future<RefundRow> tryOnce(RefundRow refund, Call because) {
        if (refund.state() != State.REQUESTED) {
            return Future.succeededFuture(refund);
        }
        return refunds.standing(refund.paymentId()).compose(standing -> switch (standing) {
            case CAPTURED -> ask(refund, because);
            // What is authorised only cannot be given back yet; the recovery of the payment captures it first.
            case ISSUED -> later(refund);
            // It turned out that the money could not be had: there is nothing to give back.
            case NEVER_CAME -> end(refund, true);
        });
    }

    private Future<RefundRow> ask(RefundRow refund, Call because) {
        var request = new RefundPayment(
                refund.askedAs(), refund.paymentId(), refund.amount(), refund.reason(), refund.shares());
        return bus.callAsService(PaymentOperations.REFUND, request, because == null ? null : because.withoutDeadline())
                .transform(reply -> reply.succeeded()
                        ? answered(refund, reply.result())
                        : refused(refund, (ServiceFault) reply.cause()));
    }

    private Future<RefundRow> answered(RefundRow refund, RefundState answer) {
        return switch (answer.status()) {
            case SUCCEEDED -> end(refund, true);
            case FAILED -> end(refund, false);
            case PENDING -> later(refund);
        };
    }

    private Future<RefundRow> refused(RefundRow refund, ServiceFault fault) {
        if (FINAL.contains(fault.code())) {
            return end(refund, false);
        }
        log.atWarn()
                .addKeyValue("refundId", refund.id())
                .addKeyValue("code", fault.code())
                .addKeyValue("tries", refund.tries())
                .log("refund is tried again later");
        return later(refund);
    }

    private Future<RefundRow> end(RefundRow refund, boolean succeeded) {
        return database.inTransaction(transaction -> ends.end(transaction, refund.askedAs(), succeeded))
                .map(refund.in(succeeded ? State.DONE : State.FAILED));
    }

    private Future<RefundRow> later(RefundRow refund) {
        return refunds.continueLater(refund.id(), Duration.ofMillis(BACKOFF.pauseMs(refund.tries() + 1)))
                .map(refund);
    }
}
