package io.ticketsafe.common.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that takes a question and dies: here it never answers, and the bus is told that it is gone. */
class LostProcessIT {
    private static final long PATIENCE_S = 10;

    private final BlockingQueue<Call> asked = new LinkedBlockingQueue<>();
    private ServiceHarness harness;
    private Bus bus;

    @BeforeEach
    void start() {
        harness = ServiceHarness.start();
        bus = harness.context().bus();
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void aQuestionThatMayBeRepeatedIsAskedAgain() throws InterruptedException {
        // Given
        serve(HoldOperations.RELEASE, List.of(Promise.<Nothing>promise().future(), Future.succeededFuture()));
        Future<Nothing> answer = bus.call(HoldOperations.RELEASE, new GetHold(UUID.randomUUID()), user(null));
        Call first = nextAsked();
        // When
        bus.processLost();
        // Then
        ServiceHarness.await(answer);
        Call second = nextAsked();
        assertThat(second.requestId()).isEqualTo(first.requestId());
        assertThat(second.deadline().leftMs(Long.MAX_VALUE))
                .isLessThanOrEqualTo(HoldOperations.RELEASE.timeout().toMillis());
    }

    @Test
    void oneThatWentToItEvenThenIsAskedAgainAMomentLater() throws InterruptedException {
        // Given
        Promise<Nothing> lost = Promise.promise();
        serve(HoldOperations.RELEASE, List.of(lost.future(), lost.future(), Future.succeededFuture()));
        Future<Nothing> answer = bus.call(HoldOperations.RELEASE, new GetHold(UUID.randomUUID()), user(null));
        nextAsked();
        // When
        bus.processLost();
        // Then
        ServiceHarness.await(answer);
        assertThat(nextAsked()).isNotNull();
        assertThat(nextAsked()).isNotNull();
    }

    @Test
    void oneThatNeedsAKeyIsAskedAgainWithTheSameOne() throws InterruptedException {
        // Given
        serve(
                OrderOperations.CANCEL,
                List.of(
                        Promise.<OrderOperations.Order>promise().future(),
                        Future.failedFuture(ServiceFault.wrongState("paid"))));
        Future<?> answer = bus.call(OrderOperations.CANCEL, new GetOrder(UUID.randomUUID()), user("key"));
        nextAsked();
        // When
        bus.processLost();
        // Then
        assertThat(refusal(answer).code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(nextAsked().idempotencyKey()).isEqualTo("key");
    }

    @Test
    void whatIsInFlightUnderItsOwnKeyIsWaitedFor() throws InterruptedException {
        // Given: the store still thinks that the first one runs
        ServiceFault inFlight = new ServiceFault(FaultCode.IDEMPOTENCY_IN_FLIGHT, "running");
        serve(
                OrderOperations.CANCEL,
                List.of(
                        Promise.<OrderOperations.Order>promise().future(),
                        Future.failedFuture(inFlight),
                        Future.failedFuture(inFlight),
                        Future.failedFuture(ServiceFault.wrongState("paid"))));
        Future<?> answer = bus.call(OrderOperations.CANCEL, new GetOrder(UUID.randomUUID()), user("key"));
        nextAsked();
        // When
        bus.processLost();
        // Then
        assertThat(refusal(answer).code()).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void withoutAKeyItIsNot() throws InterruptedException {
        // Given
        Promise<OrderOperations.Order> late = Promise.promise();
        serve(OrderOperations.CANCEL, List.of(late.future()));
        Future<?> answer = bus.call(OrderOperations.CANCEL, new GetOrder(UUID.randomUUID()), user(null));
        nextAsked();
        // When
        bus.processLost();
        // Then: only the first one answers
        late.fail(ServiceFault.wrongState("paid"));
        assertThat(refusal(answer).code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(asked).isEmpty();
    }

    @Test
    void whoWaitsNoLongerIsNotAskedFor() {
        // Given
        serve(HoldOperations.RELEASE, List.of(Future.succeededFuture()));
        Call over = user(null);
        over = new Call(over.caller(), over.token(), over.requestId(), null, Deadline.in(0));
        // When
        Future<?> answer = bus.call(HoldOperations.RELEASE, new GetHold(UUID.randomUUID()), over);
        // Then
        assertThat(refusal(answer).code()).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(asked).isEmpty();
    }

    @Test
    void aQuestionBecauseOfAnotherWaitsNoLongerThanThatOne() throws InterruptedException {
        // Given
        serve(EventOperations.GET, List.of(Future.succeededFuture()));
        Call hurried = new Call(Caller.NOBODY, null, "r", null, Deadline.in(700));
        // When
        ServiceHarness.await(bus.call(EventOperations.GET, new GetEvent(UUID.randomUUID()), hurried));
        // Then
        assertThat(nextAsked().deadline().leftMs(Long.MAX_VALUE)).isLessThanOrEqualTo(700);
    }

    @Test
    void anOperationThatNobodyAnswersIsSparedAndTheOthersOfItsServiceAreNot() {
        // Given
        Call soon = user(null);
        serve(HoldOperations.EXTEND, List.of(Future.failedFuture(ServiceFault.wrongState("answered"))));
        // When
        ServiceFault last = null;
        for (int i = 0; i < 25; i++) {
            last = refusal(bus.call(HoldOperations.RELEASE, new GetHold(UUID.randomUUID()), soon));
        }
        // Then
        assertThat(last.code()).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(last.detail()).contains("does not answer right now");
        assertThat(harness.context()
                        .meters()
                        .get("ticketsafe.breaker")
                        .tag("of", "bus tickets")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(refusal(bus.call(HoldOperations.EXTEND, new GetHold(UUID.randomUUID()), soon))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }

    /** @param answers to the first question, the second and so on */
    private <Q, R> void serve(BusOperation<Q, R> operation, List<Future<R>> answers) {
        BlockingQueue<Future<R>> left = new LinkedBlockingQueue<>(answers);
        ServiceHarness.await(bus.serve(operation, (request, call) -> {
            asked.add(call);
            return left.remove();
        }));
    }

    private Call user(String key) {
        return harness.userCall(UUID.randomUUID(), key);
    }

    private Call nextAsked() throws InterruptedException {
        return asked.poll(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static ServiceFault refusal(Future<?> answer) {
        return catchThrowableOfType(ServiceFault.class, () -> ServiceHarness.await(answer));
    }
}
