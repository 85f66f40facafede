package io.ticketsafe.payments.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.PaymentsConfig.Breaker;
import io.ticketsafe.payments.provider.ChargeState.Authorized;
import io.ticketsafe.payments.provider.ChargeState.Declined;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderGateTest {
    private static final ChargeState AUTHORIZED = new Authorized("r");
    private static final Deadline SOON = Deadline.in(Duration.ofMinutes(1));
    private static final Breaker QUICK = new Breaker(Duration.ofMinutes(1), 4, 50, Duration.ofMillis(300));

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ProviderGate gate = gate("fake", Duration.ofMillis(60), null);

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
        ProviderGate patient = gate("patient", Duration.ofSeconds(9), null);
        Future<Object> one = patient.call(ProviderAct.READ, Deadline.in(Duration.ofMinutes(1)), first::future);
        patient.call(ProviderAct.READ, Deadline.in(Duration.ofMinutes(1)), second::future);
        assertThat(patient.refusal()).isPresent();
        // When
        Future<Object> third =
                patient.call(ProviderAct.READ, Deadline.in(Duration.ofMillis(60)), () -> Future.succeededFuture("no"));
        // Then
        assertThatThrownBy(() -> await(third)).isInstanceOf(ProviderUnavailable.class);
        first.complete(new Authorized("r"));
        await(one);
        assertThat(patient.refusal()).isEmpty();
    }

    @Test
    void theBackgroundHasRoomOfItsOwn() {
        // Given
        ProviderGate patient = gate("patient", Duration.ofSeconds(9), null);
        Promise<Object> never = Promise.promise();
        patient.call(ProviderAct.READ, Deadline.inBackground(Duration.ofMinutes(1)), never::future);
        // When
        Future<Object> buyer = patient.call(ProviderAct.READ, SOON, () -> Future.succeededFuture(AUTHORIZED));
        Future<Object> another = patient.call(
                ProviderAct.READ,
                Deadline.inBackground(Duration.ofMillis(60)),
                () -> Future.succeededFuture(AUTHORIZED));
        // Then
        assertThat(await(buyer)).isEqualTo(AUTHORIZED);
        assertThat(patient.refusal()).isEmpty();
        assertThatThrownBy(() -> await(another)).isInstanceOf(ProviderUnavailable.class);
    }

    @Test
    void aProviderThatMostlyGivesNoAnswerIsSparedUntilOneCallIsAnswered() {
        // Given
        ProviderGate sparing = gate("sparing", Duration.ofSeconds(9), QUICK);
        AtomicInteger calls = new AtomicInteger();
        // When
        for (int i = 0; i < 2; i++) {
            await(sparing.call(ProviderAct.READ, SOON, () -> Future.succeededFuture(AUTHORIZED)));
        }
        assertThatThrownBy(() -> await(sparing.call(ProviderAct.READ, SOON, () -> {
                    calls.incrementAndGet();
                    return Future.failedFuture(new ProviderUnavailable("503"));
                })))
                .isInstanceOf(ProviderUnavailable.class);
        // Then
        assertThat(calls).as("calls until half of four failed").hasValue(2);
        assertThat(sparing.isOpen()).isTrue();
        assertThat(breaker("sparing")).isEqualTo(2);
        assertThat(sparing.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo(FaultCode.UNAVAILABLE));
        assertThatThrownBy(() -> await(sparing.call(ProviderAct.READ, SOON, () -> {
                    calls.incrementAndGet();
                    return Future.succeededFuture(AUTHORIZED);
                })))
                .isInstanceOf(ProviderUnavailable.class);
        assertThat(calls).as("not asked").hasValue(2);
        // And
        awaitHalfOpen(sparing);
        assertThat(sparing.refusal()).isEmpty();
        Promise<Object> probe = Promise.promise();
        Future<Object> first = sparing.call(ProviderAct.READ, SOON, probe::future);
        assertThat(sparing.refusal()).as("one at a time").isPresent();
        probe.complete(AUTHORIZED);
        await(first);
        assertThat(breaker("sparing")).isZero();
        assertThat(sparing.refusal()).isEmpty();
    }

    @Test
    void aProbeThatIsNotAnsweredSparesTheProviderAgain() {
        // Given
        ProviderGate sparing = gate("sparing", Duration.ofSeconds(9), QUICK);
        Supplier<Future<Object>> down = () -> Future.failedFuture(new ProviderUnavailable("503"));
        assertThatThrownBy(() -> await(sparing.call(ProviderAct.READ, SOON, down)))
                .isInstanceOf(ProviderUnavailable.class);
        awaitHalfOpen(sparing);
        // When
        assertThatThrownBy(() -> await(sparing.call(ProviderAct.READ, SOON, down)))
                .isInstanceOf(ProviderUnavailable.class);
        // Then
        assertThat(sparing.isOpen()).isTrue();
    }

    @Test
    void aLateAnswerToACallFromBeforeDoesNotEndTheSparing() {
        // Given
        ProviderGate sparing = gate("sparing", Duration.ofSeconds(9), QUICK);
        Promise<Object> late = Promise.promise();
        Future<Object> before = sparing.call(ProviderAct.READ, SOON, late::future);
        for (int i = 0; i < QUICK.fewestCalls(); i++) {
            Deadline within = Deadline.in(Duration.ofMillis(500));
            assertThatThrownBy(() -> await(sparing.call(
                            ProviderAct.READ, within, () -> Future.failedFuture(new ProviderUnavailable("503")))))
                    .isInstanceOf(ProviderUnavailable.class);
        }
        awaitHalfOpen(sparing);
        // When
        late.complete(AUTHORIZED);
        // Then
        assertThat(await(before)).isEqualTo(AUTHORIZED);
        assertThat(sparing.breakerState()).isEqualTo("half_open");
    }

    @Test
    void refusalsAndBugsDoNotSpareTheProvider() {
        // Given
        ProviderGate sparing = gate("sparing", Duration.ofSeconds(9), QUICK);
        // When
        for (int i = 0; i < 5; i++) {
            await(sparing.call(
                    ProviderAct.AUTHORIZE,
                    SOON,
                    () -> Future.succeededFuture(new Declined("r", FaultCode.CARD_DECLINED, "no"))));
            assertThatThrownBy(() -> await(sparing.call(
                            ProviderAct.AUTHORIZE, SOON, () -> Future.failedFuture(new IllegalStateException("bug")))))
                    .isInstanceOf(IllegalStateException.class);
        }
        // Then
        assertThat(breaker("sparing")).isZero();
    }

    private void awaitHalfOpen(ProviderGate sparing) {
        for (int i = 0; i < 500 && breaker("sparing") != 1; i++) {
            await(vertx.timer(20));
        }
        assertThat(sparing.breakerState()).isEqualTo("half_open");
    }

    private double breaker(String provider) {
        return meters.get("ticketsafe.payments.provider.breaker")
                .tag("provider", provider)
                .gauge()
                .value();
    }

    private ProviderGate gate(String name, Duration timeout, Breaker breaker) {
        PaymentsConfig limits = new PaymentsConfig(timeout, null, 2, null, null, null, null, null, null, breaker, null);
        return new ProviderGate(vertx, name, limits, new ProviderMeters(meters, name));
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
