package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;

/**
 * What became of a payment, as an answer or a fact says.
 *
 * @param failure only when failed
 * @param detail why, for people; may be null
 * @param payment as payments shows it; null in a fact
 */
record Outcome(AuthorizationState state, FaultCode failure, String detail, Payment payment) {
    static Outcome of(Authorization authorization) {
        Payment payment = authorization.payment();
        String detail = payment == null || payment.failure() == null
                ? null
                : payment.failure().message();
        return new Outcome(authorization.state(), authorization.failure(), detail, payment);
    }

    static Outcome of(AuthorizationState state) {
        return new Outcome(state, null, null, null);
    }

    static Outcome failed(FaultCode failure, String detail) {
        return new Outcome(AuthorizationState.FAILED, failure, detail, null);
    }

    boolean moneyIsThere() {
        return state == AuthorizationState.AUTHORIZED || state == AuthorizationState.CAPTURED;
    }

    /** The payment as its payer is told. */
    Payment shown(Attempt attempt, PaymentStatus status) {
        return new Payment(
                attempt.paymentId(),
                attempt.orderId(),
                status,
                attempt.amount(),
                Money.zero(attempt.amount().currency()),
                attempt.method(),
                payment == null || status != PaymentStatus.REQUIRES_ACTION ? null : payment.nextAction(),
                null,
                payment == null ? attempt.createdAt() : payment.createdAt(),
                attempt.reference(),
                attempt.method().isAtDesk() ? attempt.payerId() : null);
    }

    /** The refusal that a payer is told. */
    ServiceFault refusal(Attempt attempt) {
        FaultCode code =
                failure != null ? failure : attempt.failure() != null ? attempt.failure() : FaultCode.CARD_DECLINED;
        String text = detail != null ? detail : "The payment was refused.";
        ServiceFault refusal = code == FaultCode.VALIDATION
                ? ServiceFault.invalid("/method/token", text)
                : new ServiceFault(code, text);
        return refusal.with("paymentId", attempt.paymentId().toString());
    }
}
