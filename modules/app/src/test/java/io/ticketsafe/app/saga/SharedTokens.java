package io.ticketsafe.app.saga;

import static io.ticketsafe.common.testing.ServiceHarness.ISSUER;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.auth.ServiceTokens;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.common.testing.TestTokens;
import io.ticketsafe.contract.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Real tokens, verified before a run begins: checking them is then neither a step nor a cost. */
final class SharedTokens {
    private static final String SECRET = "test-secret-test-secret-test-secret-1234";
    private static final int MOST_USES = 50;

    private final Vertx vertx;
    private final TestTokens signer;
    private final TokenVerifier verifier;
    private final Map<UUID, String> ofUsers = new LinkedHashMap<>();
    private ServiceTokens serviceTokens;
    private int uses;

    SharedTokens(Vertx vertx, MeterRegistry meters, List<UUID> users) {
        this.vertx = vertx;
        signer = new TestTokens(vertx, ISSUER);
        verifier = new TokenVerifier(vertx, SECRET, ISSUER);
        serviceTokens = new ServiceTokens(vertx, SECRET, ISSUER);
        users.forEach(user -> ofUsers.put(user, null));
        signer.serveKeys(new Bus(vertx, verifier, serviceTokens, meters));
    }

    /** To be called before each run: tokens live for minutes of real time. */
    Future<?> refresh() {
        if (uses++ % MOST_USES != 0) {
            return Future.succeededFuture();
        }
        serviceTokens = new ServiceTokens(vertx, SECRET, ISSUER);
        List<Future<?>> verified = new ArrayList<>();
        verified.add(verifier.verify(serviceTokens.current()));
        ofUsers.replaceAll((user, old) -> signer.forUser(user, null));
        ofUsers.values().forEach(token -> verified.add(verifier.verify(token)));
        return Future.all(verified);
    }

    TokenVerifier verifier() {
        return verifier;
    }

    ServiceTokens serviceTokens() {
        return serviceTokens;
    }

    Call call(UUID user, String idempotencyKey) {
        Caller caller = new Caller(user, Set.of(Role.USER), null, Instant.MAX);
        return new Call(caller, ofUsers.get(user), null, idempotencyKey);
    }
}
