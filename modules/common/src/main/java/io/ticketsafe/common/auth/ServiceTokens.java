package io.ticketsafe.common.auth;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;

/**
 * Tokens with which services call each other in their own name: JWTs signed by HMAC with the secret that all processes
 * of one installation share, so that they need no other service to be up.
 */
public final class ServiceTokens {
    static final String ALGORITHM = "HS256";
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final JWTAuth signer;
    private final String issuer;
    private volatile String token;
    private volatile long renewAtMs;

    public ServiceTokens(Vertx vertx, String secret, String issuer) {
        this.signer = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(secret)));
        this.issuer = issuer;
    }

    /** A token with more than half of its life before it. */
    public String current() {
        if (System.currentTimeMillis() >= renewAtMs) {
            renew();
        }
        return token;
    }

    private synchronized void renew() {
        token = signer.generateToken(
                new JsonObject().put("roles", new JsonArray().add("service")),
                new JWTOptions()
                        .setAlgorithm(ALGORITHM)
                        .setIssuer(issuer)
                        .setSubject("service")
                        .setExpiresInSeconds((int) LIFE.toSeconds()));
        renewAtMs = System.currentTimeMillis() + LIFE.toMillis() / 2;
    }
}
