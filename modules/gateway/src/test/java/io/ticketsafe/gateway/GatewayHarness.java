package io.ticketsafe.gateway;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.auth.ServiceTokens;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.common.testing.TestTokens;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Operations;
import io.ticketsafe.contract.users.UserOperations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The real gateway on a port, with a service behind every operation that answers a sample unless told otherwise.
 * Blocking: for test threads.
 */
final class GatewayHarness implements AutoCloseable {
    private static final String SECRET = "test-secret-test-secret-test-secret-1234";

    private static final int CONNECTIONS = 64;

    private final Vertx vertx = Vertx.vertx();
    private final TestTokens tokens = new TestTokens(vertx, ServiceHarness.ISSUER);
    private final Map<String, BiFunction<Object, Call, Future<?>>> answers = new ConcurrentHashMap<>();
    private final Map<String, Object> requests = new ConcurrentHashMap<>();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final ServiceContext context;
    private final GatewayVerticle gateway;
    private final WebClient client;

    GatewayHarness(GatewayConfig config) {
        ServiceTokens serviceTokens = new ServiceTokens(vertx, SECRET, ServiceHarness.ISSUER);
        TokenVerifier verifier = new TokenVerifier(vertx, SECRET, ServiceHarness.ISSUER);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Bus bus = new Bus(vertx, verifier, serviceTokens, meters);
        context = new ServiceContext(
                vertx,
                bus,
                new Memberships(bus),
                verifier,
                serviceTokens,
                null,
                new SecretBox(SECRET),
                meters,
                HealthChecks.create(vertx));
        ServiceHarness.await(verifier.start());
        ServiceHarness.await(tokens.serveKeys(bus));
        Operations.all().stream()
                .filter(operation -> operation != UserOperations.KEYS)
                .forEach(this::fake);
        gateway = new GatewayVerticle(context, config);
        ServiceHarness.await(vertx.deployVerticle(gateway).onFailure(failed -> vertx.close()));
        client = WebClient.create(
                vertx,
                new WebClientOptions().setFollowRedirects(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    private <Q, R> void fake(BusOperation<Q, R> operation) {
        ServiceHarness.await(context.bus().serve(operation, (request, call) -> {
            requests.put(operation.address(), request);
            calls.put(operation.address(), call);
            BiFunction<Object, Call, Future<?>> answer = answers.get(operation.address());
            return answer == null
                    ? Future.succeededFuture(Samples.of(operation.replyType()))
                    : answer.apply(request, call).map(operation.replyType()::cast);
        }));
    }

    Vertx vertx() {
        return vertx;
    }

    ServiceContext context() {
        return context;
    }

    int port() {
        return gateway.port();
    }

    GatewayVerticle gateway() {
        return gateway;
    }

    String tokenOf(UUID user) {
        return tokens.forUser(user, null);
    }

    String serviceToken() {
        return context.serviceTokens().current();
    }

    /** What the service behind the operation answers from now on. */
    <Q, R> void answer(BusOperation<Q, R> operation, BiFunction<Q, Call, Future<R>> answer) {
        answers.put(
                operation.address(),
                (request, call) -> answer.apply(operation.requestType().cast(request), call));
    }

    void answerSamples() {
        answers.clear();
        requests.clear();
        calls.clear();
    }

    /** The last request that reached the operation, or null. */
    <Q> Q lastRequest(BusOperation<Q, ?> operation) {
        return operation.requestType().cast(requests.get(operation.address()));
    }

    Call lastCall(BusOperation<?, ?> operation) {
        return calls.get(operation.address());
    }

    HttpRequest<Buffer> request(String method, String path) {
        return client.requestAbs(HttpMethod.valueOf(method), "http://127.0.0.1:" + gateway.port() + path);
    }

    static HttpResponse<Buffer> send(HttpRequest<Buffer> request) {
        return ServiceHarness.await(request.send());
    }

    static HttpResponse<Buffer> send(HttpRequest<Buffer> request, String body) {
        return ServiceHarness.await(request.sendBuffer(Buffer.buffer(body)));
    }

    @Override
    public void close() {
        ServiceHarness.await(vertx.close());
    }
}
