package io.ticketsafe.payments.provider;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.vertx.core.Future;
import java.time.Instant;
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

    Future<RefundOutcome> refund(Charge charge, Money amount, String idempotencyKey);

    /**
     * A page of the account's charges that were made since then, in any order, for reconciliation. All pages together have every
     * charge that was there when the first was read; later ones may be among them or not, and some may come twice.
     *
     * @param cursor null for the first page, then what the page before said
     * @param limit most charges of one page, 1 to 100
     */
    Future<ChargePage> recent(Instant since, String cursor, int limit);

    /** @param ref the provider's own id; null while its answer is not known */
    record Charge(UUID paymentId, String ref, Money amount) {}

    /** @param expiresAt after which the payer need not pay any more; may be null */
    record AuthorizeCharge(Charge charge, Method method, Instant expiresAt, String idempotencyKey) {}
}
