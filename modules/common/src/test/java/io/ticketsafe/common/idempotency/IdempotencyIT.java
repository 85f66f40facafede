package io.ticketsafe.common.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.CreateOrganization;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyIT {
    private static final CreateOrganization REQUEST = new CreateOrganization("Ópera \"Ñandú\" 🎭", Kind.ORGANIZER);

    private static ServiceHarness harness;
    private static Database database;

    private final AtomicInteger effects = new AtomicInteger();
    private Idempotency idempotency;

    @BeforeAll
    static void start() {
        harness = ServiceHarness.start("idempotency");
        database = harness.context().stores().postgres("idempotency");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @BeforeEach
    void fresh() {
        idempotency = new Idempotency(database);
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndNothingHappensTwice() {
        // Given
        Call call = harness.userCall(UUID.randomUUID(), "key");
        Organization first = once(call, REQUEST, this::create);
        // When
        Organization second = once(call, REQUEST, this::create);
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(effects).hasValue(1);
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() {
        // Given
        Call call = harness.userCall(UUID.randomUUID(), "key");
        once(call, REQUEST, this::create);
        // When
        ServiceFault fault = catchThrowableOfType(
                ServiceFault.class, () -> once(call, new CreateOrganization("Other", Kind.AGENCY), this::create));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void keysBelongToTheirCallers() {
        // Given
        once(harness.userCall(UUID.randomUUID(), "key"), REQUEST, this::create);
        // When
        once(harness.userCall(UUID.randomUUID(), "key"), REQUEST, this::create);
        // Then
        assertThat(effects).hasValue(2);
    }

    @Test
    void strangersNeverGetEachOthersAnswers() {
        // Given
        Call stranger = new Call(Caller.NOBODY, null, "request", "key");
        Organization first = once(stranger, REQUEST, this::create);
        // When
        Organization second = once(stranger, REQUEST, this::create);
        Organization third = once(stranger, new CreateOrganization("Other", Kind.AGENCY), this::create);
        // Then
        assertThat(List.of(first.id(), second.id(), third.id())).doesNotHaveDuplicates();
        assertThat(effects).hasValue(3);
    }

    @Test
    void whileTheFirstIsRunningTheSecondIsTold() {
        // Given
        Call call = harness.userCall(UUID.randomUUID(), "key");
        Promise<Void> gate = Promise.promise();
        Promise<Void> running = Promise.promise();
        Future<Organization> first = idempotency.once(call, OrganizationOperations.CREATE, REQUEST, transaction -> {
            running.complete();
            return gate.future().compose(open -> create(transaction));
        });
        ServiceHarness.await(running.future());
        // When
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, () -> once(call, REQUEST, this::create));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.IDEMPOTENCY_IN_FLIGHT);
        gate.complete();
        ServiceHarness.await(first);
        assertThat(effects).hasValue(1);
    }

    @Test
    void aRefusalIsNotRemembered() {
        // Given
        Call call = harness.userCall(UUID.randomUUID(), "key");
        ServiceFault refusal = catchThrowableOfType(
                ServiceFault.class,
                () -> once(call, REQUEST, transaction -> Future.failedFuture(ServiceFault.wrongState("not yet"))));
        assertThat(refusal.code()).isEqualTo(FaultCode.WRONG_STATE);
        // When
        once(call, REQUEST, this::create);
        // Then
        assertThat(effects).hasValue(1);
    }

    private Organization once(
            Call call, CreateOrganization request, Function<SqlConnection, Future<Organization>> effect) {
        return ServiceHarness.await(idempotency.once(call, OrganizationOperations.CREATE, request, effect));
    }

    private Future<Organization> create(SqlConnection transaction) {
        effects.incrementAndGet();
        return Future.succeededFuture(
                new Organization(UUID.randomUUID(), REQUEST.name(), REQUEST.kind(), null, Instant.now()));
    }
}
