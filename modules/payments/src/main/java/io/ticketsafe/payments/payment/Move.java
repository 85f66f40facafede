package io.ticketsafe.payments.payment;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Failure;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;

/**
 * One step of a payment.
 *
 * @param providerRef null leaves what is known
 * @param captured the money that moved with this step; null for none
 * @param fact that is told with it, or null
 * @param unfinished something is left to ask the provider afterwards
 */
record Move(
        PaymentState to,
        String providerRef,
        Failure failure,
        NextAction nextAction,
        Money captured,
        String fact,
        boolean unfinished) {

    static Move to(PaymentState state, String providerRef, String fact) {
        return new Move(state, providerRef, null, null, null, fact, false);
    }

    Move withFailure(Failure why) {
        return new Move(to, providerRef, why, nextAction, captured, fact, unfinished);
    }

    Move withNextAction(NextAction payersAct) {
        return new Move(to, providerRef, failure, payersAct, captured, fact, unfinished);
    }

    Move withMoney(Money money) {
        return new Move(to, providerRef, failure, nextAction, money, fact, unfinished);
    }

    Move leavingWork() {
        return new Move(to, providerRef, failure, nextAction, captured, fact, true);
    }
}
