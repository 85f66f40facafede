package io.ticketsafe.tickets.order;

import static io.ticketsafe.tickets.order.Attempt.State.AUTHORIZING;
import static io.ticketsafe.tickets.order.Attempt.State.INTERRUPTED;
import static io.ticketsafe.tickets.order.Attempt.State.REQUIRES_ACTION;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.idempotency.Idempotency.Answer;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.tickets.order.SettlementRules.Verdict;
import io.ticketsafe.tickets.refund.RefundBooking;
import io.ticketsafe.tickets.ticket.TicketIssuer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The atomic phase that brings an order to what payments says, whether that came as an answer, as a late fact, or twice.
 * Signing tickets comes before it and asking payments after it, so it touches nothing but PostgreSQL.
 */
final class Settlement {
    private static final List<Attempt.State> RIVALS = List.of(AUTHORIZING, INTERRUPTED, REQUIRES_ACTION);

    private final Database database;
    private final OrderStore orders;
    private final AttemptStore attempts;
    private final Issuing issuing;
    private final TicketIssuer issuer;
    private final RefundBooking refunds;
    private final ChangeSettlement changes;
    private final LatePlaces latePlaces;
    private final Idempotency idempotency;
    private final Duration lease;

    Settlement(
            Database database,
            OrderStore orders,
            AttemptStore attempts,
            Issuing issuing,
            TicketIssuer issuer,
            RefundBooking refunds,
            ChangeSettlement changes,
            LatePlaces latePlaces,
            Idempotency idempotency,
            Duration lease) {
        this.database = database;
        this.orders = orders;
        this.attempts = attempts;
        this.issuing = issuing;
        this.issuer = issuer;
        this.refunds = refunds;
        this.changes = changes;
        this.latePlaces = latePlaces;
        this.idempotency = idempotency;
        this.lease = lease;
    }

    /** Who waits for the answer, and what was asked. */
    record Requester(Call call, PayOrder request) {}

    /**
     * @param order as it is now
     * @param answer for the payer: a payment or a refusal
     */
    record Settled(Verdict verdict, OrderRow order, Attempt attempt, Payment payment, ServiceFault refusal) {
        Future<Payment> answer() {
            return refusal != null ? Future.failedFuture(refusal) : Future.succeededFuture(payment);
        }
    }

    /** @param requester whose idempotency key remembers the answer; null when nobody waits */
    Future<Settled> settle(OrderRow order, Attempt attempt, Outcome outcome, Requester requester) {
        return prepare(order, attempt, outcome)
                .compose(prepared -> database.inTransaction(
                                transaction -> apply(transaction, order.id(), attempt, outcome, prepared, requester))
                        .transform(done -> concluded(order, prepared, done)));
    }

    /** The same within a transaction that also notes the fact. Does nothing unless {@code first} says true. */
    Future<Settled> settleOnce(
            OrderRow order, Attempt attempt, Outcome outcome, Function<SqlConnection, Future<Boolean>> first) {
        return prepare(order, attempt, outcome)
                .compose(prepared -> database.inTransaction(transaction -> first.apply(transaction)
                                .compose(isFirst -> isFirst
                                        ? apply(transaction, order.id(), attempt, outcome, prepared, null)
                                        : Future.<Settled>succeededFuture()))
                        .transform(done -> concluded(order, prepared, done)));
    }

    /** What is ready before the transaction: signed tickets, and whether the places are free that late money is for. */
    private record Prepared(List<Ticket> tickets, LatePlaces.Asked asked) {
        static final Prepared NOTHING = new Prepared(List.of(), LatePlaces.Asked.NOBODY);
    }

    private Future<Prepared> prepare(OrderRow order, Attempt attempt, Outcome outcome) {
        if (!outcome.moneyIsThere()) {
            return Future.succeededFuture(Prepared.NOTHING);
        }
        if (attempt.change() != null) {
            return changes.prepare(order, attempt.change().id())
                    .map(tickets -> new Prepared(tickets, LatePlaces.Asked.NOBODY));
        }
        boolean mayIssue = order.status() == OrderStatus.PENDING || order.status() == OrderStatus.EXPIRED;
        return mayIssue && attempt.state().mayStillPay()
                ? issuer.prepare(order.id(), order.eventId(), order.items(), Columns.now())
                        .compose(tickets -> latePlaces.ask(order).map(asked -> new Prepared(tickets, asked)))
                : Future.succeededFuture(Prepared.NOTHING);
    }

    private Future<Settled> concluded(OrderRow order, Prepared prepared, AsyncResult<Settled> done) {
        Future<Settled> outcome =
                done.succeeded() ? Future.succeededFuture(done.result()) : Future.failedFuture(done.cause());
        boolean sold =
                done.succeeded() && done.result() != null && done.result().verdict() == Verdict.ISSUE_LATE;
        return prepared.asked() == LatePlaces.Asked.CLAIMED && !sold ? latePlaces.undo(order, outcome) : outcome;
    }

