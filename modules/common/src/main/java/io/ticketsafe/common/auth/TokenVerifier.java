package io.ticketsafe.common.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.UserOperations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies access tokens (RFC 7519) against the users service's public keys, and service tokens against the shared
 * secret. A token that was verified once is known until it expires or its session ends.
 */
public final class TokenVerifier {
    private static final Logger log = LoggerFactory.getLogger(TokenVerifier.class);
    private static final int KNOWN_TOKENS = 100_000;
    private static final int REVOKED_SESSIONS = 100_000;
    private static final int LONGEST_TOKEN = 4_096;
    private static final int HMAC_SHA256_BYTES = 32;
    private static final int ES256_BYTES = 64;
    private static final Duration LONGEST_TOKEN_LIFE = Duration.ofHours(24);
    private static final int LEEWAY_SECONDS = 5;
    private static final DeliveryOptions KEYS_OPTIONS = new DeliveryOptions().setSendTimeout(3_000);

    private final Vertx vertx;
    private final String serviceSecret;
    private final String issuer;
    private final KeyFetch keys;
    /** It tidies up on the thread that uses it, for waking another one costs a hold more than the tidying. */
    private final Cache<String, Caller> known = Caffeine.newBuilder()
            .maximumSize(KNOWN_TOKENS)
            .executor(Runnable::run)
            .build();

    private final Cache<UUID, Boolean> revoked = Caffeine.newBuilder()
            .maximumSize(REVOKED_SESSIONS)
            .expireAfterWrite(LONGEST_TOKEN_LIFE)
            .build();

    private volatile JWTAuth auth;
    private volatile Set<String> keyIds = Set.of();

    public TokenVerifier(Vertx vertx, String serviceSecret, String issuer) {
        this.vertx = vertx;
        this.serviceSecret = serviceSecret;
        this.issuer = issuer;
        this.keys = new KeyFetch(vertx, this::fetchKeys);
        useKeys(new JsonArray());
    }

    /** Starts to listen for sessions that end; completes when the cluster can reach this listener. */
    public Future<Void> start() {
        return vertx.eventBus()
                .<JsonObject>consumer(
                        UserOperations.REVOKED_ADDRESS,
                        message -> revoke(UUID.fromString(message.body().getString("sessionId"))))
                .completion();
    }

    /** The caller, if this token was verified before and still holds; null means: {@link #verify} it. */
    public Caller known(String token) {
        Caller caller = known.getIfPresent(token);
        if (caller == null || isOver(caller)) {
            return null;
        }
        return caller;
    }

    /** UNAUTHENTICATED for what is malformed, forged, expired or revoked. */
    public Future<Caller> verify(String token) {
        Caller caller = known(token);
        if (caller != null) {
            return Future.succeededFuture(caller);
        }
        String keyId;
        try {
            keyId = keyIdOf(token);
        } catch (ServiceFault malformed) {
            return Future.failedFuture(malformed);
        }
        Future<Void> ready = keyId == null || keyIds.contains(keyId) ? Future.succeededFuture() : keys.fresh();
        return ready.compose(checkable -> auth.authenticate(new TokenCredentials(token)))
                .map(TokenVerifier::callerOf)
                .recover(failure -> {
                    log.atDebug().setCause(failure).log("token refused");
                    return Future.failedFuture(failure instanceof ServiceFault ? failure : refused());
                })
                .compose(verified -> {
                    if (isOver(verified)) {
                        return Future.failedFuture(refused());
                    }
                    known.put(token, verified);
                    return Future.succeededFuture(verified);
                });
    }

    private void revoke(UUID sessionId) {
        revoked.put(sessionId, Boolean.TRUE);
    }

    private boolean isOver(Caller caller) {
        return (caller.sessionId() != null && revoked.getIfPresent(caller.sessionId()) != null)
                || caller.expiresAt().isBefore(Instant.now());
    }

    private Future<Void> fetchKeys() {
        return vertx.eventBus()
                .<JsonObject>request(UserOperations.KEYS.address(), new JsonObject(), KEYS_OPTIONS)
                .map(reply -> {
                    useKeys(reply.body().getJsonArray("keys"));
                    return null;
                });
    }

    private synchronized void useKeys(JsonArray keys) {
        JWTAuthOptions options = new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions()
                        .setAlgorithm(ServiceTokens.ALGORITHM)
                        .setBuffer(serviceSecret))
                .setJWTOptions(new JWTOptions().setIssuer(issuer).setLeeway(LEEWAY_SECONDS));
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            JsonObject key = keys.getJsonObject(i);
            options.addJwk(key);
            ids.add(key.getString("kid"));
        }
        auth = JWTAuth.create(vertx, options);
        keyIds = Set.copyOf(ids);
    }

    /** Only the shared secret makes a service, and it makes nothing else. */
    private static Caller callerOf(User user) {
        JsonObject claims = user.principal();
        JsonObject verified = user.attributes().getJsonObject("accessToken", claims);
        Instant expiresAt = Instant.ofEpochSecond(verified.getLong("exp"));
        if (ServiceTokens.ALGORITHM.equals(
                headerOf(claims.getString("access_token")).getString("alg"))) {
            return new Caller(null, Set.of(Role.SERVICE), null, expiresAt);
        }
        Set<Role> roles = new HashSet<>();
        JsonArray claimed = verified.getJsonArray("roles", new JsonArray());
        if (claimed.contains("user")) {
            roles.add(Role.USER);
        }
        if (claimed.contains("admin")) {
            roles.add(Role.ADMIN);
        }
        String session = verified.getString("sid");
        return new Caller(
                UUID.fromString(verified.getString("sub")),
                roles,
                session == null ? null : UUID.fromString(session),
                expiresAt);
    }

    private static String keyIdOf(String token) {
        JsonObject header = headerOf(token);
        requireCanonicalSignature(token, header.getString("alg"));
        return header.getString("kid");
    }

    /** The decoder that Vert.x uses passes over characters too many, and one signature would have many spellings. */
    private static void requireCanonicalSignature(String token, String algorithm) {
        String signature = token.substring(token.lastIndexOf('.') + 1);
        int bytes = ServiceTokens.ALGORITHM.equals(algorithm) ? HMAC_SHA256_BYTES : ES256_BYTES;
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(signature);
            String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(decoded);
            if (decoded.length != bytes || !canonical.equals(signature)) {
                throw refused();
            }
        } catch (IllegalArgumentException malformed) {
            throw refused();
        }
    }

    private static JsonObject headerOf(String token) {
        int end = token == null || token.length() > LONGEST_TOKEN ? -1 : token.indexOf('.');
        if (end < 0) {
            throw refused();
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, end));
            return new JsonObject(new String(header, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | DecodeException malformed) {
            throw refused();
        }
    }

    private static ServiceFault refused() {
        return new ServiceFault(FaultCode.UNAUTHENTICATED, "The access token is not valid, or not any more.");
    }
}
