package io.ticketsafe.app.saga;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Virtual time, chance, and all that may happen next. One step happens at a time, chosen by the seed; a step that is not
 * complete when it returns (PostgreSQL is asked) is waited for. Time stands still meanwhile: it passes between steps only.
 */
final class Timeline {
    /** 2026-01-01T00:00:00Z: before the tokens of a test run expire. */
    static final long START_MS = 1_767_225_600_000L;

    private static final int LONGEST_TRACE = 200_000;
    private static final int MOST_STEPS = 60_000;

    private final Random chance;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private long nowMs = START_MS;
    private Step.Mortal running;
    private int taken;

    Timeline(long seed) {
        // Neighbouring seeds give alike first numbers.
        chance = new Random(seed * 0x9e37_79b9_7f4a_7c15L ^ 0x5deece66dL);
        chance.nextLong();
    }

    long nowMs() {
        return nowMs;
    }

    Random chance() {
        return chance;
    }

    /** Whose code runs at this moment; null: nobody's that could be killed. */
    Step.Mortal running() {
        return running;
    }

    /** Runs the code of a process. */
    void as(Step.Mortal owner, Runnable code) {
        Step.Mortal before = running;
        running = owner;
        try {
            code.run();
        } finally {
            running = before;
        }
    }

    boolean happens(double probability) {
        return probability > 0 && chance.nextDouble() < probability;
    }

    <T> T oneOf(List<T> list) {
        return list.get(chance.nextInt(list.size()));
    }

    /** From {@code least} up to {@code most}, both included. */
    long between(long least, long most) {
        return least + (long) (chance.nextDouble() * (most - least + 1));
    }

    /** A message, an answer: something that comes. */
    Step after(long delayMs, String what, Step.Mortal owner, Runnable act) {
        return add(new Step(what, owner, nowMs + delayMs, true, 0, plain(act)));
    }

    /** A call to the bank; however long everything else stands still, it is there no later than this. */
    Step toBank(long delayMs, long latestInMs, String what, Supplier<Future<?>> act) {
        return add(new Step(what, null, nowMs + delayMs, true, nowMs + latestInMs, act));
    }

    /** A timer that goes off now and then, which nobody waits for. */
    Step timer(long delayMs, String what, Step.Mortal owner, Runnable act) {
        return add(new Step(what, owner, nowMs + delayMs, false, 0, plain(act)));
    }

    /** Something that may happen from now on and asks PostgreSQL. */
    Step now(String what, Step.Mortal owner, Supplier<Future<?>> act) {
        return add(new Step(what, owner, nowMs, true, 0, act));
    }

    /** The same after a while. */
    Step later(long delayMs, String what, Supplier<Future<?>> act) {
        return add(new Step(what, null, nowMs + delayMs, true, 0, act));
    }

    private static Supplier<Future<?>> plain(Runnable act) {
        return () -> {
            act.run();
            return Future.succeededFuture();
        };
    }

    private Step add(Step step) {
        steps.add(step);
        return step;
    }

    void forget(Step step) {
        steps.remove(step);
    }

    void note(String what) {
        if (trace.size() < LONGEST_TRACE) {
            trace.add((nowMs - START_MS) + " ms " + what);
        }
    }

    List<String> trace() {
        return trace;
    }

    /** One of those that may happen now; null when nothing may. */
    Step next() {
        if (++taken > MOST_STEPS) {
            throw new IllegalStateException("it does not come to rest within " + MOST_STEPS + " steps");
        }
        steps.removeIf(Step::isVoid);
        List<Step> ready = new ArrayList<>();
        for (Step step : steps) {
            if (step.dueMs <= nowMs) {
                ready.add(step);
            }
        }
        if (ready.isEmpty()) {
            return null;
        }
        Step chosen = ready.get(chance.nextInt(ready.size()));
        steps.remove(chosen);
        return chosen;
    }

    /** Lets it happen; completes when it has. */
    Future<?> take(Step step) {
        running = step.owner;
        try {
            return step.act.get();
        } finally {
            running = null;
        }
    }

    /** When the next timer goes off, at the earliest. */
    long nextTimerMs() {
        long next = Long.MAX_VALUE;
        for (Step step : steps) {
            if (!step.isVoid()) {
                next = Math.min(next, step.dueMs);
            }
        }
        return next == Long.MAX_VALUE ? nowMs : next;
    }

    /** When the next thing comes that is awaited; -1 when there is none. */
    long nextAwaitedMs() {
        long next = -1;
        for (Step step : steps) {
            if (step.awaited && !step.isVoid() && (next < 0 || step.dueMs < next)) {
                next = step.dueMs;
            }
        }
        return next;
    }

    /** Lets time pass, but not beyond what cannot be that late. */
    void passTo(long toMs) {
        long to = toMs;
        for (Step step : steps) {
            if (step.latestMs > 0 && !step.isVoid()) {
                to = Math.min(to, step.latestMs);
            }
        }
        nowMs = Math.max(nowMs, to);
    }
}
