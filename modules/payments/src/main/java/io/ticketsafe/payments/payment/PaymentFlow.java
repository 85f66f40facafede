package io.ticketsafe.payments.payment;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.payments.ledger.Ledger;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.PaymentProvider;
import io.ticketsafe.payments.provider.PaymentProvider.AuthorizeCharge;
import io.ticketsafe.payments.provider.ProviderAct;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.Providers;
import io.ticketsafe.payments.provider.Providers.Connected;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a payment on from wherever it stands: asks the provider outside of any transaction, then moves the state, the ledger and
 * the outbox in one. Its recovery points are the state and the two wishes (capture, void) in the row, so a
 * crash anywhere is continued by doing the same again with the same keys.
 */
public final class PaymentFlow {
    public static final SealedColumn TOKENS =
            new SealedColumn("payments", "payment", "id", "uuid", "token_box", PaymentFlow::tokenContext);

    private static final Logger log = LoggerFactory.getLogger(PaymentFlow.class);

    private final Database database;
    private final PaymentStore payments;
    private final RefundFlow refunds;
    private final Providers providers;
    private final Outbox outbox;
    private final SecretBox secrets;
    private final Duration recoverAfter;

    PaymentFlow(
            Database database,
            PaymentStore payments,
            RefundFlow refunds,
            Providers providers,
            Outbox outbox,
            SecretBox secrets,
            Duration recoverAfter) {
        this.database = requireNonNull(database);
        this.payments = requireNonNull(payments);
        this.refunds = requireNonNull(refunds);
        this.providers = requireNonNull(providers);
        this.outbox = requireNonNull(outbox);
        this.secrets = requireNonNull(secrets);
        this.recoverAfter = requireNonNull(recoverAfter);
    }

    Buffer seal(UUID paymentId, Method method) {
        return method.token() == null
                ? null
                : Buffer.buffer(secrets.seal(method.token().getBytes(StandardCharsets.UTF_8), tokenContext(paymentId)));
    }

    /** The payment as far as it got before the deadline; when the provider does not answer, recovery goes on. */
    public Future<PaymentRecord> advance(PaymentRecord payment, Deadline deadline) {
        Optional<ProviderAct> act = nextAct(payment);
        if (act.isEmpty()) {
            return giveBack(payment, deadline);
        }
        return ask(act.get(), payment, deadline)
                .compose(charge -> apply(payment, charge))
                .compose(after -> isFurther(after, payment) ? advance(after, deadline) : Future.succeededFuture(after))
                .recover(failure -> stay(failure, act.get(), payment));
    }

    /**
     * Asks the provider where the charge stands and carries on from there; fails with ProviderUnavailable. A payment that has only
     * begun is left to whoever began it, who may be authorizing it right now, or else to recovery.
     */
    public Future<PaymentRecord> settle(PaymentRecord payment, Deadline deadline) {
        return ask(ProviderAct.READ, payment, deadline)
                .compose(charge -> apply(payment, charge))
                .compose(after -> after.state() == PaymentState.CREATED
                        ? Future.succeededFuture(after)
                        : advance(after, deadline));
    }

    /** Asks the provider what became of one refund; nothing happens when the key is null, or none of ours. */
    public Future<Boolean> settleRefund(PaymentRecord payment, String key, Deadline deadline) {
        return key == null ? Future.succeededFuture(false) : refunds.lookAgain(payment, key, deadline);
    }

    private static Optional<ProviderAct> nextAct(PaymentRecord payment) {
        return Optional.ofNullable(
                switch (payment.state()) {
                    case CREATED -> ProviderAct.AUTHORIZE;
                    case AUTHORIZED -> payment.captureRequested() ? ProviderAct.CAPTURE : null;
                    case FAILED, VOIDED -> payment.unfinished() ? ProviderAct.VOID : null;
                    case REQUIRES_ACTION, CAPTURED -> null;
                });
    }

    private static boolean isFurther(PaymentRecord after, PaymentRecord before) {
        return after.state() != before.state()
                || after.unfinished() != before.unfinished()
                || after.capturedMinor() != before.capturedMinor();
    }

