package io.ticketsafe.payments.desk;

import io.ticketsafe.contract.Money;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.PaymentProvider;
import io.ticketsafe.payments.provider.RefundOutcome;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Money that a seller has taken in already, by cash or by a terminal of its own. There is nobody to ask: what a seller says is so,
 * and a refund is done as soon as it is written down, for the seller to pay out. Remembers nothing; our row is the record.
 */
public final class DeskProvider implements PaymentProvider {
    public static final String NAME = "desk";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<ChargeState> authorize(AuthorizeCharge charge) {
        return Future.succeededFuture(captured(charge.charge()));
    }

    @Override
    public Future<ChargeState> capture(Charge charge, String idempotencyKey) {
        return Future.succeededFuture(captured(charge));
    }

    /** What was given up before it was written down was not taken: the seller is told so, and keeps or returns the money. */
    @Override
    public Future<ChargeState> voidAuthorization(Charge charge, String idempotencyKey) {
        return read(charge);
    }

    @Override
    public Future<ChargeState> read(Charge charge) {
        return Future.succeededFuture(charge.ref() == null ? new ChargeState.Voided(null) : captured(charge));
    }

    @Override
    public Future<RefundOutcome> refund(Charge charge, Money amount, String idempotencyKey) {
        return Future.succeededFuture(new RefundOutcome.Refunded(NAME + '-' + idempotencyKey));
    }

    /** It has no books to compare ours with. */
    @Override
    public Future<ChargePage> recent(Instant since, String cursor, int limit) {
        return Future.succeededFuture(new ChargePage(List.of(), null));
    }

    private static ChargeState captured(Charge charge) {
        return new ChargeState.Captured(NAME + '-' + charge.paymentId());
    }
}
