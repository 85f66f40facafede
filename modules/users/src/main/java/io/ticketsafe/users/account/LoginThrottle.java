package io.ticketsafe.users.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.users.UsersConfig;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refuses an address, known or not, after too many wrong passwords, until a window has passed since the first of them.
 * Counted in the memory of each process: n processes allow n times as many. Thread-safe.
 */
final class LoginThrottle {
    private static final int MOST_ADDRESSES = 100_000;

    private final int mostFailures;
    private final Duration window;
    private final Ticker ticker;
    private final Cache<String, Failures> failures;

    LoginThrottle(UsersConfig config) {
        this(config, Ticker.systemTicker());
    }

    LoginThrottle(UsersConfig config, Ticker ticker) {
        this.mostFailures = config.loginFailures();
        this.window = config.loginWindow();
        this.ticker = ticker;
        this.failures = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterWrite(window)
                .ticker(ticker)
                .build();
    }

    /** Throws RATE_LIMITED when the address has failed too often. */
    void admit(String emailKey) {
        Failures known = failures.getIfPresent(emailKey);
        if (known != null && known.count().get() >= mostFailures) {
            long passedNanos = ticker.read() - known.startedNanos();
            long leftSeconds = TimeUnit.NANOSECONDS.toSeconds(window.toNanos() - passedNanos) + 1;
            throw new ServiceFault(
                    FaultCode.RATE_LIMITED,
                    "Too many wrong passwords for this address.",
                    new JsonObject().put("retryAfterSeconds", leftSeconds));
        }
    }

    void failed(String emailKey) {
        failures.get(emailKey, key -> new Failures(ticker.read(), new AtomicInteger()))
                .count()
                .incrementAndGet();
    }

    void succeeded(String emailKey) {
        failures.invalidate(emailKey);
    }

    private record Failures(long startedNanos, AtomicInteger count) {}
}
