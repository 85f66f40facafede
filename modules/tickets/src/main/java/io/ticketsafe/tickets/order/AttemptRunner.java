package io.ticketsafe.tickets.order;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Backoff;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentId;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.tickets.change.ChangeStore;
import io.ticketsafe.tickets.order.Settlement.Requester;
import io.ticketsafe.tickets.order.Settlement.Settled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a payment from one recovery point to the next: asks payments to authorise, settles by the answer, tells the
 * inventory, asks to capture. Every question may be repeated, and what is not answered is left to {@link
 * AttemptRecovery}.
 */
final class AttemptRunner {
    private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Set<FaultCode> FINAL = EnumSet.of(
            FaultCode.VALIDATION,
            FaultCode.WRONG_STATE,
            FaultCode.NOT_FOUND,
            FaultCode.METHOD_UNAVAILABLE,
            FaultCode.NOT_IMPLEMENTED,
            FaultCode.CARD_DECLINED,
            FaultCode.INSUFFICIENT_FUNDS);

    private final Vertx vertx;
    private final Bus bus;
    private final Database database;
    private final AttemptStore attempts;
    private final Settlement settlement;
    private final ChangeStore changes;
    private final InventoryUpdates inventory;
    private final OrderMeters meters;
    private final Duration patience;
    private volatile boolean stopped;

    AttemptRunner(
            Vertx vertx,
            Bus bus,
            Database database,
            AttemptStore attempts,
            Settlement settlement,
            ChangeStore changes,
            InventoryUpdates inventory,
            OrderMeters meters,
            Duration patience) {
        this.vertx = requireNonNull(vertx);
        this.bus = requireNonNull(bus);
        this.database = requireNonNull(database);
        this.attempts = requireNonNull(attempts);
        this.settlement = requireNonNull(settlement);
        this.changes = requireNonNull(changes);
        this.inventory = requireNonNull(inventory);
        this.meters = requireNonNull(meters);
        this.patience = requireNonNull(patience);
    }

    /** No further step is begun; another process takes over, or this one when it is started again. */
    void stop() {
        stopped = true;
    }

