package io.ticketsafe.app.saga;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.ChargePage.Standing;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.PaymentProvider;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.RefundOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How a payments process reaches the bank: over a line that loses questions and answers, and may be slow or repeat itself. */
final class BankProvider implements PaymentProvider {
    static final String NAME = "bank";
    /** Payments reckons that a call which it has given up reaches the bank no later. */
    private static final long LATEST_MS = 5_000;

    private static final long NEVER = -1;
    private static final int MOST_ON_A_PAGE = 3;

    private final World world;
    private final Step.Mortal process;
    private int calls;

    BankProvider(World world, Step.Mortal process) {
        this.world = world;
        this.process = process;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<ChargeState> authorize(AuthorizeCharge asked) {
        Charge charge = asked.charge();
        String key = keyOf(asked.idempotencyKey());
        return call(
                "authorize " + charge.paymentId(),
                () -> now(() -> stateOf(world.bank()
                        .authorize(
                                charge.paymentId(),
                                asked.method(),
                                charge.amount().amountMinor(),
                                key))));
    }

    @Override
    public Future<ChargeState> capture(Charge charge, String idempotencyKey) {
        boolean lapsed = world.chaos().reservationLapses();
        return call(
                "capture " + charge.paymentId(),
                () -> world.audit().beforeCapture(charge.paymentId()).map(looked -> {
                    Bank.Charge known = find(charge);
                    if (known != null) {
                        world.bank().capture(known, lapsed);
                    }
                    return stateOf(known);
                }));
    }

    @Override
    public Future<ChargeState> voidAuthorization(Charge charge, String idempotencyKey) {
        return call(
                "void " + charge.paymentId(),
                () -> now(() -> stateOf(world.bank()
                        .release(
                                charge.paymentId(),
                                find(charge),
                                null,
                                charge.amount().amountMinor()))));
    }

    @Override
    public Future<ChargeState> read(Charge charge) {
        return call("read " + charge.paymentId(), () -> now(() -> stateOf(find(charge))));
    }

    @Override
    public Future<RefundOutcome> refund(Charge charge, Money amount, String idempotencyKey) {
        String key = keyOf(idempotencyKey);
        boolean refuse = world.chaos().bankRefusesRefund();
        return call(
                "refund " + charge.paymentId() + ' ' + amount.amountMinor() + " as " + key,
                () -> now(() -> world.bank().refund(find(charge), amount.amountMinor(), key, refuse)
                        ? new RefundOutcome.Refunded("re_" + key)
                        : new RefundOutcome.Refused("The bank does not want to.")));
    }

    @Override
    public Future<ChargePage> recent(Instant since, String cursor, int limit) {
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        return call(
                "list charges from " + from, () -> now(() -> page(world.bank().madeSince(since), from)));
    }

    private static ChargePage page(List<Bank.Charge> charges, int from) {
        int end = Math.min(charges.size(), from + MOST_ON_A_PAGE);
        return new ChargePage(
                charges.subList(Math.min(from, end), end).stream()
                        .map(BankProvider::listed)
                        .toList(),
                end < charges.size() ? String.valueOf(end) : null);
    }

    @Override
    public Future<ChargePage> find(UUID paymentId, String ref) {
        return call(
                "find " + paymentId,
                () -> now(() -> new ChargePage(
                        Stream.ofNullable(world.bank().find(paymentId, ref))
                                .map(BankProvider::listed)
                                .toList(),
                        null)));
    }

    private Bank.Charge find(Charge charge) {
        return world.bank().find(charge.paymentId(), charge.ref());
    }

    private String keyOf(String key) {
        return world.bug() == PlantedBug.NO_IDEMPOTENCY_KEY ? key + '-' + process.name() + '-' + ++calls : key;
    }

    private static <T> Future<T> now(Supplier<T> act) {
        return Future.succeededFuture(act.get());
    }

    private <T> Future<T> call(String what, Supplier<Future<T>> act) {
        Timeline timeline = world.timeline();
        Promise<T> answer = Promise.promise();
        boolean silent = world.chaos().bankIsSilent();
        boolean arrives = !silent || timeline.happens(0.6);
        long backMs = silent ? timeline.happens(0.5) ? NEVER : 1 : world.chaos().bankMs();
        if (!arrives) {
            timeline.note("lost on the way to the bank: " + what);
            refuse(answer, backMs);
            return answer.future();
        }
        int times = world.chaos().duplicates() ? 2 : 1;
        for (int i = 0; i < times; i++) {
            timeline.toBank(
                    world.chaos().bankMs(),
                    LATEST_MS,
                    "bank: " + what,
                    () -> act.get().map(result -> {
                        timeline.note("bank says " + result);
                        if (silent) {
                            refuse(answer, backMs);
                        } else {
                            timeline.after(backMs, "answer of the bank", process, () -> answer.tryComplete(result));
                        }
                        return null;
                    }));
        }
        return answer.future();
    }

    private <T> void refuse(Promise<T> answer, long backMs) {
        if (backMs != NEVER) {
            world.timeline()
                    .after(backMs, "503 of the bank", process, () -> answer.tryFail(new ProviderUnavailable("503")));
        }
    }

    private static ChargeState stateOf(Bank.Charge charge) {
        if (charge == null) {
            return new ChargeState.NotFound();
        }
        return switch (charge.state) {
            case REQUIRES_ACTION ->
                new ChargeState.RequiresAction(charge.ref, new NextAction("redirect", "/pay", null, null));
            case RESERVED -> new ChargeState.Authorized(charge.ref);
            case TAKEN -> new ChargeState.Captured(charge.ref);
            case DECLINED -> new ChargeState.Declined(charge.ref, FaultCode.CARD_DECLINED, "The bank said no.");
            case RELEASED -> new ChargeState.Voided(charge.ref);
        };
    }

    private static ListedCharge listed(Bank.Charge charge) {
        Standing standing = switch (charge.state) {
            case REQUIRES_ACTION -> Standing.OPEN;
            case RESERVED -> Standing.RESERVED;
            case TAKEN -> Standing.CAPTURED;
            case DECLINED, RELEASED -> Standing.ENDED;
        };
        return new ListedCharge(
                charge.ref,
                charge.paymentId,
                standing,
                new Money(charge.amountMinor, Hall.CURRENCY),
                standing == Standing.CAPTURED ? charge.amountMinor : 0,
                charge.refundedMinor,
                false,
                charge.madeAt);
    }
}
