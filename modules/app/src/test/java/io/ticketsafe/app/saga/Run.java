package io.ticketsafe.app.saga;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * One run of a seed: things go wrong for as long as there are commands and some time after; then nothing fails any more, time passes until
 * nothing is left to do, and the books are compared.
 */
final class Run {
    private static final List<Long> SHORT_JUMPS_MS = List.of(200L, 1_300L, 1_300L, 6_000L, 20_000L);
    /** The last one is longer than an order waits for its payment. */
    private static final List<Long> LONG_JUMPS_MS = List.of(70_000L, 250_000L, 610_000L);

    private static final long STARTED_AFTER_MS = 5;

    /** About a dozen a second of virtual time, and the next comparison may be most of a minute away, some times over. */
    private static final int MOST_LOOKS = 4_000;

    private static final String TIDY = String.join(
            ";",
            List.of(
                    "DELETE FROM tickets.refund",
                    "DELETE FROM tickets.ticket",
                    "DELETE FROM tickets.order_payment",
                    "DELETE FROM tickets.order_change",
                    "DELETE FROM tickets.seat_claim",
                    "DELETE FROM tickets.standing_claim",
                    "DELETE FROM tickets.standing_stock",
                    "DELETE FROM tickets.ticket_order",
                    "DELETE FROM tickets.sale",
                    "DELETE FROM tickets.outbox",
                    "DELETE FROM tickets.outbox_delivery",
                    "DELETE FROM tickets.inbox",
                    "DELETE FROM tickets.idempotency",
                    "DELETE FROM tickets.fact_parked",
                    "DELETE FROM payments.ledger",
                    "DELETE FROM payments.ledger_discrepancy",
                    "DELETE FROM payments.refund",
                    "DELETE FROM payments.payment",
                    "DELETE FROM payments.reconciliation",
                    "DELETE FROM payments.finding",
                    "DELETE FROM payments.outbox",
                    "DELETE FROM payments.outbox_delivery",
                    "DELETE FROM payments.inbox",
                    "DELETE FROM payments.idempotency"));

    /** When the next thing is due that somebody has left to be taken up. A payer's act is awaited by nobody. */
    private static final String DUE = """
            SELECT what, at FROM (
              SELECT 'an attempt' AS what, min(continue_at) AS at FROM tickets.order_payment
              UNION ALL SELECT 'a refund', min(continue_at) FROM tickets.refund
              UNION ALL SELECT 'an order', min(expires_at) FROM tickets.ticket_order WHERE status = 'pending'
              UNION ALL SELECT 'a swap', min(expires_at) FROM tickets.order_change WHERE state = 'pending'
              UNION ALL SELECT 'a payment', min(recheck_at) FROM payments.payment WHERE state <> 'requires_action'
              UNION ALL SELECT 'a refund of payments', min(recheck_at) FROM payments.refund
              UNION ALL SELECT 'a fact', min(o.occurred_at) FROM payments.outbox_delivery d
                JOIN payments.outbox o ON o.seq = d.seq WHERE d.consumer = 'ticketsafe.tickets.v1.facts'
              UNION ALL SELECT 'a canceled sale', min(o.created_at) FROM tickets.sale s
                JOIN tickets.ticket_order o USING (event_id)
                WHERE s.status = 'canceled' AND o.status IN ('paid', 'partially_refunded')
            ) due WHERE at IS NOT NULL ORDER BY at LIMIT 1
            """;

    private static final String AWAITING_PAYERS =
            "SELECT id, recheck_at FROM payments.payment WHERE state = 'requires_action' AND recheck_at IS NOT NULL";

    /** The pass that was under way when all came to rest may have read too early, and what a pass mends the next one calls settled. */
    private static final String COMPARISON = """
            SELECT passes, due_at AS at, EXISTS (SELECT 1 FROM payments.finding WHERE resolved_at IS NULL) AS open
            FROM payments.reconciliation
            """;

    private static final int PASSES_AT_REST = 2;
    private static final int MOST_PASSES_AT_REST = 5;

    private final World world;
    private final Timeline timeline;
    private final Buyers buyers;
    private final Promise<Void> ended = Promise.promise();
    private int idlesLeft;
    private boolean resting;
    private int looks;
    private String waiting;
    private long passesBeforeRest = -1;

    private Run(World world) {
        this.world = world;
        timeline = world.timeline();
        buyers = new Buyers(world);
        idlesLeft = (int) timeline.between(0, 10);
    }

    /** What was found, and what happened. */
    record Result(List<String> violations, List<String> trace) {}

