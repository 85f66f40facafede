package io.ticketsafe.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts the requests of every caller against one quota by GCRA: per caller one number, the time at which all that was
 * taken is paid back. Whoever is forgotten because of too many callers starts with a whole quota.
 */
public final class RateLimiter {
    private static final int MOST_CALLERS = 100_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Quota quota;
    private final LongSupplier nanoClock;
    private final Cache<Object, AtomicLong> paidBackAt = Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .executor(Runnable::run)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();

    public RateLimiter(Quota quota, LongSupplier nanoClock) {
        this.quota = quota;
        this.nanoClock = nanoClock;
    }

    /** Takes one request, or refuses it without taking anything. */
    public Allowance take(Object caller) {
        long now = nanoClock.getAsLong();
        AtomicLong account = paidBackAt.get(caller, unknown -> new AtomicLong(now));
        while (true) {
            long before = account.get();
            long owed = Math.max(0, before - now);
            long after = now + owed + quota.intervalNanos();
            long over = after - now - Quota.WINDOW_NANOS;
            if (over > 0) {
                return new Allowance(quota, false, 0, seconds(owed), seconds(over));
            }
            if (account.compareAndSet(before, after)) {
                return new Allowance(quota, true, -over / quota.intervalNanos(), seconds(after - now), 0);
            }
        }
    }

    private static long seconds(long nanos) {
        return (nanos + SECOND - 1) / SECOND;
    }
}
