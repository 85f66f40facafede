package io.ticketsafe.events;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A tickets service that opens and cancels sales on paper, and misbehaves when told to. */
public final class FakeTickets {
    private final List<SaleSheet> opened = new CopyOnWriteArrayList<>();
    private final List<CancelSale> canceled = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Supplier<Future<Nothing>>> misbehaviours = new ConcurrentLinkedQueue<>();
    private volatile boolean down;

    public Future<Void> serve(Bus bus) {
        return bus.serve(SaleOperations.OPEN, (sheet, call) -> answer(() -> opened.add(sheet)))
                .compose(served ->
                        bus.serve(SaleOperations.CANCEL, (request, call) -> answer(() -> canceled.add(request))));
    }

    /** Refuses everything as unavailable, until told otherwise. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** The next request does not happen; what comes back is this. */
    public void nextAnswers(ServiceFault fault) {
        misbehaviours.add(() -> Future.failedFuture(fault));
    }

    /** The next request is done, but its answer never comes. */
    public void nextAnswerIsLost() {
        misbehaviours.add(() -> Promise.<Nothing>promise().future());
    }

    public List<SaleSheet> opened(UUID eventId) {
        return opened.stream().filter(sheet -> sheet.eventId().equals(eventId)).toList();
    }

    public List<CancelSale> canceled(UUID eventId) {
        return canceled.stream()
                .filter(request -> request.eventId().equals(eventId))
                .toList();
    }

    private Future<Nothing> answer(Runnable effect) {
        if (down) {
            return Future.failedFuture(ServiceFault.unavailable("The tickets service is down.", Duration.ofSeconds(1)));
        }
        Supplier<Future<Nothing>> misbehaviour = misbehaviours.poll();
        if (misbehaviour == null) {
            effect.run();
            return Future.succeededFuture(Nothing.NOTHING);
        }
        Future<Nothing> answer = misbehaviour.get();
        if (!answer.isComplete()) {
            effect.run();
        }
        return answer;
    }
}