    static Future<Result> of(World.Shared shared, long seed, PlantedBug bug) {
        Timeline timeline = new Timeline(seed);
        Nature.follow(timeline);
        Postgres postgres = shared.postgres();
        postgres.begin();
        return postgres.tell(TIDY)
                .compose(tidy -> Hall.open(postgres, Nature.now()))
                .compose(open -> {
                    World world = new World(shared, timeline, bug);
                    Run run = new Run(world);
                    world.startProcesses();
                    run.drive();
                    return run.ended
                            .future()
                            .compose(rested -> world.audit().atTheEnd())
                            .otherwise(failure -> {
                                world.audit().found("the run broke off: " + failure);
                                return null;
                            })
                            .compose(audited -> world.end())
                            .map(over -> new Result(world.audit().violations(), timeline.trace()));
                });
    }

    private void drive() {
        try {
            while (!ended.future().isComplete()) {
                Future<?> step = next();
                if (!step.isComplete()) {
                    step.onSuccess(done -> drive()).onFailure(ended::tryFail);
                    return;
                }
                if (step.failed()) {
                    ended.tryFail(step.cause());
                }
            }
        } catch (RuntimeException e) {
            ended.tryFail(e);
        }
    }

    private Future<?> next() {
        boolean open = timeline.nowMs() >= Timeline.START_MS + STARTED_AFTER_MS;
        if (open && buyers.haveMoreToDo() && timeline.happens(0.008)) {
            return buyers.act();
        }
        timeline.passTo(timeline.nowMs() + world.chaos().stallMs());
        Step step = timeline.next();
        if (step != null) {
            timeline.note(step.toString());
            return timeline.take(step);
        }
        if (open && buyers.haveMoreToDo() && timeline.happens(0.35)) {
            return buyers.act();
        }
        if (resting) {
            return rest();
        }
        idle();
        return Future.succeededFuture();
    }

    /** Nothing can happen at this moment: time passes until something comes, or somewhat more. */
    private void idle() {
        if (!buyers.haveMoreToDo() && idlesLeft-- <= 0) {
            resting = true;
            world.chaos().end();
            timeline.note("from here on nothing fails");
            return;
        }
        if (timeline.nowMs() < Timeline.START_MS + STARTED_AFTER_MS) {
            timeline.passTo(Timeline.START_MS + STARTED_AFTER_MS);
            return;
        }
        long awaited = timeline.nextAwaitedMs();
        if (awaited >= 0 && timeline.happens(0.85)) {
            timeline.passTo(awaited);
        } else {
            boolean far = awaited < 0 && timeline.happens(0.12);
            timeline.passTo(timeline.nowMs() + timeline.oneOf(far ? LONG_JUMPS_MS : SHORT_JUMPS_MS));
        }
    }

    private Future<?> rest() {
        long awaited = timeline.nextAwaitedMs();
        if (awaited >= 0) {
            timeline.passTo(awaited);
            return Future.succeededFuture();
        }
        if (++looks > MOST_LOOKS) {
            return Future.failedFuture("it does not come to rest: " + waiting + " waits");
        }
        return dueMs().compose(this::orNextComparisonMs).map(due -> {
            if (due == Long.MAX_VALUE) {
                ended.tryComplete();
            } else {
                timeline.passTo(Math.max(due, timeline.nextTimerMs()));
            }
            return null;
        });
    }

    /** Once nothing else is due the books are compared some times more, since that may find something to do. */
    private Future<Long> orNextComparisonMs(long due) {
        if (due != Long.MAX_VALUE || world.bug() == PlantedBug.BOOKS_NEVER_COMPARED) {
            passesBeforeRest = -1;
            return Future.succeededFuture(due);
        }
        return world.postgres().ask(COMPARISON).map(rows -> {
            if (rows.size() == 0) {
                return timeline.nextTimerMs();
            }
            Row comparison = rows.iterator().next();
            long passes = comparison.getLong("passes");
            waiting = "a comparison of the books";
            passesBeforeRest = passesBeforeRest < 0 ? passes : passesBeforeRest;
            long most = comparison.getBoolean("open") ? MOST_PASSES_AT_REST : PASSES_AT_REST;
            return passes - passesBeforeRest < most ? ms(comparison) : due;
        });
    }

    private Future<Long> dueMs() {
        Postgres postgres = world.postgres();
        return postgres.ask(DUE)
                .compose(rows -> postgres.ask(AWAITING_PAYERS).map(awaiting -> {
                    long due = Long.MAX_VALUE;
                    for (Row first : rows) {
                        waiting = first.getString("what");
                        due = ms(first);
                    }
                    for (Row payment : awaiting) {
                        UUID id = payment.getUUID("id");
                        Bank.Charge charge = world.bank().find(id, null);
                        if (charge != null && charge.state != Bank.State.REQUIRES_ACTION) {
                            due = Math.min(
                                    due,
                                    payment.getOffsetDateTime("recheck_at")
                                            .toInstant()
                                            .toEpochMilli());
                        }
                    }
                    return due;
                }));
    }

    private static long ms(Row row) {
        OffsetDateTime at = row.getOffsetDateTime("at");
        return at == null ? Long.MAX_VALUE : at.toInstant().toEpochMilli();
    }
}
