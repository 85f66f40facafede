package io.ticketsafe.tickets.refund;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.tickets.order.Columns;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.ticketsafe.tickets.refund.RefundRow.State;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Promises money back: one row for each payment that it comes from, and one for what nobody has paid. */
final class RefundParts {
    private static final Logger log = LoggerFactory.getLogger(RefundParts.class);

    private final RefundStore refunds;

    RefundParts(RefundStore refunds) {
        this.refunds = refunds;
    }

    /**
     * @param id of the first row
     * @param amount what the tickets are worth less
     * @param shares whose the amount was; null: all of it was the organiser's
     * @param canceledEvent null unless it is refunded because of that
     * @param collected null where how much of it was paid follows from the payments
     */
    record Promise(
            UUID id,
            UUID orderId,
            Money amount,
            List<Share> shares,
            Collected collected,
            List<UUID> tickets,
            String reason,
            Source source,
            UUID requestedBy,
            byte[] requestHash,
            UUID canceledEvent,
            Duration continueAfter) {}

    /**
     * What there is of an amount although its latest payment failed.
     *
     * @param neverCame how much of the amount there is not
     * @param minor what was paid before, in the order's currency: all that can go back
     * @param shares whose that was; null: all of it was the organiser's
     */
    record Collected(Money neverCame, long minor, List<Share> shares) {}

    /** The rows, at least one. */
    Future<List<RefundRow>> promise(SqlConnection transaction, Promise promise) {
        return refunds.moneyLeft(transaction, promise.orderId()).compose(payments -> {
            List<RefundRow> rows = rows(promise, payments);
            List<Future<Void>> inserted = new ArrayList<>();
            for (RefundRow row : rows) {
                boolean due = row.state() == State.REQUESTED;
                inserted.add(refunds.insert(
                        transaction, row, promise.canceledEvent(), due ? promise.continueAfter() : null));
            }
            return Future.all(inserted).map(rows);
        });
    }

    private static List<RefundRow> rows(Promise promise, List<MoneyLeft> payments) {
        long amountMinor = promise.amount().amountMinor();
        Collected collected = promise.collected();
        long dueMinor = collected == null
                ? amountMinor
                : Math.max(0, amountMinor - collected.neverCame().amountMinor());
        List<Share> sharesOfAll = collected == null ? promise.shares() : collected.shares();
        long allMinor = collected == null ? amountMinor : collected.minor();
        List<RefundRow> rows = new ArrayList<>();
        Instant now = Columns.now();
        long restMinor = amountMinor;
        boolean dividesAnew = amountMinor == 0 && sharesOfAll != null;
        for (MoneyLeft part : dividesAnew ? MoneyLeft.nothingOf(payments) : MoneyLeft.take(dueMinor, payments)) {
            long beforeMinor = allMinor - dueMinor + amountMinor - restMinor;
            List<Share> shares = SharesOfParts.of(sharesOfAll, allMinor, beforeMinor, part.minor());
            rows.add(row(promise, rows, part.paymentId(), part.minor(), shares, now));
            restMinor -= part.minor();
        }
        if (restMinor > 0 || rows.isEmpty()) {
            rows.add(row(promise, rows, null, restMinor, null, now));
        }
        if (restMinor > 0 && !payments.isEmpty() && promise.source() != Source.PROVIDER) {
            log.atError()
                    .addKeyValue("orderId", promise.orderId())
                    .addKeyValue("refundId", promise.id())
                    .addKeyValue("restMinor", restMinor)
                    .log("more is to go back than was paid and needs a human");
        }
        return rows;
    }

    private static RefundRow row(
            Promise promise,
            List<RefundRow> before,
            UUID paymentId,
            long amountMinor,
            List<Share> shares,
            Instant now) {
        UUID id = before.isEmpty() ? promise.id() : Ids.next();
        boolean due = paymentId != null;
        return new RefundRow(
                id,
                promise.orderId(),
                paymentId,
                new Money(amountMinor, promise.amount().currency()),
                shares,
                promise.tickets(),
                promise.reason(),
                promise.source(),
                promise.requestedBy(),
                promise.requestHash(),
                due ? State.REQUESTED : State.DONE,
                0,
                false,
                id,
                0,
                due,
                before.isEmpty() ? null : promise.id(),
                now);
    }
}