    private Future<PaymentRecord> giveBack(PaymentRecord payment, Deadline deadline) {
        return payment.isUnwanted() && payment.refundedMinor() < payment.capturedMinor()
                ? refunds.advanceAll(payment, deadline).compose(done -> payments.get(payment.id()))
                : Future.succeededFuture(payment);
    }

    private Future<PaymentRecord> stay(Throwable failure, ProviderAct act, PaymentRecord payment) {
        if (!(failure instanceof ProviderUnavailable)) {
            return Future.failedFuture(failure);
        }
        log.atWarn()
                .addKeyValue("paymentId", payment.id())
                .addKeyValue("act", act.tag())
                .addKeyValue("reason", failure.getMessage())
                .log("provider gave no answer; recovery will ask again");
        return payments.get(payment.id());
    }

    private Future<ChargeState> ask(ProviderAct act, PaymentRecord payment, Deadline deadline) {
        return Future.succeededFuture().compose(now -> {
            Connected at = providers.named(payment.provider());
            return at.gate().call(act, deadline, () -> call(act, at.provider(), payment));
        });
    }

    private Future<ChargeState> call(ProviderAct act, PaymentProvider provider, PaymentRecord payment) {
        String key = payment.id() + ":" + act.tag();
        return switch (act) {
            case AUTHORIZE ->
                provider.authorize(new AuthorizeCharge(payment.charge(), methodOf(payment), payment.expiresAt(), key));
            case CAPTURE -> provider.capture(payment.charge(), key);
            case VOID -> provider.voidAuthorization(payment.charge(), key);
            case READ -> provider.read(payment.charge());
            case REFUND, LIST -> throw new IllegalArgumentException("no act of one payment: " + act);
        };
    }

    private Method methodOf(PaymentRecord payment) {
        String token = payment.tokenBox() == null
                ? null
                : new String(
                        secrets.open(payment.tokenBox().getBytes(), tokenContext(payment.id())),
                        StandardCharsets.UTF_8);
        return new Method(payment.method(), token);
    }

    private static String tokenContext(Object paymentId) {
        return "payment token " + paymentId;
    }

    /** Mostly the payment is still what it was when the provider was asked; otherwise what the answer means is found out anew. */
    private Future<PaymentRecord> apply(PaymentRecord seen, ChargeState charge) {
        Optional<Move> expected = PaymentMoves.next(seen, charge, false).filter(move -> move.to() != seen.state());
        return database.inTransaction(transaction -> expected.isEmpty()
                ? applyLocked(transaction, seen.id(), charge)
                : payments.moveUnlessChanged(transaction, seen, expected.get())
                        .compose(moved -> moved.isPresent()
                                ? book(transaction, moved.get(), expected.get())
                                : applyLocked(transaction, seen.id(), charge)));
    }

    private Future<PaymentRecord> applyLocked(SqlConnection transaction, UUID paymentId, ChargeState charge) {
        return PaymentStore.lock(transaction, paymentId)
                .compose(payment -> PaymentMoves.next(payment, charge, nothingUnderWay(payment))
                        .map(move -> make(transaction, payment, move))
                        .orElse(Future.succeededFuture(payment)));
    }

    /** Every call that was begun before the payment came into its state has given up by now. */
    private boolean nothingUnderWay(PaymentRecord payment) {
        return payment.updatedAt().plus(recoverAfter).isBefore(Instant.now());
    }

    /** State, ledger, refund of what nobody wants any more, and fact; the payment must be locked. */
    Future<PaymentRecord> make(SqlConnection transaction, PaymentRecord before, Move move) {
        return payments.move(transaction, before.id(), move).compose(after -> book(transaction, after, move));
    }

    /** The statements do not wait for each other: they go out together and PostgreSQL runs them in this order. */
    private Future<PaymentRecord> book(SqlConnection transaction, PaymentRecord after, Move move) {
        return Future.all(
                        move.captured() == null
                                ? Future.succeededFuture()
                                : Ledger.capture(transaction, after.about(), after.division()),
                        refunds.promiseUnwanted(transaction, after),
                        move.fact() == null
                                ? Future.succeededFuture()
                                : outbox.append(transaction, move.fact(), after.id(), PaymentView.fact(after)))
                .map(after);
    }
}
