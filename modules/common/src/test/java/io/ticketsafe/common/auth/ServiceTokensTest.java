package io.ticketsafe.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ServiceTokensTest {
    private static final String SECRET = "a-shared-secret-of-more-than-32-bytes";
    private static final String ISSUER = "ticketsafe";

    @Test
    void theSharedSecretMakesAServiceAndNothingElse(Vertx vertx, VertxTestContext test) {
        // Given
        String token = signedWith(vertx, SECRET, ISSUER);
        // When
        Future<Caller> caller = new TokenVerifier(vertx, SECRET, ISSUER).verify(token);
        // Then
        caller.onComplete(test.succeeding(known -> test.verify(() -> {
            assertThat(known.roles()).containsExactly(Role.SERVICE);
            assertThat(known.id()).isNull();
            test.completeNow();
        })));
    }

    @Test
    void anotherSecretIsRefused(Vertx vertx, VertxTestContext test) {
        // Given
        String token = signedWith(vertx, "another-secret-of-more-than-32-bytes", ISSUER);
        // When
        Future<Caller> caller = new TokenVerifier(vertx, SECRET, ISSUER).verify(token);
        // Then
        caller.onComplete(test.failing(refusal -> test.completeNow()));
    }

    @Test
    void anotherIssuerIsRefused(Vertx vertx, VertxTestContext test) {
        // Given
        String token = signedWith(vertx, SECRET, "somebody-else");
        // When
        Future<Caller> caller = new TokenVerifier(vertx, SECRET, ISSUER).verify(token);
        // Then
        caller.onComplete(test.failing(refusal -> test.completeNow()));
    }

    /** Claims to be an admin, with the secret that only makes services. */
    private static String signedWith(Vertx vertx, String secret, String issuer) {
        return JWTAuth.create(
                        vertx,
                        new JWTAuthOptions()
                                .addPubSecKey(new PubSecKeyOptions()
                                        .setAlgorithm("HS256")
                                        .setBuffer(secret)))
                .generateToken(
                        new JsonObject()
                                .put("roles", new JsonArray().add("admin").add("user")),
                        new JWTOptions()
                                .setAlgorithm("HS256")
                                .setIssuer(issuer)
                                .setSubject(UUID.randomUUID().toString())
                                .setExpiresInSeconds(60));
    }
}
