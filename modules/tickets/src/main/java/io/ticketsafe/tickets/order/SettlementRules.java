package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;

/** What an answer of payments means for an order, whenever and however often it comes. */
final class SettlementRules {
    private SettlementRules() {}

    enum Verdict {
        /** The order is paid by this: issue the tickets. */
        ISSUE,
        /** The money came after the order had expired, but before the event is over: issue if every place can be claimed again, else give back. */
        ISSUE_LATE,
        /** The order was paid by this already. */
        KNOWN,
        /** Money that nobody wants: a second payment, or the order is gone, or its event is. */
        GIVE_BACK,
        /** Refused; the order may be paid by another attempt. */
        FAIL,
        REQUIRE_ACTION,
        /** Given up, on whatever side. */
        END,
        /** Tickets were issued for money that cannot be had. */
        UNCOLLECTABLE,
        /** Nothing new. */
        WAIT
    }

    /** @param eventOver matters for an order that has expired */
    static Verdict verdict(
            OrderStatus order,
            boolean saleCanceled,
            boolean eventOver,
            Attempt.State attempt,
            AuthorizationState answer) {
        return switch (answer) {
            case AUTHORIZED, CAPTURED -> moneyIsThere(order, saleCanceled, eventOver, attempt);
            case FAILED -> moneyIsNotThere(attempt, Verdict.FAIL);
            case VOIDED -> moneyIsNotThere(attempt, Verdict.END);
            case REQUIRES_ACTION ->
                attempt == Attempt.State.AUTHORIZING || attempt == Attempt.State.INTERRUPTED
                        ? Verdict.REQUIRE_ACTION
                        : Verdict.WAIT;
            case PENDING -> Verdict.WAIT;
        };
    }

    private static Verdict moneyIsThere(
            OrderStatus order, boolean saleCanceled, boolean eventOver, Attempt.State attempt) {
        if (attempt.hasPaid()) {
            return Verdict.KNOWN;
        }
        if (!attempt.mayStillPay() || saleCanceled) {
            return Verdict.GIVE_BACK;
        }
        return switch (order) {
            case PENDING -> Verdict.ISSUE;
            case EXPIRED -> eventOver ? Verdict.GIVE_BACK : Verdict.ISSUE_LATE;
            case CANCELED, PAID, PARTIALLY_REFUNDED, REFUNDED -> Verdict.GIVE_BACK;
        };
    }

    private static Verdict moneyIsNotThere(Attempt.State attempt, Verdict unlessIssued) {
        return switch (attempt) {
            case AUTHORIZING, INTERRUPTED, REQUIRES_ACTION -> unlessIssued;
            case FAILED -> Verdict.FAIL;
            case VOIDING, VOIDED -> Verdict.END;
            case ISSUED -> Verdict.UNCOLLECTABLE;
            // What was captured goes back by refunds only, and those are known by their own facts.
            case CAPTURED -> Verdict.KNOWN;
        };
    }
}
