package io.ticketsafe.tickets.order;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.idempotency.Idempotency.Answer;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentId;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.tickets.change.ChangeRow;
import io.ticketsafe.tickets.change.ChangeStore;
import io.ticketsafe.tickets.order.Settlement.Requester;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Paying an order, or the open change of one that is paid. The first phase writes down the attempt, and from there on it is carried to its end whatever happens
 * to this process; the payer waits for it as long as the patience lasts. The payment's id is made from order, payer and
 * idempotency key, so a repeat continues the same attempt and never makes a second one.
 */
final class PayService {
    private static final List<Attempt.State> UNANSWERED = List.of(Attempt.State.AUTHORIZING, Attempt.State.INTERRUPTED);

    private final Bus bus;
    private final Database database;
    private final OrderStore orders;
    private final AttemptStore attempts;
    private final ChangeStore changes;
    private final OrderAccess access;
    private final DeskAccess desk;
    private final Idempotency idempotency;
    private final AttemptRunner runner;
    private final Leases leases;
    private final OrderConfig config;

    PayService(
            Bus bus,
            Database database,
            OrderStore orders,
            AttemptStore attempts,
            ChangeStore changes,
            OrderAccess access,
            DeskAccess desk,
            Idempotency idempotency,
            AttemptRunner runner,
            Leases leases,
            OrderConfig config) {
        this.bus = requireNonNull(bus);
        this.database = requireNonNull(database);
        this.orders = requireNonNull(orders);
        this.attempts = requireNonNull(attempts);
        this.changes = requireNonNull(changes);
        this.access = requireNonNull(access);
        this.desk = requireNonNull(desk);
        this.idempotency = requireNonNull(idempotency);
        this.runner = requireNonNull(runner);
        this.leases = requireNonNull(leases);
        this.config = requireNonNull(config);
    }

    /** What the first phase found: an answer that was given before, or an attempt and whether to run it. */
    private record Begun(Answer answer, Attempt attempt, boolean run) {}

    Future<Payment> pay(PayOrder request, Call call) {
        call.requireIdempotencyKey();
        PayChecks.require(request);
        return orders.get(request.orderId())
                .compose(order -> requireAllowed(request, call, order)
                        .compose(allowed -> database.inTransaction(transaction -> begin(transaction, request, call)))
                        .compose(begun -> {
                            if (begun.answer() != null) {
                                return begun.answer().replay(OrderOperations.PAY);
                            }
                            Requester requester = new Requester(call, request);
                            return begun.run()
                                    ? run(order, begun.attempt(), requester)
                                    : ended(begun.attempt(), requester);
                        }));
    }

    private Future<Void> requireAllowed(PayOrder request, Call call, OrderRow order) {
        return request.method().type().isAtDesk() ? desk.require(call, order) : access.actAsBuyer(call, order);
    }

    private Future<Payment> run(OrderRow order, Attempt attempt, Requester requester) {
        return leases.during(attempt.paymentId(), () -> runner.authorize(order, attempt, requester))
                .timeout(config.paymentPatience().toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> failure instanceof TimeoutException
                        ? Future.succeededFuture(AttemptRunner.pending(attempt))
                        : Future.failedFuture(failure));
    }

    /**
     * What the first phase looks at, all read under the lock of the order.
     *
     * @param change the order's open one; null where there is none
     */
    private record Found(
            OrderRow order, ChangeRow change, Answer answer, List<Attempt> attempts, boolean keyUsedElsewhere) {
        Attempt attempt(UUID paymentId) {
            return attempts.stream()
                    .filter(attempt -> attempt.paymentId().equals(paymentId))
                    .findFirst()
                    .orElse(null);
        }
    }

    private Future<Begun> begin(SqlConnection transaction, PayOrder request, Call call) {
        UUID paymentId = Requests.id("pay", request.orderId(), call);
        return find(transaction, request, call).compose(found -> {
            if (found.answer() != null) {
                return Future.succeededFuture(new Begun(found.answer(), null, false));
            }
            Attempt known = found.attempt(paymentId);
            return known == null
                    ? beginNew(transaction, found, paymentId, request, call)
                    : goOn(transaction, found, known, request);
        });
    }

    private Future<Found> find(SqlConnection transaction, PayOrder request, Call call) {
        UUID orderId = request.orderId();
        Future<OrderRow> order = orders.lock(transaction, orderId);
        Future<Answer> answer = idempotency.find(transaction, call, OrderOperations.PAY, request);
        Future<List<Attempt>> all = attempts.ofOrder(transaction, orderId);
        Future<Boolean> elsewhere = attempts.keyUsedForAnotherOrder(
                transaction, call.userId(), Requests.sha256(call.idempotencyKey()), orderId);
        return Future.all(order, answer, all, elsewhere)
                .compose(done -> order.result().isPending()
                        ? Future.<ChangeRow>succeededFuture()
                        : changes.openOf(transaction, orderId))
                .map(change -> new Found(order.result(), change, answer.result(), all.result(), elsewhere.result()));
    }

