package io.ticketsafe.users.key;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.UUID;

/**
 * A P-256 key pair for ES256, as JWKs (RFC 7517, RFC 7518 section 6.2).
 *
 * @param secretJwk the public JWK and the private {@code d}
 */
record SigningKey(UUID id, JsonObject publicJwk, JsonObject secretJwk) {
    static final String ALGORITHM = "ES256";
    private static final int COORDINATE_BYTES = 32;

    static SigningKey generate(UUID id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            JsonObject publicJwk = new JsonObject()
                    .put("kty", "EC")
                    .put("crv", "P-256")
                    .put("kid", id.toString())
                    .put("alg", ALGORITHM)
                    .put("use", "sig")
                    .put("x", coordinate(key.getW().getAffineX()))
                    .put("y", coordinate(key.getW().getAffineY()));
            JsonObject secretJwk = publicJwk.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
            return new SigningKey(id, publicJwk, secretJwk);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** Big-endian, always 32 bytes long. */
    static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
