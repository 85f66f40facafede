package io.ticketsafe.payments.sandbox;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.PaySandboxPix;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentId;
import io.ticketsafe.payments.payment.PaymentFlow;
import io.ticketsafe.payments.payment.PaymentRecord;
import io.ticketsafe.payments.payment.PaymentStore;
import io.ticketsafe.payments.payment.PaymentView;
import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/** Where the payer of a sandbox payment does what a real payer does at their bank. */
public final class SandboxDesk {
    private final SandboxProvider sandbox;
    private final PaymentStore payments;
    private final PaymentFlow flow;
    private final Duration budget;

    public SandboxDesk(SandboxProvider sandbox, PaymentStore payments, PaymentFlow flow, Duration budget) {
        this.sandbox = requireNonNull(sandbox);
        this.payments = requireNonNull(payments);
        this.flow = requireNonNull(flow);
        this.budget = requireNonNull(budget);
    }

    /** Idempotent; WRONG_STATE unless the payment is a Pix that can be paid. */
    public Future<Payment> payPix(PaySandboxPix request) {
        if (request.amountMinor() != null && request.amountMinor() < 1) {
            throw ServiceFault.invalid("/amountMinor", "An amount of at least 1 is required.");
        }
        return act(request.paymentId(), MethodType.PIX, id -> sandbox.payPix(id, request.amountMinor()));
    }

    /** Idempotent; WRONG_STATE unless the payment is by a card that requires a second step. */
    public Future<Payment> completeAction(PaymentId request) {
        return act(request.paymentId(), MethodType.CARD, sandbox::completeAction);
    }

    private Future<Payment> act(UUID paymentId, MethodType method, Function<UUID, Future<Void>> atTheBank) {
        if (paymentId == null) {
            throw ServiceFault.notFound("payment");
        }
        return payments.get(paymentId)
                .compose(payment -> {
                    requireSandbox(payment, method);
                    return atTheBank.apply(payment.id()).compose(acted -> flow.settle(payment, Deadline.in(budget)));
                })
                .map(PaymentView::payment)
                .recover(failure -> Future.failedFuture(
                        failure instanceof ProviderUnavailable
                                ? ServiceFault.unavailable("The bank cannot be reached.", Duration.ofSeconds(1))
                                : failure));
    }

    private static void requireSandbox(PaymentRecord payment, MethodType method) {
        if (!payment.provider().equals(SandboxProvider.NAME)) {
            throw ServiceFault.notFound("payment");
        }
        if (payment.method() != method) {
            throw ServiceFault.wrongState("This payment is made in another way.");
        }
    }
}