    private Future<Settled> apply(
            SqlConnection transaction,
            UUID orderId,
            Attempt known,
            Outcome outcome,
            Prepared prepared,
            Requester requester) {
        List<Ticket> tickets = prepared.tickets();
        Future<OrderRow> locked = orders.lock(transaction, orderId);
        Future<Attempt> found = attempts.find(transaction, known.paymentId());
        if (known.change() != null) {
            return Future.all(locked, found)
                    .compose(both -> applyToChange(transaction, locked.result(), found.result(), outcome, tickets))
                    .compose(settled -> remember(transaction, requester, settled));
        }
        Future<Boolean> over = Future.all(locked, found)
                .compose(both -> locked.result().status() == OrderStatus.EXPIRED
                        ? orders.isEventOver(transaction, orderId)
                        : Future.succeededFuture(false));
        return over.compose(eventOver -> {
            OrderRow order = locked.result();
            Attempt attempt = found.result();
            Verdict verdict = SettlementRules.verdict(
                    order.status(), order.saleCanceled(), eventOver, attempt.state(), outcome.state());
            if (verdict == Verdict.ISSUE) {
                return issue(transaction, order, attempt, outcome, tickets, requester);
            }
            Future<Settled> settling = switch (verdict) {
                case ISSUE_LATE ->
                    prepared.asked() == LatePlaces.Asked.NOT_FREE
                            ? giveBack(transaction, order, attempt, "paid too late, the places are no longer free")
                            : issueLate(transaction, order, attempt, outcome, tickets);
                case GIVE_BACK -> giveBack(transaction, order, attempt, whyNot(order, eventOver));
                case UNCOLLECTABLE ->
                    uncollectable(
                            transaction,
                            order,
                            attempt,
                            outcome,
                            () -> refunds.takeBack(transaction, order, "the payment could not be collected"));
                case ISSUE, KNOWN, FAIL, REQUIRE_ACTION, END, WAIT ->
                    note(transaction, verdict, order, attempt, outcome);
            };
            return settling.compose(settled -> remember(transaction, requester, settled));
        });
    }

    /** The verdicts that say the same whatever was to be paid. */
    private Future<Settled> note(
            SqlConnection transaction, Verdict verdict, OrderRow order, Attempt attempt, Outcome outcome) {
        return switch (verdict) {
            case KNOWN -> known(transaction, order, attempt, outcome);
            case FAIL -> fail(transaction, order, attempt, outcome);
            case REQUIRE_ACTION -> requireAction(transaction, order, attempt, outcome);
            case END -> end(transaction, order, attempt);
            case WAIT -> succeeded(verdict, order, attempt, outcome.shown(attempt, attempt.status()));
            case ISSUE, ISSUE_LATE, GIVE_BACK, UNCOLLECTABLE -> throw new IllegalArgumentException(verdict.name());
        };
    }

    private Future<Settled> applyToChange(
            SqlConnection transaction, OrderRow order, Attempt attempt, Outcome outcome, List<Ticket> tickets) {
        return changes.standing(transaction, order, attempt, outcome).compose(standing -> {
            Verdict verdict = SettlementRules.verdict(
                    standing.asOrderStatus(), order.saleCanceled(), true, attempt.state(), outcome.state());
            return switch (verdict) {
                case ISSUE, ISSUE_LATE ->
                    Future.all(
                                    changes.complete(transaction, order, standing, attempt, tickets),
                                    markPaying(transaction, attempt, null))
                            .compose(done -> paidBy(Verdict.ISSUE, order, attempt, outcome));
                case GIVE_BACK -> giveBack(transaction, order, attempt, ChangeSettlement.whyNot(order, standing));
                case UNCOLLECTABLE ->
                    uncollectable(
                            transaction,
                            order,
                            attempt,
                            outcome,
                            () -> changes.takeBack(transaction, order, standing, attempt.paymentId()));
                case KNOWN, FAIL, REQUIRE_ACTION, END, WAIT -> note(transaction, verdict, order, attempt, outcome);
            };
        });
    }

    private static String whyNot(OrderRow order, boolean eventOver) {
        if (order.saleCanceled()) {
            return "the event is canceled";
        }
        return switch (order.status()) {
            case EXPIRED -> eventOver ? "paid too late, the event is over" : "paid too late";
            case CANCELED -> "the order is canceled";
            case PENDING, PAID, PARTIALLY_REFUNDED, REFUNDED -> "the order was paid by another payment";
        };
    }

    /** The statements do not wait for each other: they go out together and PostgreSQL runs them in this order. */
    private Future<Settled> issue(
            SqlConnection transaction,
            OrderRow order,
            Attempt attempt,
            Outcome outcome,
            List<Ticket> tickets,
            Requester requester) {
        Future<OrderRow> issued = issuing.issue(transaction, order, tickets, attempt);
        return paidBy(Verdict.ISSUE, order.paid(Issuing.paidAt(tickets)), attempt, outcome)
                .compose(settled -> Future.all(
                                issued,
                                markPaying(transaction, attempt, null),
                                remember(transaction, requester, settled))
                        .map(settled));
    }

