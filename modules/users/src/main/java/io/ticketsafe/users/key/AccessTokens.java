package io.ticketsafe.users.key;

import io.ticketsafe.users.UsersConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import java.util.UUID;

/** Issues access tokens: JWTs (RFC 7519) with {@code iss, sub, sid, roles, iat, exp}, signed with ES256. */
public final class AccessTokens {
    private final KeyRing keys;
    private final String issuer;
    private final int ttlSeconds;

    public AccessTokens(KeyRing keys, UsersConfig config) {
        this.keys = keys;
        this.issuer = config.issuer();
        this.ttlSeconds = Math.toIntExact(config.accessTokenTtl().toSeconds());
    }

    public String issue(UUID userId, UUID sessionId, boolean admin) {
        JsonArray roles = new JsonArray().add("user");
        if (admin) {
            roles.add("admin");
        }
        return keys.sign(
                new JsonObject().put("sid", sessionId.toString()).put("roles", roles),
                new JWTOptions()
                        .setAlgorithm(SigningKey.ALGORITHM)
                        .setIssuer(issuer)
                        .setSubject(userId.toString())
                        .setExpiresInSeconds(ttlSeconds));
    }

    /** Seconds that a token lives. */
    public long ttlSeconds() {
        return ttlSeconds;
    }
}
