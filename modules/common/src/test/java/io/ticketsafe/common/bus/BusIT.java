package io.ticketsafe.common.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Headers;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.EventOwner;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.users.UserOperations;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusIT {
    private static final UUID EVENT = UUID.randomUUID();
    private static final UUID ORGANIZER = UUID.randomUUID();
    private static final AtomicReference<Call> lastCall = new AtomicReference<>();

    private static ServiceHarness harness;

    @BeforeAll
    static void start() {
        harness = ServiceHarness.start();
        Bus bus = harness.context().bus();
        ServiceHarness.await(bus.serve(EventOperations.OWNER, (request, call) -> {
            lastCall.set(call);
            return Future.succeededFuture(new EventOwner(request.eventId(), ORGANIZER, EventStatus.PUBLISHED));
        }));
        ServiceHarness.await(bus.serve(HoldOperations.RELEASE, (request, call) -> {
            throw new IllegalStateException("a bug with a secret in its text");
        }));
        ServiceHarness.await(bus.serve(EventOperations.GET, (request, call) -> Future.succeededFuture()));
        ServiceHarness.await(bus.serve(HoldOperations.GET, (request, call) -> {
            lastCall.set(call);
            return Future.failedFuture(
                    new ServiceFault(FaultCode.NOT_ENOUGH_SEATS, "Only two are left.").with("left", 2));
        }));
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void aServiceCallsAServiceWithItsOwnToken() {
        // When
        EventOwner owner = harness.call(EventOperations.OWNER, new GetEvent(EVENT), harness.serviceCall());
        // Then
        assertThat(owner).isEqualTo(new EventOwner(EVENT, ORGANIZER, EventStatus.PUBLISHED));
        assertThat(lastCall.get().caller().roles()).containsExactly(Role.SERVICE);
    }

    @Test
    void theUserIsWhoTheTokenSays() {
        // Given
        Call call = harness.userCall(UUID.randomUUID());
        // When
        refusal(() -> harness.call(HoldOperations.GET, new GetHold(UUID.randomUUID()), call));
        // Then
        assertThat(lastCall.get().userId()).isEqualTo(call.userId());
        assertThat(lastCall.get().requestId()).isEqualTo(call.requestId());
    }

    @Test
    void aRefusalArrivesWithItsCodeAndMembers() {
        // When
        ServiceFault fault = refusal(() ->
                harness.call(HoldOperations.GET, new GetHold(UUID.randomUUID()), harness.userCall(UUID.randomUUID())));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.NOT_ENOUGH_SEATS);
        assertThat(fault.detail()).isEqualTo("Only two are left.");
        assertThat(fault.members().getInteger("left")).isEqualTo(2);
    }

    @Test
    void aUserMayNotCallWhatIsForServices() {
        // When
        ServiceFault fault = refusal(
                () -> harness.call(EventOperations.OWNER, new GetEvent(EVENT), harness.userCall(UUID.randomUUID())));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.FORBIDDEN);
    }

    @Test
    void nobodyMayCallWhatNeedsAToken() {
        // When
        ServiceFault fault = refusal(
                () -> harness.call(HoldOperations.GET, new GetHold(UUID.randomUUID()), harness.anonymousCall()));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "e30.e30.", "eyJhbGciOiJub25lIn0.eyJyb2xlcyI6WyJzZXJ2aWNlIl19."})
    void rubbishAndUnsignedTokensAreRefused(String token) {
        // Given
        Call call = new Call(Caller.NOBODY, token, "r", null);
        // When
        ServiceFault fault = refusal(() -> harness.call(HoldOperations.GET, new GetHold(UUID.randomUUID()), call));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "A", "=", ".", "xx", "xxxx"})
    void aSignatureHasOneSpelling(String tail) {
        // Given
        Call whole = harness.userCall(UUID.randomUUID());
        Call damaged = new Call(whole.caller(), whole.token() + tail, "r", null);
        // When
        ServiceFault fault = refusal(() -> harness.call(HoldOperations.GET, new GetHold(UUID.randomUUID()), damaged));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @Test
    void aBugShowsNothingOfItself() {
        // When
        ServiceFault fault = refusal(() -> harness.call(
                HoldOperations.RELEASE, new GetHold(UUID.randomUUID()), harness.userCall(UUID.randomUUID())));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.INTERNAL);
        assertThat(fault.detail()).doesNotContain("secret");
    }

    @Test
    void anOperationThatNobodyServesIsUnavailable() {
        // When
        ServiceFault fault = refusal(() -> harness.call(
                HoldOperations.EXTEND, new GetHold(UUID.randomUUID()), harness.userCall(UUID.randomUUID())));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(fault.members().getLong("retryAfterSeconds")).isPositive();
    }

    @Test
    void plainJsonIsAnsweredWithPlainJson() {
        // Given
        DeliveryOptions options = new DeliveryOptions()
                .addHeader(
                        Headers.AUTHORIZATION,
                        "Bearer " + harness.context().serviceTokens().current());
        JsonObject request = new JsonObject().put("eventId", EVENT.toString());
        // When
        JsonObject reply = ServiceHarness.await(harness.vertx()
                .eventBus()
                .<JsonObject>request(EventOperations.OWNER.address(), request, options)
                .map(message -> message.body()));
        // Then
        assertThat(reply)
                .isEqualTo(new JsonObject()
                        .put("eventId", EVENT.toString())
                        .put("organizationId", ORGANIZER.toString())
                        .put("status", "published"));
    }

    @Test
    void plainJsonThatDoesNotFitIsToldWhere() {
        // Given
        DeliveryOptions options = new DeliveryOptions()
                .addHeader(
                        Headers.AUTHORIZATION,
                        "Bearer " + harness.context().serviceTokens().current());
        // When
        ReplyException failure = catchThrowableOfType(
                ReplyException.class,
                () -> ServiceHarness.await(harness.vertx()
                        .eventBus()
                        .request(
                                EventOperations.OWNER.address(),
                                new JsonObject().put("event", EVENT.toString()),
                                options)));
        // Then
        assertThat(failure.failureCode()).isEqualTo(400);
        assertThat(new JsonObject(failure.getMessage())
                        .getJsonObject("members")
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("pointer"))
                .isEqualTo("/event");
    }

    @Test
    void aReplyThatCannotBeWrittenIsAFaultAtOnce() {
        // Given
        JsonObject request = new JsonObject().put("eventId", EVENT.toString());
        // When
        ReplyException failure = catchThrowableOfType(
                ReplyException.class,
                () -> ServiceHarness.await(harness.vertx().eventBus().request(EventOperations.GET.address(), request)));
        // Then
        assertThat(failure.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
        assertThat(failure.failureCode()).isEqualTo(500);
    }

    @Test
    void tokensOfAnEndedSessionAreRefusedEvenIfKnown() {
        // Given
        UUID session = UUID.randomUUID();
        Call call = harness.userCall(UUID.randomUUID(), session);
        ServiceFault before = refusal(() -> harness.call(HoldOperations.GET, new GetHold(UUID.randomUUID()), call));
        assertThat(before.code()).isEqualTo(FaultCode.NOT_ENOUGH_SEATS);
        // When
        harness.vertx()
                .eventBus()
                .publish(UserOperations.REVOKED_ADDRESS, new JsonObject().put("sessionId", session.toString()));
        // Then
        ServiceFault after = refusal(() -> harness.call(HoldOperations.GET, new GetHold(UUID.randomUUID()), call));
        assertThat(after.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @Test
    void membersPassStrangersFindNothingAndSmallRolesAreForbidden() {
        // Given
        UUID organization = UUID.randomUUID();
        UUID gate = UUID.randomUUID();
        harness.member(organization, gate, MemberRole.GATE);
        // When
        Future<Void> allowed = require(harness.userCall(gate), organization, MemberRole.GATES);
        Future<Void> tooSmall = require(harness.userCall(gate), organization, MemberRole.MANAGERS);
        Future<Void> stranger = require(harness.userCall(UUID.randomUUID()), organization, MemberRole.ANY);
        Future<Void> unknown = require(harness.userCall(gate), UUID.randomUUID(), MemberRole.ANY);
        // Then
        ServiceHarness.await(allowed);
        assertThat(refusal(() -> ServiceHarness.await(tooSmall)).code()).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusal(() -> ServiceHarness.await(stranger)).code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> ServiceHarness.await(unknown)).code()).isEqualTo(FaultCode.NOT_FOUND);
    }

    private static Future<Void> require(Call call, UUID organization, Set<MemberRole> roles) {
        return harness.context().memberships().require(call, organization, roles, "event");
    }

    private static ServiceFault refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, call);
        assertThat(fault).as("a refusal").isNotNull();
        return fault;
    }
}
