package io.ticketsafe.gateway.limit;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are under way in this process. */
public final class InFlight {
    private final int most;
    private final AtomicInteger now = new AtomicInteger();

    public InFlight(int most) {
        this.most = most;
    }

    /** Whether there is room for one more; who entered must {@link #leave}. */
    public boolean tryEnter() {
        if (now.incrementAndGet() > most) {
            now.decrementAndGet();
            return false;
        }
        return true;
    }

    public void leave() {
        now.decrementAndGet();
    }

    public int count() {
        return now.get();
    }
}
