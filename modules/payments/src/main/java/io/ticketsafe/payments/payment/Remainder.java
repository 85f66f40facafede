package io.ticketsafe.payments.payment;

import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.payments.ledger.Division;
import java.util.List;
import java.util.Objects;

/**
 * What of a payment has neither gone back nor was promised to. Whoever takes all of it takes from each what is left of its
 * share, so that a payment that has gone back whole ends at zero on every account.
 *
 * @param shares null: all of it is the organiser's
 */
record Remainder(long amountMinor, List<Share> shares) {

    /** @param promised the payment's refunds that have not failed */
    static Remainder of(PaymentRecord payment, List<RefundRecord> promised) {
        long leftMinor = payment.capturedMinor()
                - promised.stream().mapToLong(RefundRecord::amountMinor).sum();
        boolean plain = payment.shares() == null
                && !payment.isOtherMoney()
                && promised.stream().map(RefundRecord::shares).allMatch(Objects::isNull);
        if (plain || leftMinor == 0) {
            return new Remainder(leftMinor, null);
        }
        List<Share> taken = promised.stream()
                .flatMap(refund -> refund.division(payment).stream())
                .toList();
        return new Remainder(leftMinor, Division.left(payment.division(), taken));
    }
}
