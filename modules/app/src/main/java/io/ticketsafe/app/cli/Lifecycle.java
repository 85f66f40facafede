package io.ticketsafe.app.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has started, to be stopped in reverse at SIGTERM, Ctrl-C or failure, within ten seconds. The JVM runs
 * shutdown hooks side by side and then exits with a signal's number; so there is one hook, and it ends the process itself.
 */
final class Lifecycle {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(9);

    private final ReentrantLock starting = new ReentrantLock();
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private boolean hooked;
    private volatile boolean ending;
    private volatile int exitCode = ExitCodes.STOPPED;

    /** Starts something and remembers how to stop it; a stop that comes meanwhile waits for the start. */
    <T> T start(Supplier<T> start, Consumer<T> stop) {
        starting.lock();
        try {
            if (ending) {
                throw new IllegalStateException("stopped while starting");
            }
            if (!hooked) {
                Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
                hooked = true;
            }
            T started = start.get();
            stops.push(() -> stop.accept(started));
            return started;
        } finally {
            starting.unlock();
        }
    }

    /** Never returns: the hook ends the process. */
    void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops everything and ends the process. */
    void exit(int code) {
        exitCode = code;
        System.exit(code);
    }

    private void end() {
        ending = true;
        Thread worker = new Thread(this::stopAll, "stop-all");
        worker.setDaemon(true);
        worker.start();
        try {
            worker.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (worker.isAlive()) {
            log.atWarn().addKeyValue("patience", STOP_PATIENCE).log("stop took too long, ending without");
        } else if (exitCode == ExitCodes.STOPPED) {
            System.out.println("stopped");
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(exitCode);
    }

    private void stopAll() {
        try {
            if (!starting.tryLock(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                log.atWarn().setCause(e).log("a part did not stop cleanly");
            }
        }
    }
}
