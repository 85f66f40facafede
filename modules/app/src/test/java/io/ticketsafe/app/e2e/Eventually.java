package io.ticketsafe.app.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer is the one that must come in the end. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Eventually() {}

    public static <T> T get(String what, Supplier<T> question, Predicate<T> isRight) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T answer = question.get();
        while (!isRight.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " within " + PATIENCE.toSeconds() + " s; last: " + answer);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = question.get();
        }
        return answer;
    }
}
