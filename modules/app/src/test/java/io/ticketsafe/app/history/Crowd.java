package io.ticketsafe.app.history;

import io.ticketsafe.app.e2e.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Clients that all go on at once, until told to pause or stop. */
final class Crowd implements AutoCloseable {
    private static final int MOST_PAUSE_MS = 40;
    private static final long STOP_SECONDS = 60;

    private final ReadWriteLock quiet = new ReentrantReadWriteLock(true);
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    Crowd(int clients, ApiClient anonymous, Hall hall, History history, InventoryKeys keys, long seed) {
        Random seeds = new Random(seed);
        for (int i = 0; i < clients; i++) {
            ApiClient api = anonymous.register("buyer");
            Buyer buyer = new Buyer(i, api, hall, history, keys, seeds.nextLong());
            Random pauses = new Random(seeds.nextLong());
            Thread thread = new Thread(() -> goOn(buyer, pauses), "client " + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Runs this while no command is under way. */
    void whileQuiet(Runnable look) {
        quiet.writeLock().lock();
        try {
            look.run();
        } finally {
            quiet.writeLock().unlock();
        }
    }

    /** Returns when the last command is answered. Fails if a client could not make sense of an answer. */
    void stop() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                throw new AssertionError(thread.getName() + " does not come to an end");
            }
        }
        if (!bugs.isEmpty()) {
            throw new AssertionError("a client did not understand an answer", bugs.peek());
        }
    }

    private void goOn(Buyer buyer, Random pauses) {
        while (!stopped && bugs.isEmpty()) {
            quiet.readLock().lock();
            try {
                buyer.step();
            } catch (RuntimeException | AssertionError bug) {
                bugs.add(bug);
            } finally {
                quiet.readLock().unlock();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauses.nextInt(MOST_PAUSE_MS)));
        }
    }

    @Override
    public void close() {
        stopped = true;
    }
}
