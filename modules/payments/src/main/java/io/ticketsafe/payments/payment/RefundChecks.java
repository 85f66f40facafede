package io.ticketsafe.payments.payment;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.payments.ledger.Division;
import java.util.ArrayList;
import java.util.List;

/** What a refund may look like; everything else is VALIDATION. */
final class RefundChecks {
    private static final int LONGEST_REASON = 500;

    private RefundChecks() {}

    static void require(RefundPayment request) {
        List<Violation> violations = new ArrayList<>();
        if (request.refundId() == null) {
            violations.add(new Violation("/refundId", "This member is required."));
        }
        if (request.paymentId() == null) {
            violations.add(new Violation("/paymentId", "This member is required."));
        }
        long leastMinor = request.shares() == null ? 1 : 0;
        if (request.amount() == null || request.amount().amountMinor() < leastMinor) {
            violations.add(new Violation("/amount", "An amount of at least " + leastMinor + " is required."));
        }
        String reason = request.reason();
        if (reason != null && (reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0)) {
            violations.add(
                    new Violation("/reason", "A reason has at most " + LONGEST_REASON + " printable characters."));
        }
        Division.check(violations, request.shares(), request.amount());
        if (!violations.isEmpty()) {
            throw ServiceFault.invalid(violations);
        }
    }
}