    private Future<Settled> issueLate(
            SqlConnection transaction, OrderRow order, Attempt attempt, Outcome outcome, List<Ticket> tickets) {
        return issuing.issueLate(transaction, order, tickets, attempt)
                .compose(paid -> markPaying(transaction, attempt, "paid late, the places were still free")
                        .compose(marked -> paidBy(Verdict.ISSUE_LATE, paid, attempt, outcome)))
                .recover(failure -> Issuing.isTaken(failure)
                        ? giveBack(transaction, order, attempt, "paid too late, the places are sold")
                        : Future.failedFuture(failure));
    }

    /** Issued is the recovery point even if the money has moved already: the inventory is still to be told. */
    private Future<?> markPaying(SqlConnection transaction, Attempt attempt, String reason) {
        return Future.all(
                attempts.move(transaction, attempt.paymentId(), Attempt.State.ISSUED, lease, null, reason),
                attempts.giveUp(
                        transaction, attempt.orderId(), RIVALS, attempt.paymentId(), "paid by another payment"));
    }

    private static Future<Settled> paidBy(Verdict verdict, OrderRow paid, Attempt attempt, Outcome outcome) {
        return succeeded(verdict, paid, attempt, outcome.shown(attempt, PaymentStatus.SUCCEEDED));
    }

    private Future<Settled> known(SqlConnection transaction, OrderRow order, Attempt attempt, Outcome outcome) {
        boolean captured = outcome.state() == AuthorizationState.CAPTURED && attempt.state() == Attempt.State.ISSUED;
        Future<Void> moved = captured
                ? attempts.move(transaction, attempt.paymentId(), Attempt.State.CAPTURED, null, null, null)
                : Future.succeededFuture();
        return moved.compose(
                done -> succeeded(Verdict.KNOWN, order, attempt, outcome.shown(attempt, PaymentStatus.SUCCEEDED)));
    }

    private Future<Settled> giveBack(SqlConnection transaction, OrderRow order, Attempt attempt, String reason) {
        ServiceFault refusal = ServiceFault.wrongState("This order can no longer be paid; the money goes back.");
        return attempts.move(transaction, attempt.paymentId(), Attempt.State.VOIDING, lease, null, reason)
                .compose(moved -> refused(Verdict.GIVE_BACK, order, attempt, refusal));
    }

    private Future<Settled> fail(SqlConnection transaction, OrderRow order, Attempt attempt, Outcome outcome) {
        ServiceFault refusal = outcome.refusal(attempt);
        return attempts.move(
                        transaction, attempt.paymentId(), Attempt.State.FAILED, null, refusal.code(), outcome.detail())
                .compose(moved -> refused(Verdict.FAIL, order, attempt, refusal));
    }

    private Future<Settled> requireAction(SqlConnection transaction, OrderRow order, Attempt attempt, Outcome outcome) {
        return attempts.move(transaction, attempt.paymentId(), REQUIRES_ACTION, lease, null, null)
                .compose(moved -> succeeded(
                        Verdict.REQUIRE_ACTION, order, attempt, outcome.shown(attempt, PaymentStatus.REQUIRES_ACTION)));
    }

    private Future<Settled> end(SqlConnection transaction, OrderRow order, Attempt attempt) {
        return attempts.move(transaction, attempt.paymentId(), Attempt.State.VOIDED, null, null, null)
                .compose(moved ->
                        refused(Verdict.END, order, attempt, ServiceFault.wrongState("This payment was given up.")));
    }

    private Future<Settled> uncollectable(
            SqlConnection transaction,
            OrderRow order,
            Attempt attempt,
            Outcome outcome,
            Supplier<Future<Void>> takeBack) {
        return attempts.move(
                        transaction,
                        attempt.paymentId(),
                        Attempt.State.FAILED,
                        null,
                        outcome.failure(),
                        outcome.detail())
                .compose(moved -> takeBack.get())
                .compose(back -> refused(Verdict.UNCOLLECTABLE, order, attempt, outcome.refusal(attempt)));
    }

    private Future<Settled> remember(SqlConnection transaction, Requester requester, Settled settled) {
        if (requester == null || settled.verdict() == Verdict.WAIT) {
            return Future.succeededFuture(settled);
        }
        Answer answer = settled.refusal() != null ? Answer.of(settled.refusal()) : Answer.of(settled.payment());
        return idempotency
                .remember(transaction, requester.call(), OrderOperations.PAY, requester.request(), answer)
                .map(settled);
    }

    private static Future<Settled> succeeded(Verdict verdict, OrderRow order, Attempt attempt, Payment payment) {
        return Future.succeededFuture(new Settled(verdict, order, attempt, payment, null));
    }

    private static Future<Settled> refused(Verdict verdict, OrderRow order, Attempt attempt, ServiceFault refusal) {
        ServiceFault withId = refusal.members().containsKey("paymentId")
                ? refusal
                : refusal.with("paymentId", attempt.paymentId().toString());
        return Future.succeededFuture(new Settled(verdict, order, attempt, null, withId));
    }
}
