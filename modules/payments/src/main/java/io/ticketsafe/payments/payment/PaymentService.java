package io.ticketsafe.payments.payment;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.contract.payments.PaymentOperations.RefundState;
import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.Providers;
import io.ticketsafe.payments.provider.Providers.Connected;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.UUID;

/** What tickets and payers ask of payments. */
public final class PaymentService {
    private final Database database;
    private final PaymentStore payments;
    private final PaymentFlow flow;
    private final RefundFlow refunds;
    private final Providers providers;
    private final Memberships memberships;
    private final Duration budget;

    /** @param budget longest time that an answer waits for the provider */
    PaymentService(
            Database database,
            PaymentStore payments,
            PaymentFlow flow,
            RefundFlow refunds,
            Providers providers,
            Memberships memberships,
            Duration budget) {
        this.database = requireNonNull(database);
        this.payments = requireNonNull(payments);
        this.flow = requireNonNull(flow);
        this.refunds = requireNonNull(refunds);
        this.providers = requireNonNull(providers);
        this.memberships = requireNonNull(memberships);
        this.budget = requireNonNull(budget);
    }

    public Future<Authorization> authorize(Authorize request) {
        PaymentChecks.require(request);
        Connected at = providers.forNewPayment(request.method().type());
        Deadline deadline = Deadline.in(budget);
        Buffer hash = hashOf(request);
        Buffer token = flow.seal(request.paymentId(), request.method());
        return begin(request, hash, token, at)
                .compose(payment -> payment.requestHash().equals(hash)
                        ? flow.advance(payment, deadline)
                        : Future.failedFuture(ServiceFault.wrongState("This payment id stands for another payment.")))
                .map(PaymentView::authorization);
    }

    /** A refusal leaves nothing behind that could be charged later; a payment that is known already is not refused but goes on. */
    private Future<PaymentRecord> begin(Authorize request, Buffer hash, Buffer token, Connected at) {
        return at.gate()
                .refusal()
                .map(refusal -> payments.find(request.paymentId())
                        .compose(known -> known.<Future<PaymentRecord>>map(Future::succeededFuture)
                                .orElse(Future.failedFuture(refusal))))
                .orElseGet(
                        () -> payments.begin(request, hash, token, at.provider().name()));
    }

    public Future<Authorization> capture(UUID paymentId) {
        Deadline deadline = Deadline.in(budget);
        UUID id = require(paymentId);
        return payments.requestCapture(id)
                .compose(requested -> requested.map(Future::succeededFuture).orElseGet(() -> alreadyCaptured(id)))
                .compose(payment -> flow.advance(payment, deadline))
                .map(PaymentView::authorization);
    }

    private Future<PaymentRecord> alreadyCaptured(UUID id) {
        return payments.get(id)
                .compose(payment -> payment.state() == PaymentState.CAPTURED
                        ? Future.succeededFuture(payment)
                        : Future.failedFuture(ServiceFault.wrongState("There is nothing to capture.")));
    }

    /**
     * Before a capture was asked for, the payment is given up here and now, whatever the provider says, and what it has reserved is
     * released by and by. Afterwards the capture runs to its end and all of it goes back.
     */
    public Future<Authorization> voidPayment(UUID paymentId) {
        return change(paymentId, (transaction, payment) -> switch (payment.state()) {
            case CREATED, REQUIRES_ACTION -> giveUp(transaction, payment);
            case AUTHORIZED ->
                payment.captureRequested()
                        ? payments.requestVoid(transaction, payment.id())
                        : giveUp(transaction, payment);
            case CAPTURED ->
                payments.requestVoid(transaction, payment.id())
                        .compose(unwanted -> refunds.promiseUnwanted(transaction, unwanted));
            case FAILED, VOIDED -> refunds.promiseUnwanted(transaction, payment);
        });
    }

    private Future<PaymentRecord> giveUp(SqlConnection transaction, PaymentRecord payment) {
        Move move = Move.to(PaymentState.VOIDED, null, Facts.PAYMENT_VOIDED).leavingWork();
        return flow.make(transaction, payment, move);
    }

    public Future<RefundState> refund(RefundPayment request) {
        RefundChecks.require(request);
        Deadline deadline = Deadline.in(budget);
        return refunds.promise(request)
                .compose(promised -> refunds.advance(promised.refund(), promised.payment(), deadline)
                        .map(refund -> refund.view(promised.payment())));
    }

    public Future<Authorization> state(UUID paymentId) {
        return payments.get(require(paymentId)).map(PaymentView::authorization);
    }

    /** For the payer; of a payment at a desk, for those who sell there. NOT_FOUND for everybody else. */
    public Future<Payment> get(UUID paymentId, Call call) {
        return payments.get(require(paymentId))
                .compose(payment -> requireSight(call, payment).map(allowed -> PaymentView.payment(payment)));
    }

    private Future<?> requireSight(Call call, PaymentRecord payment) {
        boolean ours = call.caller().is(Role.SERVICE) || call.caller().is(Role.ADMIN);
        if (ours || payment.deskId() == null && payment.payerId().equals(call.userId())) {
            return Future.succeededFuture();
        }
        return payment.deskId() == null
                ? Future.failedFuture(ServiceFault.notFound("payment"))
                : memberships.require(call, payment.deskId(), MemberRole.SELLERS, "payment");
    }

    private Future<Authorization> change(UUID paymentId, Change change) {
        Deadline deadline = Deadline.in(budget);
        UUID id = require(paymentId);
        return database.inTransaction(transaction ->
                        PaymentStore.lock(transaction, id).compose(payment -> change.make(transaction, payment)))
                .compose(payment -> flow.advance(payment, deadline))
                .map(PaymentView::authorization);
    }

    private static UUID require(UUID paymentId) {
        if (paymentId == null) {
            throw ServiceFault.invalid("/paymentId", "This member is required.");
        }
        return paymentId;
    }

    /** Over what makes the payment: all but its end, which a repeat may know less exactly. */
    private static Buffer hashOf(Authorize request) {
        Authorize essence = new Authorize(
                request.paymentId(),
                request.orderId(),
                request.eventId(),
                request.organizationId(),
                request.payerId(),
                request.amount(),
                request.method(),
                null,
                request.shares(),
                request.deskId());
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(Json.MAPPER.writeValueAsBytes(essence)));
        } catch (NoSuchAlgorithmException | com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What one operation writes before the provider is asked; the payment is locked. */
    @FunctionalInterface
    private interface Change {
        Future<PaymentRecord> make(SqlConnection transaction, PaymentRecord payment);
    }
}
