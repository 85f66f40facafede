package io.ticketsafe.common.testing;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.contract.users.UserOperations.KeySet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.UUID;

/** Signs access tokens as the users service does, with a key pair of its own. */
public final class TestTokens {
    private static final int COORDINATE_BYTES = 32;
    private static final String KEY_ID = "test-key";

    private final JsonObject publicKey;
    private final JWTAuth signer;
    private final String issuer;

    public TestTokens(Vertx vertx, String issuer) {
        this.issuer = issuer;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            publicKey = new JsonObject()
                    .put("kty", "EC")
                    .put("crv", "P-256")
                    .put("kid", KEY_ID)
                    .put("alg", "ES256")
                    .put("use", "sig")
                    .put("x", base64(key.getW().getAffineX()))
                    .put("y", base64(key.getW().getAffineY()));
            JsonObject secretKey = publicKey.copy().put("d", base64(((ECPrivateKey) pair.getPrivate()).getS()));
            signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(secretKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param sessionId may be null */
    public String forUser(UUID userId, UUID sessionId) {
        return signer.generateToken(
                new JsonObject()
                        .put("roles", new JsonArray().add("user"))
                        .put("sid", sessionId == null ? null : sessionId.toString()),
                new JWTOptions()
                        .setAlgorithm("ES256")
                        .setIssuer(issuer)
                        .setSubject(userId.toString())
                        .setExpiresInMinutes(10));
    }

    public JsonObject publicKey() {
        return publicKey.copy();
    }

    public Future<Void> serveKeys(Bus bus) {
        JsonObject set = new JsonObject().put("keys", new JsonArray().add(publicKey));
        return bus.serve(
                UserOperations.KEYS, (request, call) -> Future.succeededFuture(Records.read(set, KeySet.class)));
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
