package io.ticketsafe.payments.payment;

import io.ticketsafe.contract.Facts.RefundChanged;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.RefundState;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.payments.ledger.Division;
import io.ticketsafe.payments.ledger.ShareColumn;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * One row of {@code refund}.
 *
 * @param shares whose the money was; null: all of it was the organiser's
 * @param own promised by payments itself, for money that nobody wants
 * @param askedAs key of the calls to the provider; another one after each refusal
 * @param refusals how often the provider refused it
 */
record RefundRecord(
        UUID id,
        UUID paymentId,
        long amountMinor,
        List<Share> shares,
        State state,
        String reason,
        boolean own,
        UUID askedAs,
        int refusals) {
    /** requested → done | failed. */
    enum State {
        REQUESTED,
        DONE,
        FAILED;

        String sql() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RefundRecord of(Row row) {
        return new RefundRecord(
                row.getUUID("id"),
                row.getUUID("payment_id"),
                row.getLong("amount_minor"),
                ShareColumn.read(row),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getBoolean("own"),
                row.getUUID("asked_as") == null ? row.getUUID("id") : row.getUUID("asked_as"),
                row.getInteger("refusals"));
    }

    /** Else only whose the money is that stays changes. */
    boolean movesMoney() {
        return amountMinor > 0;
    }

    Money amount(PaymentRecord payment) {
        return new Money(amountMinor, payment.currency());
    }

    /** Whose the money was. */
    List<Share> division(PaymentRecord payment) {
        return Division.orAllTo(payment.organizationId(), amountMinor, shares);
    }

    RefundState view(PaymentRecord payment) {
        RefundStatus status = switch (state) {
            case REQUESTED -> RefundStatus.PENDING;
            case DONE -> RefundStatus.SUCCEEDED;
            case FAILED -> RefundStatus.FAILED;
        };
        return new RefundState(id, paymentId, status, amount(payment));
    }

    RefundChanged fact(PaymentRecord payment) {
        return new RefundChanged(id, paymentId, payment.orderId(), amount(payment), reason);
    }
}
