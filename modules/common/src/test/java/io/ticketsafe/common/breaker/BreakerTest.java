package io.ticketsafe.common.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final int FEWEST = 4;

    private final Vertx vertx = Vertx.vertx();
    private final Breaker breaker = new Breaker(
            vertx,
            "test",
            new BreakerLimits(Duration.ofSeconds(10), FEWEST, 50, Duration.ofMillis(20)),
            failure -> true);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void callsFromBeforeItOpenedSayNothingOnceItIsClosedAgain() throws InterruptedException {
        // Given
        List<Promise<Void>> slow = new ArrayList<>();
        for (int i = 0; i < FEWEST; i++) {
            Promise<Void> answer = Promise.promise();
            slow.add(answer);
            breaker.call(answer::future);
        }
        for (int i = 0; i < FEWEST; i++) {
            breaker.call(() -> Future.failedFuture("no answer"));
        }
        assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
        awaitProbe();
        // When
        slow.forEach(answer -> answer.fail("no answer"));
        // Then
        assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void callsSinceThenSayMuch() throws InterruptedException {
        // Given
        for (int i = 0; i < FEWEST; i++) {
            breaker.call(() -> Future.failedFuture("no answer"));
        }
        awaitProbe();
        // When
        for (int i = 0; i < FEWEST; i++) {
            breaker.call(() -> Future.failedFuture("no answer"));
        }
        // Then
        assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
    }

    private void awaitProbe() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        vertx.setPeriodic(5, look -> {
            if (breaker.state() == CircuitBreakerState.CLOSED) {
                vertx.cancelTimer(look);
                closed.countDown();
            } else {
                breaker.call(Future::succeededFuture);
            }
        });
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
