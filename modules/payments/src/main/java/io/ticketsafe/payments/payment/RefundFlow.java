package io.ticketsafe.payments.payment;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.payments.ledger.Ledger;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.PaymentProvider.Charge;
import io.ticketsafe.payments.provider.ProviderAct;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.Providers;
import io.ticketsafe.payments.provider.Providers.Connected;
import io.ticketsafe.payments.provider.RefundOutcome;
import io.ticketsafe.payments.provider.RefundOutcome.Refunded;
import io.ticketsafe.payments.provider.RefundOutcome.Refused;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings money back: one transaction promises it, the provider is asked, one transaction books what it answered. Its
 * recovery point is the row in state requested. A refund that somebody asked for fails when it is refused, and they may ask again; one
 * that payments itself has promised is asked for anew, for about three days.
 */
public final class RefundFlow {
    private static final Logger log = LoggerFactory.getLogger(RefundFlow.class);
    private static final String GIVEN_UP = "The payment was given up.";

    private final Database database;
    private final RefundStore refunds;
    private final Providers providers;
    private final Outbox outbox;
    private final RefundMeters meters;

    RefundFlow(Database database, RefundStore refunds, Providers providers, Outbox outbox, RefundMeters meters) {
        this.database = requireNonNull(database);
        this.refunds = requireNonNull(refunds);
        this.providers = requireNonNull(providers);
        this.outbox = requireNonNull(outbox);
        this.meters = requireNonNull(meters);
    }

    /** The promise, new or known. WRONG_STATE when more than was captured would go back, or the id means another refund. */
    Future<Promised> promise(RefundPayment request) {
        return database.inTransaction(transaction -> PaymentStore.lock(transaction, request.paymentId())
                .compose(payment -> {
                    requireSameCurrency(request.amount(), payment);
                    return RefundStore.find(transaction, request.refundId())
                            .compose(known -> known == null
                                    ? promise(transaction, request, payment)
                                    : Future.succeededFuture(requireSame(known, request)))
                            .map(refund -> new Promised(refund, payment));
                }));
    }

    private Future<RefundRecord> promise(SqlConnection transaction, RefundPayment request, PaymentRecord payment) {
        return RefundStore.promised(transaction, payment.id()).compose(promised -> {
            Remainder left = Remainder.of(payment, promised);
            if (request.amount().amountMinor() > left.amountMinor()) {
                throw ServiceFault.wrongState("No more can go back than what was paid and has not gone back yet.");
            }
            if (request.amount().amountMinor() == 0 && payment.capturedMinor() == 0) {
                throw ServiceFault.wrongState("Nothing was captured that could be divided.");
            }
            return refunds.insert(
                            transaction,
                            request.refundId(),
                            payment.id(),
                            request.amount().amountMinor(),
                            request.amount().amountMinor() == left.amountMinor() ? left.shares() : request.shares(),
                            request.reason(),
                            false)
                    .compose(refund -> refund.movesMoney()
                            ? Future.succeededFuture(refund)
                            : divideAnew(transaction, payment, refund));
        });
    }

    /** No money moves: nobody but the ledger needs to know. */
    private static Future<RefundRecord> divideAnew(
            SqlConnection transaction, PaymentRecord payment, RefundRecord refund) {
        return RefundStore.succeed(transaction, refund.id(), null)
                .compose(done -> Ledger.refund(transaction, done.id(), payment.about(), done.division(payment))
                        .map(done));
    }

    private static void requireSameCurrency(Money amount, PaymentRecord payment) {
        if (!amount.currency().equals(payment.amount().currency())) {
            throw ServiceFault.invalid("/amount/currency", "The payment was made in another currency.");
        }
    }

    private static RefundRecord requireSame(RefundRecord known, RefundPayment request) {
        if (!known.paymentId().equals(request.paymentId())
                || known.amountMinor() != request.amount().amountMinor()) {
            throw ServiceFault.wrongState("This refund id stands for another refund.");
        }
        return known;
    }

    /** Promises whatever is left of a payment that was given up; changes nothing for others. The payment must be locked. */
    Future<PaymentRecord> promiseUnwanted(SqlConnection transaction, PaymentRecord payment) {
        if (!payment.isUnwanted()) {
            return Future.succeededFuture(payment);
        }
        return RefundStore.promised(transaction, payment.id())
                .compose(promised -> {
                    Remainder left = Remainder.of(payment, promised);
                    return left.amountMinor() == 0
                            ? Future.succeededFuture()
                            : refunds.insert(
                                    transaction,
                                    Ids.next(),
                                    payment.id(),
                                    left.amountMinor(),
                                    left.shares(),
                                    whyUnwanted(payment),
                                    true);
                })
                .map(payment);
    }

    private static String whyUnwanted(PaymentRecord payment) {
        return payment.isOtherMoney() && payment.failure() != null
                ? payment.failure().message()
                : GIVEN_UP;
    }

