package io.ticketsafe.tickets.order;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The payments that this process is at. While it lives it says so again and again, so that others leave them alone; when
 * it is killed, they take over. Two processes at one payment do no harm, since every step may be repeated.
 */
final class Leases {
    private final AttemptStore attempts;
    private final Duration lease;
    private final Set<UUID> held = ConcurrentHashMap.newKeySet();

    Leases(AttemptStore attempts, Duration lease) {
        this.attempts = attempts;
        this.lease = lease;
    }

    Duration duration() {
        return lease;
    }

    boolean holds(UUID paymentId) {
        return held.contains(paymentId);
    }

    <T> Future<T> during(UUID paymentId, Supplier<Future<T>> work) {
        held.add(paymentId);
        return Future.succeededFuture().compose(begun -> work.get()).onComplete(done -> held.remove(paymentId));
    }

    Future<Void> renew() {
        return held.isEmpty() ? Future.succeededFuture() : attempts.keep(Set.copyOf(held), lease);
    }
}
