package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.PaymentChanged;
import io.ticketsafe.contract.Facts.RefundChanged;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.tickets.OrderOperations.ReplayParked;
import io.ticketsafe.contract.tickets.OrderOperations.Replayed;
import io.ticketsafe.tickets.refund.RefundEnds;
import io.ticketsafe.tickets.refund.RefundStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies what payments learned late, once each, in the order in which it became true. */
final class PaymentFacts {
    private static final Logger log = LoggerFactory.getLogger(PaymentFacts.class);
    private static final int MOST = 200;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);
    private static final Map<String, AuthorizationState> GONE_WELL = Map.of(
            Facts.PAYMENT_AUTHORIZED,
            AuthorizationState.AUTHORIZED,
            Facts.PAYMENT_CAPTURED,
            AuthorizationState.CAPTURED);
    private static final String NOTE = "INSERT INTO inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING";

    private final Database database;
    private final OrderStore orders;
    private final AttemptStore attempts;
    private final Settlement settlement;
    private final AttemptRunner runner;
    private final Leases leases;
    private final RefundStore refunds;
    private final RefundEnds ends;
    private final ParkedFacts parked;

    PaymentFacts(
            Database database,
            OrderStore orders,
            AttemptStore attempts,
            Settlement settlement,
            AttemptRunner runner,
            Leases leases,
            RefundStore refunds,
            RefundEnds ends,
            ParkedFacts parked) {
        this.database = database;
        this.orders = orders;
        this.attempts = attempts;
        this.settlement = settlement;
        this.runner = runner;
        this.leases = leases;
        this.refunds = refunds;
        this.ends = ends;
        this.parked = parked;
    }

    Future<Nothing> apply(Facts.Batch batch, Call call) {
        if (batch.events() == null || batch.events().size() > MOST) {
            throw ServiceFault.invalid("/events", "1 to " + MOST + " facts are taken at once.");
        }
        return news(batch.events()).compose(facts -> {
            Future<Void> done = Future.succeededFuture();
            for (DomainEvent fact : facts) {
                done = done.compose(before -> applyOrPark(fact));
            }
            return done.map(Nothing.NOTHING);
        });
    }

    /** Nearly all facts are about payments that went well and say nothing new: those are found out together. */
    private Future<List<DomainEvent>> news(List<DomainEvent> facts) {
        Map<UUID, UUID> payments = new HashMap<>();
        for (DomainEvent fact : facts) {
            boolean wentWell = fact.type() != null && GONE_WELL.containsKey(fact.type());
            PaymentChanged change = wentWell ? read(fact, PaymentChanged.class) : null;
            if (change != null && change.paymentId() != null) {
                payments.put(fact.id(), change.paymentId());
            }
        }
        return attempts.find(Set.copyOf(payments.values()))
                .map(known -> facts.stream()
                        .filter(fact -> {
                            UUID paymentId = payments.get(fact.id());
                            Attempt attempt = paymentId == null ? null : known.get(paymentId);
                            return attempt == null || isNews(attempt, GONE_WELL.get(fact.type()));
                        })
                        .toList());
    }

    /** What fails because of its own data would do so for ever; only what may succeed later holds up those behind it. */
    private Future<Void> applyOrPark(DomainEvent fact) {
        return tried(fact)
                .compose(unfit ->
                        unfit == null ? Future.succeededFuture() : parked.park(fact, unfit.why(), unfit.failure()));
    }

    /** Tries parked facts again, for an administrator who has put right what was wrong. */
    Future<Replayed> replay(ReplayParked request, Call call) {
        if (!call.caller().is(Role.ADMIN) && !call.caller().is(Role.SERVICE)) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only administrators may do this.");
        }
        int limit = request.limit() == null ? MOST / 2 : request.limit();
        if (limit < 1 || limit > MOST) {
            throw ServiceFault.invalid("/limit", "limit must be 1 to " + MOST + ".");
        }
        return parked.oldest(limit).compose(facts -> {
            Future<Integer> applied = Future.succeededFuture(0);
            for (DomainEvent fact : facts) {
                applied = applied.compose(count -> replay(fact).map(done -> done ? count + 1 : count));
            }
            return applied.compose(count ->
                    parked.count().map(left -> new Replayed(count, facts.size() - count, left)));
        });
    }

    private Future<Boolean> replay(DomainEvent fact) {
        return tried(fact)
                .compose(unfit -> unfit == null
                        ? parked.forget(fact.id()).map(true)
                        : parked.again(fact.id(), unfit.why()).map(false));
    }

    /** Why a fact can never be applied as things stand. */
    private record Unfit(String why, Throwable failure) {
        static final Unfit UNREADABLE = new Unfit("not readable", null);
    }

    /** Null once it is applied. Fails where it may be applied later. */
    private Future<Unfit> tried(DomainEvent fact) {
        return Future.succeededFuture()
                .compose(now -> apply(fact))
                .recover(failure -> ParkedFacts.isToBlame(failure)
                        ? Future.succeededFuture(new Unfit(failure.toString(), failure))
                        : Future.failedFuture(failure));
    }

    private Future<Unfit> apply(DomainEvent fact) {
        return switch (fact.type()) {
            case Facts.PAYMENT_AUTHORIZED -> payment(fact, AuthorizationState.AUTHORIZED);
            case Facts.PAYMENT_CAPTURED -> payment(fact, AuthorizationState.CAPTURED);
            case Facts.PAYMENT_FAILED -> payment(fact, AuthorizationState.FAILED);
            case Facts.PAYMENT_VOIDED -> payment(fact, AuthorizationState.VOIDED);
            case Facts.REFUND_SUCCEEDED -> refund(fact, true);
            case Facts.REFUND_FAILED -> refund(fact, false);
            default -> ignore(fact, "of a type that is not for tickets");
        };
    }

    private Future<Unfit> payment(DomainEvent fact, AuthorizationState state) {
        PaymentChanged change = read(fact, PaymentChanged.class);
        if (change == null || change.paymentId() == null) {
            return Future.succeededFuture(Unfit.UNREADABLE);
        }
        Outcome outcome = new Outcome(state, change.failure(), null, null);
        return attempts.find(change.paymentId()).compose(attempt -> {
            if (attempt == null) {
                return Future.succeededFuture(new Unfit("about a payment that tickets did not ask for", null));
            }
            return isNews(attempt, state) ? settle(fact, attempt, outcome).<Unfit>mapEmpty() : Future.succeededFuture();
        });
    }

    /**
     * Most facts tell what was in an answer before; those change nothing however often they come. And whoever is at a
     * payment at this moment gets to know it anyway.
     */
    private boolean isNews(Attempt attempt, AuthorizationState state) {
        boolean beingAsked = attempt.state() == Attempt.State.AUTHORIZING
                && attempt.movedAt().isAfter(Instant.now().minus(ANSWERED_WITHIN));
        boolean atHand = leases.holds(attempt.paymentId()) && (beingAsked || attempt.state() == Attempt.State.ISSUED);
        return switch (state) {
            case AUTHORIZED -> !atHand && !attempt.state().hasPaid();
            case CAPTURED -> !atHand && attempt.state() != Attempt.State.CAPTURED;
            default -> true;
        };
    }

    private Future<Void> settle(DomainEvent fact, Attempt attempt, Outcome outcome) {
        return orders.get(attempt.orderId())
                .compose(
                        order -> settlement.settleOnce(order, attempt, outcome, transaction -> note(transaction, fact)))
                .map(settled -> {
                    if (settled != null) {
                        carryOn(settled, outcome.state());
                    }
                    return null;
                });
    }

    /** The fact is applied; what follows it is safe with the recovery, so its acknowledgement does not wait. */
    private void carryOn(Settlement.Settled settled, AuthorizationState state) {
        log.atInfo()
                .addKeyValue("orderId", settled.order().id())
                .addKeyValue("paymentId", settled.attempt().paymentId())
                .addKeyValue("verdict", settled.verdict())
                .log("late word of a payment");
        runner.followUp(settled, state == AuthorizationState.CAPTURED);
    }

    private Future<Unfit> refund(DomainEvent fact, boolean succeeded) {
        RefundChanged change = read(fact, RefundChanged.class);
        if (change == null || change.refundId() == null) {
            return Future.succeededFuture(Unfit.UNREADABLE);
        }
        UUID refundId = change.refundId();
        return isOurs(change)
                .compose(ours -> ours
                        ? database.inTransaction(transaction -> note(transaction, fact)
                                        .compose(first -> first
                                                ? ends.end(transaction, refundId, succeeded)
                                                : Future.succeededFuture()))
                                .<Unfit>mapEmpty()
                        : Future.succeededFuture(
                                new Unfit("about a refund and a payment that tickets did not ask for", null)));
    }

    /** Payments gives money back of its own accord as well, but only what tickets has asked it to take. */
    private Future<Boolean> isOurs(RefundChanged change) {
        return refunds.isKnown(change.refundId())
                .compose(known -> known || change.paymentId() == null
                        ? Future.succeededFuture(known)
                        : attempts.find(change.paymentId()).map(attempt -> attempt != null));
    }

    private static Future<Boolean> note(SqlConnection transaction, DomainEvent fact) {
        return query(transaction, NOTE, fact.id()).map(rows -> rows.rowCount() == 1);
    }

    /** Null for what cannot be read: a fact that nobody can apply must not hold up those behind it. */
    private static <T> T read(DomainEvent fact, Class<T> type) {
        try {
            return fact.dataAs(type);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Future<Unfit> ignore(DomainEvent fact, String why) {
        log.atWarn()
                .addKeyValue("factId", fact.id())
                .addKeyValue("type", fact.type())
                .addKeyValue("why", why)
                .log("fact was ignored");
        return Future.succeededFuture();
    }
}