    /** Asks the provider and books its answer. When there is none, the refund stays requested. */
    Future<RefundRecord> advance(RefundRecord refund, PaymentRecord payment, Deadline deadline) {
        if (refund.state() != RefundRecord.State.REQUESTED) {
            return Future.succeededFuture(refund);
        }
        return ask(refund, payment, deadline)
                .compose(outcome -> book(refund, outcome))
                .recover(failure -> {
                    if (!(failure instanceof ProviderUnavailable)) {
                        return Future.failedFuture(failure);
                    }
                    log.atWarn()
                            .addKeyValue("refundId", refund.id())
                            .addKeyValue("reason", failure.getMessage())
                            .log("refund is not known to have happened; recovery will ask again");
                    return refunds.find(refund.id());
                });
    }

    /** All that was promised and has not ended. */
    Future<Void> advanceAll(PaymentRecord payment, Deadline deadline) {
        return refunds.requestedOf(payment.id()).compose(requested -> {
            List<Future<?>> asked = new ArrayList<>();
            requested.forEach(refund -> asked.add(advance(refund, payment, deadline)));
            return Future.join(asked).mapEmpty();
        });
    }

    private Future<RefundOutcome> ask(RefundRecord refund, PaymentRecord payment, Deadline deadline) {
        return Future.succeededFuture().compose(now -> {
            Connected at = providers.named(payment.provider());
            Charge charge = payment.charge();
            Money amount = refund.amount(payment);
            String key = refund.askedAs().toString();
            return at.gate()
                    .call(ProviderAct.REFUND, deadline, () -> at.provider().refund(charge, amount, key));
        });
    }

    private Future<RefundRecord> book(RefundRecord refund, RefundOutcome outcome) {
        if (outcome instanceof Refunded refunded) {
            return database.inTransaction(transaction -> succeed(transaction, refund, refunded.ref()));
        }
        if (outcome instanceof Refused refused) {
            return database.inTransaction(transaction -> refuse(transaction, refund, refused.message()));
        }
        return Future.succeededFuture(refund);
    }

    private Future<RefundRecord> succeed(SqlConnection transaction, RefundRecord refund, String ref) {
        UUID paymentId = refund.paymentId();
        return PaymentStore.lock(transaction, paymentId)
                .compose(payment -> RefundStore.succeed(transaction, refund.id(), ref)
                        .compose(done -> done == null
                                ? RefundStore.find(transaction, refund.id())
                                : PaymentStore.addRefunded(transaction, paymentId, done.amountMinor())
                                        .compose(added -> Ledger.refund(
                                                transaction, done.id(), payment.about(), done.division(payment)))
                                        .compose(booked -> outbox.append(
                                                transaction, Facts.REFUND_SUCCEEDED, paymentId, done.fact(payment)))
                                        .map(done)));
    }

    private Future<RefundRecord> refuse(SqlConnection transaction, RefundRecord refund, String why) {
        return PaymentStore.lock(transaction, refund.paymentId())
                .compose(payment -> RefundStore.askAnew(transaction, refund, why)
                        .compose(putOff -> putOff == null
                                ? fail(transaction, payment, refund, why)
                                : Future.succeededFuture(putOff).onSuccess(later -> meters.refused(later, why))));
    }

    private Future<RefundRecord> fail(
            SqlConnection transaction, PaymentRecord payment, RefundRecord refund, String why) {
        return RefundStore.fail(transaction, refund, why)
                .compose(failed -> failed == null
                        ? RefundStore.find(transaction, refund.id())
                        : outbox.append(transaction, Facts.REFUND_FAILED, payment.id(), failed.fact(payment))
                                .map(failed)
                                .onSuccess(told -> meters.failed(told, why)));
    }

    /**
     * A provider has news of a refund: one that is open is asked about, and of one that was done it is noticed when it came back.
     *
     * @return whether it came back
     */
    Future<Boolean> lookAgain(PaymentRecord payment, String key, Deadline deadline) {
        UUID askedAs = idOrNull(key);
        if (askedAs == null) {
            return Future.succeededFuture(false);
        }
        return refunds.findAsked(payment.id(), askedAs).compose(refund -> {
            if (refund == null || refund.state() == RefundRecord.State.FAILED || !refund.movesMoney()) {
                return Future.succeededFuture(false);
            }
            return refund.state() == RefundRecord.State.REQUESTED
                    ? advance(refund, payment, deadline).map(false)
                    : noticeReturned(refund, payment, deadline);
        });
    }

    private Future<Boolean> noticeReturned(RefundRecord refund, PaymentRecord payment, Deadline deadline) {
        Connected at = providers.named(payment.provider());
        return at.gate()
                .<Object>call(
                        ProviderAct.READ,
                        deadline,
                        () -> at.provider()
                                .readRefund(payment.charge(), refund.askedAs().toString())
                                .map(found -> found.isPresent() ? found.get() : new ChargeState.NotFound()))
                .map(outcome -> {
                    if (outcome instanceof Refused refused) {
                        meters.returned(refund, refused.message());
                    }
                    return outcome instanceof Refused;
                });
    }

    private static UUID idOrNull(String key) {
        try {
            return UUID.fromString(key);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    /** @param payment as it was when the refund was promised */
    record Promised(RefundRecord refund, PaymentRecord payment) {}
}
