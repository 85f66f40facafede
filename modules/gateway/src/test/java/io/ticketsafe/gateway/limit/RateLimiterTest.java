package io.ticketsafe.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.gateway.RateLimitConfig;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final RateLimiter limiter = new RateLimiter(Quota.of("test", 60), nanos::get);

    @Test
    void grantsTheWholeQuotaAtOnceAndNoMore() {
        for (int i = 59; i >= 0; i--) {
            Allowance allowance = limiter.take("a");
            assertThat(allowance.granted()).isTrue();
            assertThat(allowance.remaining()).isEqualTo(i);
        }
        Allowance refused = limiter.take("a");

        assertThat(refused.granted()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retryAfterSeconds()).isEqualTo(1);
        assertThat(refused.resetSeconds()).isEqualTo(60);
    }

    @Test
    void givesBackOneRequestAfterItsShareOfTheMinute() {
        exhaust();

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        boolean early = limiter.take("a").granted();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        boolean due = limiter.take("a").granted();
        boolean again = limiter.take("a").granted();

        assertThat(early).isFalse();
        assertThat(due).isTrue();
        assertThat(again).isFalse();
    }

    @Test
    void isWholeAgainAfterAMinute() {
        exhaust();

        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));

        assertThat(limiter.take("a").remaining()).isEqualTo(59);
    }

    @Test
    void refusalsCostNothing() {
        exhaust();
        for (int i = 0; i < 1_000; i++) {
            limiter.take("a");
        }

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(limiter.take("a").granted()).isTrue();
    }

    @Test
    void callersDoNotShare() {
        exhaust();

        assertThat(limiter.take("b").granted()).isTrue();
    }

    @Test
    void tellsInTheWordsOfTheDraft() {
        Allowance allowance = limiter.take("a");

        assertThat(allowance.quota().policy()).isEqualTo("\"test\";q=60;w=60");
        assertThat(allowance.header()).isEqualTo("\"test\";r=59;t=1");
    }

    @Test
    void countsUsersByIdAndStrangersByAddress() {
        RateLimits limits = new RateLimits(RateLimitConfig.defaults());
        UUID user = UUID.randomUUID();

        assertThat(limits.take(null, null, () -> "1.2.3.4").quota().name()).isEqualTo("anonymous");
        assertThat(limits.take(null, user, () -> "1.2.3.4").quota().name()).isEqualTo("user");
        assertThat(limits.take("credentials", user, () -> "1.2.3.4").quota().name())
                .isEqualTo("credentials");
        assertThat(limits.take("holds", user, () -> "1.2.3.4").remaining()).isEqualTo(119);
        assertThat(limits.take("holds", user, () -> "5.6.7.8").remaining()).isEqualTo(118);
    }

    private void exhaust() {
        for (int i = 0; i < 60; i++) {
            limiter.take("a");
        }
    }
}
