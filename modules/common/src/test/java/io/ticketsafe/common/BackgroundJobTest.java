package io.ticketsafe.common;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackgroundJobTest {
    private static final Duration NEVER_AGAIN = Duration.ofHours(1);

    private final AtomicInteger runs = new AtomicInteger();
    private Vertx vertx;
    private BackgroundJob job;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        job = new BackgroundJob(vertx, "count", NEVER_AGAIN, () -> Future.succeededFuture(runs.incrementAndGet()));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void worksAtOnceWhenStarted() {
        // When
        job.start();
        await(job.stop());
        // Then
        assertThat(runs).hasValue(1);
    }

    @Test
    void leavesWorkThatWasJustDoneForAPause() {
        // When
        job.startAfterPause();
        await(job.stop());
        // Then
        assertThat(runs).hasValue(0);
    }

    @Test
    void survivesWorkThatFails() {
        // Given
        Promise<Void> fourth = Promise.promise();
        BackgroundJob failing = new BackgroundJob(vertx, "fail", Duration.ofMillis(1), () -> {
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("not today");
            }
            if (runs.get() == 4) {
                fourth.complete();
            }
            return Future.failedFuture("nor tomorrow");
        });
        // When
        failing.start();
        // Then
        await(fourth.future());
        await(failing.stop());
    }
}
