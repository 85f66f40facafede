package io.ticketsafe.payments.payment;

import io.ticketsafe.contract.Facts.PaymentChanged;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;

/** Payments as the API, the tickets service and the facts show them. */
public final class PaymentView {
    private PaymentView() {}

    public static Payment payment(PaymentRecord payment) {
        return new Payment(
                payment.id(),
                payment.orderId(),
                status(payment),
                payment.amount(),
                new Money(payment.refundedMinor(), payment.currency()),
                payment.method(),
                payment.nextAction(),
                payment.failure(),
                payment.createdAt(),
                payment.reference(),
                payment.method().isAtDesk() ? payment.payerId() : null);
    }

    static Authorization authorization(PaymentRecord payment) {
        return new Authorization(
                authorizationState(payment.state()),
                payment.failure() == null ? null : payment.failure().code(),
                payment(payment));
    }

    static PaymentChanged fact(PaymentRecord payment) {
        return new PaymentChanged(
                payment.id(),
                payment.orderId(),
                payment.amount(),
                payment.method(),
                payment.failure() == null ? null : payment.failure().code());
    }

    static PaymentStatus status(PaymentRecord payment) {
        return switch (payment.state()) {
            case CREATED, AUTHORIZED -> PaymentStatus.PENDING;
            case REQUIRES_ACTION -> PaymentStatus.REQUIRES_ACTION;
            case FAILED -> PaymentStatus.FAILED;
            case VOIDED -> PaymentStatus.CANCELED;
            case CAPTURED -> afterCapture(payment);
        };
    }

    private static PaymentStatus afterCapture(PaymentRecord payment) {
        if (payment.refundedMinor() == 0) {
            return PaymentStatus.SUCCEEDED;
        }
        return payment.refundedMinor() < payment.capturedMinor()
                ? PaymentStatus.PARTIALLY_REFUNDED
                : PaymentStatus.REFUNDED;
    }

    private static AuthorizationState authorizationState(PaymentState state) {
        return switch (state) {
            case CREATED -> AuthorizationState.PENDING;
            case REQUIRES_ACTION -> AuthorizationState.REQUIRES_ACTION;
            case AUTHORIZED -> AuthorizationState.AUTHORIZED;
            case CAPTURED -> AuthorizationState.CAPTURED;
            case FAILED -> AuthorizationState.FAILED;
            case VOIDED -> AuthorizationState.VOIDED;
        };
    }
}
