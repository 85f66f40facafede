package io.ticketsafe.payments.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.payments.provider.ChargeState.Authorized;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderGateTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ProviderGate gate =
            new ProviderGate(vertx, Duration.ofMillis(60), 2, new ProviderMeters(meters, "fake"));

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void noAnswerIsAskedForAgain() {
        // Given
        AtomicInteger calls = new AtomicInteger();
        // When
        ChargeState answer = await(gate.call(
                ProviderAct.AUTHORIZE, Deadline.in(Duration.ofSeconds(20)), () -> switch (calls.incrementAndGet()) {
                    case 1 -> Promise.<ChargeState>promise().future();
                    case 2 -> Future.failedFuture(new ProviderUnavailable("503"));
                    default -> Future.succeededFuture(new Authorized("r"));
                }));
        // Then
        assertThat(answer).isEqualTo(new Authorized("r"));
        assertThat(calls).hasValue(3);
        assertThat(timed("unavailable")).isEqualTo(2);
        assertThat(timed("Authorized")).isEqualTo(1);
    }

    @Test
    void afterTheDeadlineNobodyAsks() {
        assertThatThrownBy(() -> await(gate.call(
                        ProviderAct.CAPTURE,
                        Deadline.in(Duration.ofMillis(200)),
                        () -> Future.failedFuture(new ProviderUnavailable("503")))))
                .isInstanceOf(ProviderUnavailable.class);
        assertThatThrownBy(() -> await(gate.call(
                        ProviderAct.CAPTURE, Deadline.in(Duration.ZERO), () -> Future.succeededFuture("late"))))
                .isInstanceOf(ProviderUnavailable.class);
    }

    @Test
    void aBugIsNotRepeated() {
        // Given
        AtomicInteger calls = new AtomicInteger();
        // When / Then
        assertThatThrownBy(() -> await(gate.call(ProviderAct.READ, Deadline.in(Duration.ofSeconds(5)), () -> {
                    calls.incrementAndGet();
                    throw new IllegalArgumentException("bug");
                })))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void noMoreThanSoManyCallsAreUnderWay() {
        // Given
        Promise<Object> first = Promise.promise();
        Promise<Object> second = Promise.promise();
        ProviderGate patient = new ProviderGate(vertx, Duration.ofMinutes(1), 2, new ProviderMeters(meters, "patient"));
        Future<Object> one = patient.call(ProviderAct.READ, Deadline.in(Duration.ofMinutes(1)), first::future);
        patient.call(ProviderAct.READ, Deadline.in(Duration.ofMinutes(1)), second::future);
        assertThat(patient.isFull()).isTrue();
        // When
        Future<Object> third =
                patient.call(ProviderAct.READ, Deadline.in(Duration.ofMillis(60)), () -> Future.succeededFuture("no"));
        // Then
        assertThatThrownBy(() -> await(third)).isInstanceOf(ProviderUnavailable.class);
        first.complete(new Authorized("r"));
        await(one);
        assertThat(patient.isFull()).isFalse();
    }

    private long timed(String outcome) {
        return meters.get("ticketsafe.payments.provider")
                .tag("outcome", outcome)
                .tag("act", "authorize")
                .timer()
                .count();
    }

    private static <T> T await(Future<T> future) {
        return ServiceHarness.await(future);
    }
}
