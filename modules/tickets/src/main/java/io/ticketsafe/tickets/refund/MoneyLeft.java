package io.ticketsafe.tickets.refund;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What is left of a payment after all that was promised to go back.
 *
 * @param minor in the order's currency
 */
record MoneyLeft(UUID paymentId, long minor) {

    /** Where money that stays is divided anew: the oldest payment that has any. */
    static List<MoneyLeft> nothingOf(List<MoneyLeft> payments) {
        return payments.stream()
                .filter(payment -> payment.minor > 0)
                .limit(1)
                .map(payment -> new MoneyLeft(payment.paymentId, 0))
                .toList();
    }

    /**
     * Where an amount is taken from: the oldest payment that has all of it, else the oldest ones, one after the other. What none of
     * them has is left out; the sum says how much that is.
     */
    static List<MoneyLeft> take(long amountMinor, List<MoneyLeft> payments) {
        if (amountMinor == 0) {
            return List.of();
        }
        for (MoneyLeft payment : payments) {
            if (payment.minor >= amountMinor) {
                return List.of(new MoneyLeft(payment.paymentId, amountMinor));
            }
        }
        List<MoneyLeft> taken = new ArrayList<>();
        long wanted = amountMinor;
        for (MoneyLeft payment : payments) {
            long part = Math.min(wanted, payment.minor);
            if (part > 0) {
                taken.add(new MoneyLeft(payment.paymentId, part));
                wanted -= part;
            }
        }
        return taken;
    }
}