    /** For a payer who waits: asks until the provider has answered, or the patience is over. */
    Future<Payment> authorize(OrderRow order, Attempt attempt, Requester requester) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        return askUntil(order, attempt, requester.call(), deadlineNanos, FIRST_PAUSE)
                .transform(reply -> reply.succeeded()
                        ? settle(order, attempt, Outcome.of(reply.result()), requester)
                        : notAnswered(order, attempt, requester, (ServiceFault) reply.cause(), deadlineNanos));
    }

    /** The next step of an attempt that got stuck. */
    Future<Void> resume(OrderRow order, Attempt attempt) {
        return switch (attempt.state()) {
            case AUTHORIZING ->
                ask(order, attempt, null)
                        .transform(reply -> reply.succeeded()
                                ? settle(order, attempt, Outcome.of(reply.result()), null)
                                : refusedOrLater(order, attempt, (ServiceFault) reply.cause()))
                        .mapEmpty();
            case ISSUED ->
                Future.join(tellInventory(order, attempt), capture(order, attempt))
                        .mapEmpty();
            case VOIDING -> giveUp(attempt);
            case REQUIRES_ACTION -> lookAgain(order, attempt);
            case INTERRUPTED, CAPTURED, FAILED, VOIDED -> Future.succeededFuture();
        };
    }

    /**
     * Once, some seconds after it was answered that the payer has to do something: word that it was done may have come before that
     * answer, and been taken for what the answer would say. From then on facts tell.
     */
    private Future<Void> lookAgain(OrderRow order, Attempt attempt) {
        return whileRunning()
                .compose(
                        running -> bus.callAsService(PaymentOperations.STATE, new PaymentId(attempt.paymentId()), null))
                .compose(answer -> switch (answer.state()) {
                    case PENDING, REQUIRES_ACTION -> attempts.rest(attempt.paymentId());
                    case AUTHORIZED, CAPTURED, FAILED, VOIDED ->
                        settle(order, attempt, Outcome.of(answer), null).mapEmpty();
                });
    }

    /** What follows the commit of a settlement. Never fails: what does not work now is done by the recovery. */
    Future<Void> followUp(Settled settled, boolean captured) {
        OrderRow order = settled.order();
        Attempt attempt = settled.attempt();
        meters.settled(settled);
        Future<Void> step = switch (settled.verdict()) {
            case ISSUE, ISSUE_LATE ->
                Future.join(
                                tellInventory(order, attempt),
                                captured ? attempts.endCapture(attempt.paymentId()) : capture(order, attempt))
                        .mapEmpty();
            case GIVE_BACK ->
                attempt.change() == null
                        ? giveUp(attempt)
                        : Future.join(tellInventory(order, attempt), giveUp(attempt))
                                .mapEmpty();
            case UNCOLLECTABLE -> tellInventory(order, attempt);
            case KNOWN, FAIL, REQUIRE_ACTION, END, WAIT -> Future.succeededFuture();
        };
        return step.otherwise(failure -> {
            log.atWarn()
                    .setCause(failure)
                    .addKeyValue("paymentId", attempt.paymentId())
                    .log("payment is carried on later");
            return null;
        });
    }

    private Future<Authorization> askUntil(
            OrderRow order, Attempt attempt, Call because, long deadlineNanos, Duration pause) {
        return ask(order, attempt, because).compose(answer -> {
            boolean again = answer.state() == AuthorizationState.PENDING
                    && !stopped
                    && System.nanoTime() + pause.toNanos() < deadlineNanos;
            return again
                    ? vertx.timer(pause.toMillis())
                            .compose(fired -> askUntil(order, attempt, because, deadlineNanos, pause.multipliedBy(2)))
                    : Future.succeededFuture(answer);
        });
    }

    private Future<Authorization> ask(OrderRow order, Attempt attempt, Call because) {
        if (attempt.method() == MethodType.CARD && attempt.token() == null) {
            return Future.failedFuture(new ServiceFault(
                    FaultCode.VALIDATION, "The token of the card is not there any more; pay again with another key."));
        }
        return whileRunning()
                .compose(running -> due(order, attempt))
                .compose(due -> bus.callAsService(
                        PaymentOperations.AUTHORIZE,
                        new Authorize(
                                attempt.paymentId(),
                                order.id(),
                                order.eventId(),
                                order.organizationId(),
                                attempt.payerId(),
                                attempt.amount(),
                                new Method(attempt.method(), attempt.token(), attempt.reference()),
                                due.until(),
                                due.shares(),
                                attempt.method().isAtDesk() ? order.soldBy() : null),
                        because == null ? null : because.withoutDeadline()));
    }

    /** @param shares whose the money is; null: all of it is the organiser's */
    private record Due(Instant until, List<Share> shares) {}

    private Future<Due> due(OrderRow order, Attempt attempt) {
        return attempt.change() == null
                ? Future.succeededFuture(new Due(order.expiresAt(), order.shares()))
                : changes.get(attempt.change().id()).map(change -> new Due(change.expiresAt(), change.shares(order)));
    }

    private Future<Payment> settle(OrderRow order, Attempt attempt, Outcome outcome, Requester requester) {
        return whileRunning()
                .compose(running -> settlement.settle(order, attempt, outcome, requester))
                .compose(settled -> settled.verdict() == SettlementRules.Verdict.WAIT
                        ? attempts.continueLater(attempt.paymentId(), laterThan(attempt))
                                .compose(later -> settled.answer())
                        : followUp(settled, outcome.state() == AuthorizationState.CAPTURED)
                                .compose(done -> settled.answer()));
    }

    private Future<Payment> notAnswered(
            OrderRow order, Attempt attempt, Requester requester, ServiceFault fault, long deadlineNanos) {
        if (stopped) {
            return Future.failedFuture(fault);
        }
        if (FINAL.contains(fault.code())) {
            return settle(order, attempt, Outcome.failed(fault.code(), fault.detail()), requester);
        }
        if (System.nanoTime() >= deadlineNanos) {
            return attempts.continueLater(attempt.paymentId(), laterThan(attempt))
                    .map(pending(attempt));
        }
        return interrupt(order, attempt)
                .compose(done -> Future.failedFuture(ServiceFault.unavailable(
                                "The payment could not be started; repeat it with the same Idempotency-Key.",
                                pauseOf(fault))
                        .with("paymentId", attempt.paymentId().toString())));
    }

    private static Duration pauseOf(ServiceFault fault) {
        return Duration.ofSeconds(fault.members().getLong("retryAfterSeconds", SOON.toSeconds()));
    }

    /** The payer is told that nothing happened, so nothing may happen without a repeat of the request. */
    private Future<Void> interrupt(OrderRow order, Attempt attempt) {
        return database.inTransaction(transaction -> attempts.lockWithOrder(
                        transaction, order.id(), attempt.paymentId())
                .compose(now -> now.state() == Attempt.State.AUTHORIZING
                        ? attempts.move(transaction, attempt.paymentId(), Attempt.State.INTERRUPTED, null, null, null)
                        : Future.succeededFuture()));
    }

    private Future<Payment> refusedOrLater(OrderRow order, Attempt attempt, ServiceFault fault) {
        if (!stopped && FINAL.contains(fault.code())) {
            return settle(order, attempt, Outcome.failed(fault.code(), fault.detail()), null)
                    .otherwiseEmpty();
        }
        return attempts.continueLater(attempt.paymentId(), laterThan(attempt)).mapEmpty();
    }

    private Future<Void> tellInventory(OrderRow order, Attempt attempt) {
        return whileRunning()
                .compose(running -> attempt.change() == null
                        ? inventory.settle(order)
                        : changes.get(attempt.change().id()).compose(change -> inventory.changed(order, change)));
    }

    private Future<Void> capture(OrderRow order, Attempt attempt) {
        PaymentId payment = new PaymentId(attempt.paymentId());
        return whileRunning()
                .compose(running -> bus.callAsService(PaymentOperations.CAPTURE, payment, null))
                .map(Authorization::state)
                // "Nothing to capture" may also mean that it was captured: payments knows.
                .recover(failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.WRONG_STATE
                        ? bus.callAsService(PaymentOperations.GET, payment, null)
                                .map(AttemptRunner::stateOf)
                        : Future.failedFuture(failure))
                .transform(state -> state.succeeded()
                        ? captureAnswered(order, attempt, state.result())
                        : attempts.continueLater(attempt.paymentId(), laterThan(attempt)));
    }

    private static AuthorizationState stateOf(Payment payment) {
        return switch (payment.status()) {
            case SUCCEEDED, PARTIALLY_REFUNDED, REFUNDED -> AuthorizationState.CAPTURED;
            case FAILED -> AuthorizationState.FAILED;
            case CANCELED -> AuthorizationState.VOIDED;
            case PENDING, REQUIRES_ACTION -> AuthorizationState.PENDING;
        };
    }

    private Future<Void> captureAnswered(OrderRow order, Attempt attempt, AuthorizationState state) {
        return switch (state) {
            case CAPTURED -> attempts.endCapture(attempt.paymentId());
            case FAILED, VOIDED ->
                settle(order, attempt, Outcome.of(state), null).<Void>mapEmpty().otherwiseEmpty();
            case PENDING, AUTHORIZED, REQUIRES_ACTION ->
                attempts.continueLater(attempt.paymentId(), laterThan(attempt));
        };
    }

    private Future<Void> giveUp(Attempt attempt) {
        return whileRunning()
                .compose(running -> bus.callAsService(PaymentOperations.VOID, new PaymentId(attempt.paymentId()), null))
                .transform(reply -> {
                    boolean unknown =
                            reply.cause() instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND;
                    boolean done =
                            unknown || reply.succeeded() && reply.result().state() != AuthorizationState.PENDING;
                    return done
                            ? attempts.endVoiding(
                                    attempt.paymentId(), unknown ? null : givenBack(attempt, reply.result()))
                            : attempts.continueLater(attempt.paymentId(), laterThan(attempt));
                });
    }

    /** What payments has given back instead of giving it up, since it had moved. */
    private static Money givenBack(Attempt attempt, Authorization answer) {
        return switch (answer.state()) {
            case CAPTURED, AUTHORIZED -> attempt.amount();
            case PENDING, REQUIRES_ACTION, FAILED, VOIDED -> null;
        };
    }

    private static Duration laterThan(Attempt attempt) {
        return Duration.ofMillis(BACKOFF.pauseMs(attempt.tries() + 1));
    }

    static Payment pending(Attempt attempt) {
        return new Outcome(AuthorizationState.PENDING, null, null, null).shown(attempt, PaymentStatus.PENDING);
    }

    private Future<Void> whileRunning() {
        return stopped
                ? Future.failedFuture(ServiceFault.unavailable("This process is stopping.", SOON))
                : Future.succeededFuture();
    }
}
