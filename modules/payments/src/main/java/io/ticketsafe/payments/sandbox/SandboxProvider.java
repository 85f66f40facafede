package io.ticketsafe.payments.sandbox;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.PaymentProvider;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.RefundOutcome;
import io.ticketsafe.payments.sandbox.SandboxBank.BankCharge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The built-in provider that moves no money: what happens is said by the token. */
public final class SandboxProvider implements PaymentProvider {
    public static final String NAME = "sandbox";

    private final Vertx vertx;
    private final SandboxBank bank;
    private final PaymentsConfig.Sandbox config;
    private final AtomicLong unsteadyAnswers = new AtomicLong();

    public SandboxProvider(Vertx vertx, Database database, PaymentsConfig.Sandbox config) {
        this.vertx = requireNonNull(vertx);
        this.bank = new SandboxBank(requireNonNull(database));
        this.config = requireNonNull(config);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<ChargeState> authorize(AuthorizeCharge charge) {
        SandboxToken token = SandboxToken.of(charge.method());
        Future<?> before = token == SandboxToken.SLOW
                ? vertx.timer(config.slowAnswer().toMillis(), TimeUnit.MILLISECONDS)
                : Future.succeededFuture();
        return before.compose(slept -> bank.receive(charge, token))
                .recover(SandboxProvider::unreachable)
                .compose(known -> answer(known, token).compose(state -> carry(known.token(), state)));
    }

    /** What was answered, as it gets to us. */
    private <T> Future<T> carry(SandboxToken token, T answer) {
        if (token != SandboxToken.UNSTEADY) {
            return Future.succeededFuture(answer);
        }
        boolean lost = unsteadyAnswers.getAndIncrement() % 2 == 0;
        return vertx.timer(config.slowAnswer().toMillis(), TimeUnit.MILLISECONDS)
                .compose(slept -> lost
                        ? Future.failedFuture(new ProviderUnavailable("503 from the sandbox"))
                        : Future.succeededFuture(answer));
    }

    private Future<ChargeState> carry(BankCharge charge) {
        return carry(charge == null ? SandboxToken.UNKNOWN : charge.token(), stateOf(charge));
    }

    private Future<ChargeState> answer(BankCharge charge, SandboxToken token) {
        if (token == SandboxToken.TIMEOUT_THEN_APPROVE && charge.calls() == 1) {
            return Promise.<ChargeState>promise().future();
        }
        if (charge.calls() <= token.failuresFirst()) {
            return Future.failedFuture(new ProviderUnavailable("503 from the sandbox"));
        }
        return Future.succeededFuture(stateOf(charge));
    }

    @Override
    public Future<ChargeState> capture(Charge charge, String idempotencyKey) {
        return bank.capture(charge.paymentId()).compose(this::carry).recover(SandboxProvider::unreachable);
    }

    @Override
    public Future<ChargeState> voidAuthorization(Charge charge, String idempotencyKey) {
        return bank.voidCharge(charge.paymentId(), idempotencyKey, charge.amount())
                .compose(this::carry)
                .recover(SandboxProvider::unreachable);
    }

    @Override
    public Future<ChargeState> read(Charge charge) {
        return bank.read(charge.paymentId()).compose(this::carry).recover(SandboxProvider::unreachable);
    }

    @Override
    public Future<RefundOutcome> refund(Charge charge, Money amount, String idempotencyKey) {
        return bank.refund(charge.paymentId(), idempotencyKey, amount)
                .<RefundOutcome>map(goesBack -> goesBack
                        ? new RefundOutcome.Refunded("sbx_re_" + idempotencyKey)
                        : new RefundOutcome.Refused("The bank has less of this payment left."))
                .recover(SandboxProvider::unreachable);
    }

    @Override
    public Future<ChargePage> recent(Instant since, String cursor, int limit) {
        return bank.recent(since, cursor, limit).recover(SandboxProvider::unreachable);
    }

    @Override
    public Future<ChargePage> find(UUID paymentId, String ref) {
        return bank.find(paymentId).recover(SandboxProvider::unreachable);
    }

    /** The payer passes the second step of a card payment; WRONG_STATE when there is none to pass. */
    Future<Void> completeAction(UUID paymentId) {
        return bank.completeAction(paymentId).compose(charge -> expectPaid(charge, "second step to pass"));
    }

    /** The payer pays, on time or not; WRONG_STATE when there is no Pix to pay. */
    Future<Void> payPix(UUID paymentId, Long amountMinor) {
        return bank.payPix(paymentId, amountMinor).compose(charge -> expectPaid(charge, "Pix to pay"));
    }

    private static Future<Void> expectPaid(BankCharge charge, String what) {
        boolean paid = charge != null
                && (charge.state().equals("authorized") || charge.state().equals("captured"));
        return paid
                ? Future.succeededFuture()
                : Future.failedFuture(ServiceFault.wrongState("This payment has no " + what + "."));
    }

    private ChargeState stateOf(BankCharge charge) {
        if (charge == null) {
            return new ChargeState.NotFound();
        }
        String ref = SandboxBank.ref(charge.paymentId());
        return switch (charge.state()) {
            case "received" -> new ChargeState.Pending(ref);
            case "requires_action" -> new ChargeState.RequiresAction(ref, nextAction(charge));
            case "authorized" -> new ChargeState.Authorized(ref, charge.paid());
            case "captured" -> new ChargeState.Captured(ref, charge.paid());
            case "declined" -> declined(ref, charge.token());
            case "voided" -> new ChargeState.Voided(ref);
            default -> throw new IllegalStateException("a charge cannot be " + charge.state());
        };
    }

    private static ChargeState declined(String ref, SandboxToken token) {
        return switch (token) {
            case INSUFFICIENT_FUNDS ->
                new ChargeState.Declined(ref, FaultCode.INSUFFICIENT_FUNDS, "There is not enough money on this card.");
            case UNKNOWN -> new ChargeState.Declined(ref, FaultCode.VALIDATION, "unknown sandbox token");
            default -> new ChargeState.Declined(ref, FaultCode.CARD_DECLINED, "The card was declined.");
        };
    }

    private NextAction nextAction(BankCharge charge) {
        UUID id = charge.paymentId();
        return charge.token() == SandboxToken.PIX
                ? new NextAction(
                        "pix",
                        config.baseUrl() + "/v1/sandbox/pix/" + id + "/pay",
                        BrCode.of(id, charge.amount()),
                        charge.expiresAt())
                : new NextAction(
                        "redirect",
                        config.baseUrl() + "/v1/sandbox/actions/" + id + "/complete",
                        null,
                        charge.expiresAt());
    }

    private static <T> Future<T> unreachable(Throwable failure) {
        return Future.failedFuture(
                failure instanceof ServiceFault fault && fault.code() == FaultCode.UNAVAILABLE
                        ? new ProviderUnavailable("the sandbox's bank cannot be reached")
                        : failure);
    }
}
