package io.ticketsafe.common.outbox;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts.Batch;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A service that hears facts and remembers what it heard; with a database, what it applied. */
final class FakeConsumer {
    private static final int PATIENCE_SECONDS = 20;

    private final Database database;
    private final Semaphore heard = new Semaphore(0);
    private final List<DomainEvent> events = new ArrayList<>();
    private final List<DomainEvent> applied = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private int acknowledgementsToLose;
    private int atOnce;
    private int mostAtOnce;

    private FakeConsumer(Database database) {
        this.database = database;
    }

    static FakeConsumer serve(ServiceHarness harness, BusOperation<Batch, Nothing> operation) {
        return applying(harness, operation, null);
    }

    static FakeConsumer applying(ServiceHarness harness, BusOperation<Batch, Nothing> operation, Database database) {
        FakeConsumer consumer = new FakeConsumer(database);
        await(harness.context().bus().serve(operation, (batch, call) -> consumer.hear(harness, batch)));
        return consumer;
    }

    synchronized void loseAcknowledgements(int count) {
        acknowledgementsToLose = count;
    }

    synchronized List<DomainEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<DomainEvent> applied() {
        return List.copyOf(applied);
    }

    synchronized List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    void awaitNothing() {
        if (heard.availablePermits() > 0) {
            throw new AssertionError("heard " + events());
        }
    }

    /** All events so far, once there are at least so many. */
    List<DomainEvent> awaitEvents(int count) {
        try {
            if (!heard.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("heard " + events().size() + " events instead of " + count);
            }
            heard.release(count);
            return events();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when every fact was acknowledged. */
    void awaitQuiet(Database sender) {
        long patienceEnds =
                System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (await(sender.query("SELECT 1 FROM outbox_delivery LIMIT 1")).size() > 0) {
            if (System.nanoTime() > patienceEnds) {
                throw new AssertionError("facts stay undelivered");
            }
        }
    }

    private Future<Nothing> hear(ServiceHarness harness, Batch batch) {
        enter(batch);
        Future<Void> applying = Future.succeededFuture();
        for (DomainEvent event : database == null ? List.<DomainEvent>of() : batch.events()) {
            applying = applying.compose(before -> apply(event));
        }
        return applying.compose(done -> harness.vertx().timer(1, TimeUnit.MILLISECONDS))
                .compose(done -> acknowledge());
    }

    private Future<Void> apply(DomainEvent event) {
        return database.inTransaction(transaction -> Inbox.firstTime(transaction, event.id())
                .onSuccess(first -> {
                    if (first) {
                        remember(event);
                    }
                })
                .mapEmpty());
    }

    private synchronized void remember(DomainEvent event) {
        applied.add(event);
    }

    private synchronized void enter(Batch batch) {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        batchSizes.add(batch.events().size());
        events.addAll(batch.events());
        heard.release(batch.events().size());
    }

    private synchronized Future<Nothing> acknowledge() {
        atOnce--;
        if (acknowledgementsToLose > 0) {
            acknowledgementsToLose--;
            return Future.failedFuture(ServiceFault.unavailable("The answer got lost.", Duration.ofSeconds(1)));
        }
        return Future.succeededFuture(Nothing.NOTHING);
    }
}
