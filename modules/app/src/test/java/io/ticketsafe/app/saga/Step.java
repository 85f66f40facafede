package io.ticketsafe.app.saga;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Something that may happen next. */
final class Step {
    final String what;
    /** Whose it is: when that process is dead, the step does not happen. Null: nobody's. */
    final Mortal owner;

    final Supplier<Future<?>> act;
    /** From when on it may happen. */
    final long dueMs;
    /** Whether the step says that something comes by and by (a message, say), and not only that something may be looked at. */
    final boolean awaited;

    /** By when it happens at the latest, whatever stands still; 0: no such time. */
    final long latestMs;

    Step(String what, Mortal owner, long dueMs, boolean awaited, long latestMs, Supplier<Future<?>> act) {
        this.what = what;
        this.owner = owner;
        this.dueMs = dueMs;
        this.awaited = awaited;
        this.latestMs = latestMs;
        this.act = act;
    }

    boolean isVoid() {
        return owner != null && !owner.isAlive();
    }

    @Override
    public String toString() {
        return owner == null ? what : owner.name() + ' ' + what;
    }

    /** What can be killed. */
    interface Mortal {
        String name();

        boolean isAlive();
    }
}
