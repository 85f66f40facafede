package io.ticketsafe.payments.payment;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.Providers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up the payments and refunds that stood still for too long: their process died, or their provider gave no answer. */
public final class PaymentRecovery {
    private static final Logger log = LoggerFactory.getLogger(PaymentRecovery.class);
    /** Of each provider. */
    private static final int AT_ONCE = 16;

    private static final int MOST_ROUNDS = 10;

    private final PaymentStore payments;
    private final RefundStore refunds;
    private final PaymentFlow flow;
    private final RefundFlow refundFlow;
    private final Providers providers;
    private final Duration budget;

    PaymentRecovery(
            PaymentStore payments,
            RefundStore refunds,
            PaymentFlow flow,
            RefundFlow refundFlow,
            Providers providers,
            Duration budget) {
        this.payments = requireNonNull(payments);
        this.refunds = requireNonNull(refunds);
        this.flow = requireNonNull(flow);
        this.refundFlow = requireNonNull(refundFlow);
        this.providers = requireNonNull(providers);
        this.budget = requireNonNull(budget);
    }

    /** Completes when nothing is due any more; never fails because of one payment. */
    public Future<Void> run() {
        return round(MOST_ROUNDS);
    }

    private Future<Void> round(int roundsLeft) {
        return payments.takeDue(AT_ONCE, providers.answering())
                .compose(due -> all(due.stream().map(this::carryOn).toList()).map(due.size()))
                .compose(count -> refunds.takeDue(AT_ONCE, providers.answering())
                        .compose(due ->
                                all(due.stream().map(this::carryOn).toList()).map(Math.max(count, due.size()))))
                .compose(count ->
                        count < AT_ONCE || roundsLeft == 0 ? Future.<Void>succeededFuture() : round(roundsLeft - 1));
    }

    private Future<?> carryOn(PaymentRecord payment) {
        Deadline deadline = Deadline.inBackground(budget);
        Future<PaymentRecord> carriedOn = payment.state() == PaymentState.REQUIRES_ACTION
                ? flow.settle(payment, deadline)
                : flow.advance(payment, deadline);
        return carriedOn
                .onSuccess(after -> {
                    if (after.state() != payment.state()) {
                        log.atInfo()
                                .addKeyValue("paymentId", payment.id())
                                .addKeyValue("from", payment.state())
                                .addKeyValue("to", after.state())
                                .log("payment carried on");
                    }
                })
                .recover(failure -> later(failure, "paymentId", payment.id()));
    }

    private Future<?> carryOn(RefundRecord refund) {
        return payments.get(refund.paymentId())
                .compose(payment -> refundFlow.advance(refund, payment, Deadline.inBackground(budget)))
                .<Object>mapEmpty()
                .recover(failure -> later(failure, "refundId", refund.id()));
    }

    private static <T> Future<T> later(Throwable failure, String key, Object id) {
        boolean expected = failure instanceof ProviderUnavailable;
        log.atLevel(expected ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.ERROR)
                .setCause(expected ? null : failure)
                .addKeyValue(key, id)
                .log("could not carry on; it will be tried again");
        return Future.succeededFuture();
    }

    private static Future<Void> all(List<? extends Future<?>> work) {
        return Future.join(new ArrayList<>(work)).mapEmpty();
    }
}
