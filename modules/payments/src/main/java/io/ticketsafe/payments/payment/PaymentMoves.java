package io.ticketsafe.payments.payment;

import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Failure;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.ChargeState.Authorized;
import io.ticketsafe.payments.provider.ChargeState.Captured;
import io.ticketsafe.payments.provider.ChargeState.Declined;
import io.ticketsafe.payments.provider.ChargeState.NotFound;
import io.ticketsafe.payments.provider.ChargeState.Pending;
import io.ticketsafe.payments.provider.ChargeState.RequiresAction;
import io.ticketsafe.payments.provider.ChargeState.Voided;
import java.util.Optional;

/** What a provider's answer means for a payment in its present state; nothing, if the answer is old or says nothing new. */
final class PaymentMoves {
    private PaymentMoves() {}

    /** @param nothingUnderWay no call that was begun earlier can still reach the provider */
    static Optional<Move> next(PaymentRecord payment, ChargeState charge, boolean nothingUnderWay) {
        return Optional.ofNullable(
                switch (payment.state()) {
                    case CREATED, REQUIRES_ACTION -> whileOpen(payment, charge);
                    case AUTHORIZED -> whileReserved(payment, charge);
                    case CAPTURED -> null;
                    case FAILED, VOIDED -> afterGivingUp(payment, charge, nothingUnderWay);
                });
    }

    private static Move whileOpen(PaymentRecord payment, ChargeState charge) {
        if (charge instanceof Authorized wrong && isOther(wrong.amount(), payment)) {
            return refused(wrong.ref(), wrong.amount()).leavingWork();
        }
        if (charge instanceof Authorized authorized) {
            return Move.to(PaymentState.AUTHORIZED, authorized.ref(), Facts.PAYMENT_AUTHORIZED);
        }
        if (charge instanceof RequiresAction action && payment.state() == PaymentState.CREATED) {
            return Move.to(PaymentState.REQUIRES_ACTION, action.ref(), null)
                    .withNextAction(action.nextAction())
                    .leavingWork();
        }
        if (charge instanceof Pending pending && payment.providerRef() == null) {
            return Move.to(payment.state(), pending.ref(), null).leavingWork();
        }
        return ended(payment, charge);
    }

    /** A capture that ends after the payment was given up is told to nobody: the money goes back. */
    private static Move whileReserved(PaymentRecord payment, ChargeState charge) {
        return charge instanceof Captured captured && payment.voidRequested()
                ? Move.to(PaymentState.CAPTURED, captured.ref(), null).withMoney(moneyOf(captured, payment))
                : ended(payment, charge);
    }

    private static Move ended(PaymentRecord payment, ChargeState charge) {
        if (charge instanceof Captured wrong && isOther(wrong.amount(), payment)) {
            return refused(wrong.ref(), wrong.amount()).withMoney(wrong.amount());
        }
        if (charge instanceof Captured captured) {
            return Move.to(PaymentState.CAPTURED, captured.ref(), Facts.PAYMENT_CAPTURED)
                    .withMoney(payment.amount());
        }
        if (charge instanceof Declined declined) {
            return Move.to(PaymentState.FAILED, declined.ref(), Facts.PAYMENT_FAILED)
                    .withFailure(new Failure(declined.code(), declined.message()));
        }
        if (charge instanceof Voided voided) {
            return Move.to(PaymentState.VOIDED, voided.ref(), Facts.PAYMENT_VOIDED);
        }
        return null;
    }

    /** Nobody waits for this money any more: what is reserved is released, what has moved goes back, and no fact is told. */
    private static Move afterGivingUp(PaymentRecord payment, ChargeState charge, boolean nothingUnderWay) {
        Move same = Move.to(payment.state(), refOf(charge), null).withFailure(payment.failure());
        if (charge instanceof Captured captured) {
            return payment.capturedMinor() == 0 ? same.withMoney(moneyOf(captured, payment)) : finished(payment, same);
        }
        if (charge instanceof Voided || charge instanceof Declined) {
            return finished(payment, same);
        }
        if (charge instanceof NotFound) {
            return nothingUnderWay ? finished(payment, same) : null;
        }
        return payment.unfinished() ? null : same.leavingWork();
    }

    /** What is released or goes back later is named by it; null where the answer names none. */
    private static String refOf(ChargeState charge) {
        if (charge instanceof Captured captured) {
            return captured.ref();
        }
        if (charge instanceof Authorized authorized) {
            return authorized.ref();
        }
        if (charge instanceof RequiresAction action) {
            return action.ref();
        }
        return charge instanceof Pending pending ? pending.ref() : null;
    }

    /** Other money than was asked for buys nothing, be it more or less, and goes back whole. */
    private static Move refused(String ref, Money paid) {
        String why = "Another amount was paid than was due (%d minor units of %s). All of it goes back."
                .formatted(paid.amountMinor(), paid.currency());
        return Move.to(PaymentState.FAILED, ref, Facts.PAYMENT_FAILED)
                .withFailure(new Failure(FaultCode.WRONG_AMOUNT, why));
    }

    /** @param money null where the provider has not said it */
    private static boolean isOther(Money money, PaymentRecord payment) {
        return money != null && !money.equals(payment.amount());
    }

    private static Money moneyOf(Captured captured, PaymentRecord payment) {
        return captured.amount() == null ? payment.amount() : captured.amount();
    }

    private static Move finished(PaymentRecord payment, Move same) {
        return payment.unfinished() ? same : null;
    }
}
