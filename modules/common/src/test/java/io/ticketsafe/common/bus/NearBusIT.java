package io.ticketsafe.common.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.EventOwner;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operations that are answered on the caller's thread are checked as if they came as messages. */
class NearBusIT {
    private static final GetEvent EVENT = new GetEvent(UUID.randomUUID());
    private static final AtomicReference<Call> lastCall = new AtomicReference<>();
    private static final AtomicReference<Context> ranOn = new AtomicReference<>();

    private static ServiceHarness harness;

    @BeforeAll
    static void start() {
        harness = ServiceHarness.start();
        Vertx vertx = harness.context().vertx();
        Bus bus = harness.context().bus();
        ServiceHarness.await(bus.serveAnywhere(EventOperations.OWNER, (request, call) -> {
            lastCall.set(call);
            ranOn.set(Vertx.currentContext());
            Promise<EventOwner> elsewhere = Promise.promise();
            vertx.executeBlocking(() ->
                    elsewhere.tryComplete(new EventOwner(request.eventId(), UUID.randomUUID(), EventStatus.PUBLISHED)));
            return elsewhere.future();
        }));
        ServiceHarness.await(bus.serveAnywhere(HoldOperations.GET, (request, call) -> {
            throw new IllegalStateException("a bug with a secret in its text");
        }));
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void handlerAndAnswerAreOnTheContextOfTheCaller() {
        // Given
        Context context = harness.context().vertx().getOrCreateContext();
        Promise<Context> answeredOn = Promise.promise();
        // When
        context.runOnContext(turn -> harness.context()
                .bus()
                .call(EventOperations.OWNER, EVENT, harness.serviceCall())
                .onComplete(answer -> answeredOn.complete(Vertx.currentContext())));
        // Then
        assertThat(ServiceHarness.await(answeredOn.future())).isSameAs(context);
        assertThat(ranOn.get()).isSameAs(context);
        assertThat(lastCall.get().requestId()).isNotNull();
    }

    @Test
    void whoMayNotAskIsRefused() {
        // Given
        Call user = harness.userCall(UUID.randomUUID());
        // When
        ServiceFault fault = refusal(() -> harness.call(EventOperations.OWNER, EVENT, user));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.FORBIDDEN);
    }

    @Test
    void nobodyIsRefused() {
        // When
        ServiceFault fault = refusal(() -> harness.call(EventOperations.OWNER, EVENT, harness.anonymousCall()));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @Test
    void aForgedTokenIsRefusedWhateverTheCallSaysOfItsCaller() {
        // Given
        Call honest = harness.serviceCall();
        Call forged = new Call(honest.caller(), "a.b.c", "r", null);
        // When
        ServiceFault fault = refusal(() -> harness.call(EventOperations.OWNER, EVENT, forged));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @Test
    void aBugShowsNothingOfItself() {
        // Given
        Call user = harness.userCall(UUID.randomUUID());
        // When
        ServiceFault fault = refusal(() -> harness.call(HoldOperations.GET, new GetHold(UUID.randomUUID()), user));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.INTERNAL);
        assertThat(fault.detail()).doesNotContain("secret");
    }

    @Test
    void whatIsWithdrawnIsNotAnsweredHereAnyMore() {
        // Given
        Bus bus = harness.context().bus();
        ServiceHarness.await(bus.serveAnywhere(HoldOperations.RELEASE, (request, call) -> {
            ranOn.set(Vertx.currentContext());
            return Future.succeededFuture();
        }));
        Context context = harness.context().vertx().getOrCreateContext();
        Call user = harness.userCall(UUID.randomUUID());
        Promise<Void> answered = Promise.promise();
        bus.withdraw(HoldOperations.RELEASE);
        // When
        context.runOnContext(turn -> bus.call(HoldOperations.RELEASE, new GetHold(UUID.randomUUID()), user)
                .onComplete(answer -> answered.complete()));
        // Then
        ServiceHarness.await(answered.future());
        assertThat(ranOn.get()).isNotSameAs(context);
    }

    private static ServiceFault refusal(ThrowingCallable action) {
        return catchThrowableOfType(ServiceFault.class, action);
    }
}
