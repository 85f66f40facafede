package io.ticketsafe.payments.payment;

import io.ticketsafe.contract.Facts.RefundChanged;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.RefundState;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.vertx.sqlclient.Row;
import java.util.Locale;
import java.util.UUID;

/** One row of {@code refund}. */
record RefundRecord(UUID id, UUID paymentId, long amountMinor, State state, String reason) {
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
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("reason"));
    }

    Money amount(PaymentRecord payment) {
        return new Money(amountMinor, payment.amount().currency());
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
