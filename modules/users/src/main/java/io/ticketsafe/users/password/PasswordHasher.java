package io.ticketsafe.users.password;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.users.UsersConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes passwords on threads of its own, as many as there are cores: hashing is meant to be slow, and must not slow
 * anything else down. Above the bound of waiting work everything is refused with RATE_LIMITED at once.
 */
public final class PasswordHasher {
    /** What an unknown address is compared with, so that it costs as much as a known one. */
    private static final String NOBODYS_PASSWORD = "nobody has this password";

    private static final long LONGEST_HASH_SECONDS = 10;

    private final WorkerExecutor workers;
    private final Argon2id argon2id;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final int mostInFlight;
    private volatile String nobodysHash;

    public PasswordHasher(Vertx vertx, UsersConfig config, MeterRegistry meters) {
        int threads = config.passwordThreads();
        this.workers = vertx.createSharedWorkerExecutor(
                "ticketsafe-passwords", threads, LONGEST_HASH_SECONDS, TimeUnit.SECONDS);
        this.argon2id = new Argon2id(new Argon2id.Cost(config.passwordMemoryKib(), config.passwordIterations(), 1));
        this.mostInFlight = threads + config.passwordQueue();
        Gauge.builder("ticketsafe.users.passwords.in.flight", inFlight, AtomicInteger::get)
                .description("Passwords that are being hashed or wait for it")
                .register(meters);
    }

    public Future<Void> start() {
        return onWorker(() -> argon2id.hash(NOBODYS_PASSWORD))
                .onSuccess(hash -> nobodysHash = hash)
                .mapEmpty();
    }

    public Future<String> hash(String password) {
        return onWorker(() -> argon2id.hash(password));
    }

    /**
     * @param stored null for an unknown account: the same work is done, and nothing matches
     * @param admission runs right before the work and may refuse it by throwing, since others may have ended meanwhile
     */
    public Future<Verdict> verify(String password, String stored, Runnable admission) {
        return onWorker(() -> {
            admission.run();
            boolean matches = Argon2id.verify(password, stored == null ? nobodysHash : stored) && stored != null;
            String renewed = matches && argon2id.isOutdated(stored) ? argon2id.hash(password) : null;
            return new Verdict(matches, renewed);
        });
    }

    public Future<Void> stop() {
        return workers.close();
    }

    private <T> Future<T> onWorker(Callable<T> work) {
        if (inFlight.incrementAndGet() > mostInFlight) {
            inFlight.decrementAndGet();
            return Future.failedFuture(new ServiceFault(
                    FaultCode.RATE_LIMITED,
                    "Too many passwords are being checked right now.",
                    new JsonObject().put("retryAfterSeconds", 1)));
        }
        return workers.executeBlocking(work, false).onComplete(done -> inFlight.decrementAndGet());
    }

    /** @param renewedHash to be stored in the place of the old one, whose cost is outdated; null where it is not */
    public record Verdict(boolean matches, String renewedHash) {}
}
