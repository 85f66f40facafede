package io.ticketsafe.common.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.auth.ServiceTokens;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.pg.Migrations;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.GetMembership;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Membership;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.ticketsafe.contract.users.OrganizationOperations.Organizations;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One service on real stores, with a bus, real signed tokens and a users service that knows what the test tells it.
 * Blocking: for test threads.
 */
public final class ServiceHarness implements AutoCloseable {
    public static final String ISSUER = "ticketsafe-test";
    private static final String SECRET = "test-secret-test-secret-test-secret-1234";
    private static final int PATIENCE_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final TestTokens tokens = new TestTokens(vertx, ISSUER);
    private final Map<GetMembership, MemberRole> members = new ConcurrentHashMap<>();
    private final Map<UUID, Kind> organizations = new ConcurrentHashMap<>();
    private final HarnessStores stores;
    private final ServiceContext context;

    private ServiceHarness(String redisUrl, KafkaConfig kafka, List<String> schemas) {
        TestStores shared = TestStores.shared();
        String database = shared.newDatabase();
        schemas.forEach(schema -> Migrations.migrate(database, schema));
        stores = new HarnessStores(
                vertx, shared, database, redisUrl, kafka.isConfigured() ? FactLog.open(vertx, kafka) : null);
        ServiceTokens serviceTokens = new ServiceTokens(vertx, SECRET, ISSUER);
        TokenVerifier verifier = new TokenVerifier(vertx, SECRET, ISSUER);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Bus bus = new Bus(vertx, verifier, serviceTokens, meters);
        context = new ServiceContext(
                vertx,
                bus,
                new Memberships(bus),
                verifier,
                serviceTokens,
                stores,
                new SecretBox(SECRET),
                meters,
                HealthChecks.create(vertx));
        await(verifier.start());
        if (!schemas.contains("users")) {
            await(tokens.serveKeys(bus));
            await(bus.serve(OrganizationOperations.MEMBERSHIP, (request, call) -> membership(request)));
            await(bus.serve(
                    OrganizationOperations.LIST,
                    (request, call) -> Future.succeededFuture(organizationsOf(call.userId()))));
        }
    }

    /** @param schemas whose migrations run on a fresh database; with {@code users} the test brings the real users service */
    public static ServiceHarness start(String... schemas) {
        return new ServiceHarness(TestStores.shared().redisUrl(), KafkaConfig.of(), List.of(schemas));
    }

    /** The same on another Redis. */
    public static ServiceHarness startOn(String redisUrl, String... schemas) {
        return new ServiceHarness(redisUrl, KafkaConfig.of(), List.of(schemas));
    }

    /** The same with a log of facts in Kafka. */
    public static ServiceHarness startWith(KafkaConfig kafka, String... schemas) {
        return new ServiceHarness(TestStores.shared().redisUrl(), kafka, List.of(schemas));
    }

    public ServiceContext context() {
        return context;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** URI of this harness's database, for a second pool or a look from outside. */
    public String databaseUrl() {
        return stores.databaseUrl();
    }

    public void deploy(Deployable verticle) {
        await(vertx.deployVerticle(verticle));
    }

    /** The reply, or the {@link ServiceFault} thrown. */
    public <Q, R> R call(BusOperation<Q, R> operation, Q request, Call call) {
        return await(context.bus().call(operation, request, call));
    }

    public Call userCall(UUID userId) {
        return userCall(userId, null, null);
    }

    public Call userCall(UUID userId, String idempotencyKey) {
        return userCall(userId, null, idempotencyKey);
    }

    /** With a token that belongs to a session. */
    public Call userCall(UUID userId, UUID sessionId) {
        return userCall(userId, sessionId, null);
    }

    private Call userCall(UUID userId, UUID sessionId, String idempotencyKey) {
        Caller caller =
                new Caller(userId, Set.of(Role.USER), sessionId, Instant.now().plusSeconds(600));
        return new Call(caller, tokens.forUser(userId, sessionId), "test-" + UUID.randomUUID(), idempotencyKey);
    }

    public Call serviceCall() {
        Caller caller =
                new Caller(null, Set.of(Role.SERVICE), null, Instant.now().plusSeconds(300));
        return new Call(caller, context.serviceTokens().current(), "test-" + UUID.randomUUID(), null);
    }

    public Call anonymousCall() {
        return new Call(Caller.NOBODY, null, "test-" + UUID.randomUUID(), null);
    }

    /** Makes the user a member; the organisation is an organiser unless {@link #organization} says otherwise. */
    public void member(UUID organizationId, UUID userId, MemberRole role) {
        organizations.putIfAbsent(organizationId, Kind.ORGANIZER);
        members.put(new GetMembership(organizationId, userId), role);
    }

    public void organization(UUID organizationId, Kind kind) {
        organizations.put(organizationId, kind);
    }

    /** Waits for a Future on the test's thread and throws what it failed with. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(stores.close());
        await(vertx.close());
    }

    private Organizations organizationsOf(UUID userId) {
        return new Organizations(members.entrySet().stream()
                .filter(member -> member.getKey().userId().equals(userId))
                .map(member -> {
                    UUID id = member.getKey().organizationId();
                    return new Organization(
                            id, "Organisation", organizations.get(id), member.getValue(), Instant.now());
                })
                .toList());
    }

    private Future<Membership> membership(GetMembership request) {
        Kind kind = organizations.get(request.organizationId());
        return kind == null
                ? Future.failedFuture(ServiceFault.notFound("organisation"))
                : Future.succeededFuture(new Membership(kind, members.get(request)));
    }
}
