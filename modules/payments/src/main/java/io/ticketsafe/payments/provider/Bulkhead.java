package io.ticketsafe.payments.provider;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Bounds the calls that are under way. */
final class Bulkhead {
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    Bulkhead(int most) {
        this.most = most;
    }

    /** Fails with ProviderUnavailable, without the call, when too many are under way. */
    <T> Future<T> call(Supplier<Future<T>> call) {
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            return Future.failedFuture(ProviderUnavailable.ofOurs("too many calls are under way"));
        }
        return call.get().onComplete(ended -> underWay.decrementAndGet());
    }

    boolean isFull() {
        return underWay.get() >= most;
    }

    int underWay() {
        return underWay.get();
    }
}
