package io.ticketsafe.app.architecture.bad.tickets;

import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** Waits in every way that stops an event loop. */
public final class Blocking {
    void sleeps() throws InterruptedException {
        Thread.sleep(1);
    }

    void awaits(Future<Void> future) {
        future.await();
    }

    void joins(Future<Void> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    void gets(Future<Void> future) throws ExecutionException, InterruptedException {
        future.toCompletionStage().toCompletableFuture().get();
    }

    void latches(CountDownLatch latch) throws InterruptedException {
        latch.await();
    }
}