    private Future<Begun> beginNew(
            SqlConnection transaction, Found found, UUID paymentId, PayOrder request, Call call) {
        if (found.keyUsedElsewhere()) {
            throw mismatch();
        }
        ChangeRow change = found.change();
        requirePayable(found.order(), change);
        requireNamed(request, change);
        Instant now = Columns.now();
        Attempt attempt = new Attempt(
                paymentId,
                found.order().id(),
                change == null ? null : new Attempt.ForChange(change.id(), change.expiresAt()),
                call.userId(),
                request.method().type(),
                request.method().token(),
                request.method().reference(),
                Requests.sha256(call.idempotencyKey()),
                Requests.hash(request),
                change == null ? found.order().total() : change.charged(),
                Attempt.State.AUTHORIZING,
                null,
                0,
                true,
                now,
                now);
        return makeRoom(transaction, found, paymentId)
                .compose(room -> attempts.insert(transaction, attempt, leases.duration()))
                .map(new Begun(null, attempt, true));
    }

    /** What the same request began before goes on if nobody is at it. */
    private Future<Begun> goOn(SqlConnection transaction, Found found, Attempt known, PayOrder request) {
        if (!Arrays.equals(known.requestHash(), Requests.hash(request))) {
            throw mismatch();
        }
        boolean unfinished = known.state() == Attempt.State.AUTHORIZING || known.state() == Attempt.State.INTERRUPTED;
        if (!unfinished) {
            return Future.succeededFuture(new Begun(null, known, false));
        }
        if (known.state() == Attempt.State.AUTHORIZING && known.busy()) {
            throw new ServiceFault(
                    FaultCode.IDEMPOTENCY_IN_FLIGHT, "The first request with this key is still running.");
        }
        requireSame(found, known);
        requirePayable(found.order(), found.change());
        return makeRoom(transaction, found, known.paymentId())
                .compose(room -> attempts.move(
                        transaction, known.paymentId(), Attempt.State.AUTHORIZING, leases.duration(), null, null))
                .map(new Begun(null, known, true));
    }

    /** One attempt at a time. Those that came to nothing are given up first. */
    private Future<Void> makeRoom(SqlConnection transaction, Found found, UUID paymentId) {
        Instant tooOld = Instant.now().minus(config.paymentDeadline());
        List<Attempt> rivals = found.attempts().stream()
                .filter(attempt -> UNANSWERED.contains(attempt.state())
                        && !attempt.paymentId().equals(paymentId))
                .toList();
        boolean live = rivals.stream()
                .anyMatch(rival -> rival.state() == Attempt.State.AUTHORIZING
                        && rival.movedAt().isAfter(tooOld));
        if (live) {
            throw ServiceFault.wrongState("Another payment of this order is under way.");
        }
        return rivals.isEmpty()
                ? Future.succeededFuture()
                : attempts.giveUp(
                        transaction, found.order().id(), UNANSWERED, paymentId, "replaced by another payment");
    }

    private static void requirePayable(OrderRow order, ChangeRow change) {
        if (!order.isPending() && change == null) {
            throw ServiceFault.wrongState(
                    "Only a pending order can be paid; this one is " + Columns.name(order.status()) + ".");
        }
        if (order.saleCanceled()) {
            throw ServiceFault.wrongState("The event is canceled.");
        }
        if (!Instant.now().isBefore(change == null ? order.expiresAt() : change.expiresAt())) {
            throw ServiceFault.wrongState(
                    change == null ? "This order has expired." : "The change of this order has expired.");
        }
    }

    private static void requireNamed(PayOrder request, ChangeRow change) {
        if (request.changeId() != null && (change == null || !change.id().equals(request.changeId()))) {
            throw ServiceFault.wrongState("This change can no longer be paid.");
        }
    }

    /** What was begun to pay one thing does not go on to pay another. */
    private static void requireSame(Found found, Attempt known) {
        UUID wanted = found.change() == null ? null : found.change().id();
        UUID begun = known.change() == null ? null : known.change().id();
        if (!Objects.equals(wanted, begun)) {
            throw ServiceFault.wrongState("What this payment was begun for can no longer be paid.");
        }
    }

    /** The attempt came to its end without its payer waiting: by the recovery, or by a fact. */
    private Future<Payment> ended(Attempt attempt, Requester requester) {
        return switch (attempt.state()) {
            case ISSUED, CAPTURED, REQUIRES_ACTION ->
                bus.callAsService(PaymentOperations.GET, new PaymentId(attempt.paymentId()), requester.call())
                        .compose(payment ->
                                remember(requester, Answer.of(payment)).map(payment));
            case FAILED -> {
                ServiceFault refusal = Outcome.failed(attempt.failure(), null).refusal(attempt);
                yield remember(requester, Answer.of(refusal)).compose(done -> Future.failedFuture(refusal));
            }
            case VOIDING, VOIDED, AUTHORIZING, INTERRUPTED ->
                Future.failedFuture(ServiceFault.wrongState("This payment was given up.")
                        .with("paymentId", attempt.paymentId().toString()));
        };
    }

    private Future<Void> remember(Requester requester, Answer answer) {
        return database.inTransaction(transaction ->
                idempotency.remember(transaction, requester.call(), OrderOperations.PAY, requester.request(), answer));
    }

    private static ServiceFault mismatch() {
        return new ServiceFault(FaultCode.IDEMPOTENCY_MISMATCH, "This Idempotency-Key was used for another request.");
    }
}
