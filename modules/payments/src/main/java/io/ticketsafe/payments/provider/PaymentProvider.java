package io.ticketsafe.payments.provider;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who moves money. Every act carries an idempotency key and may be repeated with it: a provider does it once
 * and answers where the charge stands then. A Future fails with {@link ProviderUnavailable} when it is not known whether the act
 * happened; any other failure is a bug.
 */
public interface PaymentProvider {
    /** As it stands in paths and tables, e.g. {@code sandbox}. */
    String name();

    Future<ChargeState> authorize(AuthorizeCharge charge);

    Future<ChargeState> capture(Charge charge, String idempotencyKey);

    /** Releases what is reserved and makes sure that nothing is reserved later. Answers Captured when it is too late. */
    Future<ChargeState> voidAuthorization(Charge charge, String idempotencyKey);

    Future<ChargeState> read(Charge charge);

    /** Asking again with the same key also tells what became of a refund that was pending. */
    Future<RefundOutcome> refund(Charge charge, Money amount, String idempotencyKey);

    /** What became of the refund with this key, which may have changed after it had succeeded; empty where nothing is known of it. */
    default Future<Optional<RefundOutcome>> readRefund(Charge charge, String idempotencyKey) {
        return Future.succeededFuture(Optional.empty());
    }

    /**
     * A page of the account's charges that were made since then, in any order, for reconciliation. All pages together have every
     * charge that was there when the first was read; later ones may be among them or not, and some may come twice.
     *
     * @param cursor null for the first page, then what the page before said
     * @param limit most charges of one page, 1 to 100
     */
    Future<ChargePage> recent(Instant since, String cursor, int limit);

    /**
     * A page with that one charge, as {@link #recent} lists it; without any where nothing is known of it.
     *
     * @param ref the provider's own id; may be null
     */
    default Future<ChargePage> find(UUID paymentId, String ref) {
        return Future.succeededFuture(new ChargePage(List.of(), null));
    }

    /**
     * @param ref the provider's own id; null while its answer is not known
     * @param createdAt when the payment began; no call about it was made before
     */
    record Charge(UUID paymentId, UUID orderId, MethodType method, String ref, Money amount, Instant createdAt) {}

    /** @param expiresAt after which the payer need not pay any more; may be null */
    record AuthorizeCharge(Charge charge, Method method, Instant expiresAt, String idempotencyKey) {}
}
