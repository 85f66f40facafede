package io.ticketsafe.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketsafe.common.crypto.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Access tokens of thousands of buyers, signed with the installation's own key: logging in so many would take minutes of hashing
 * passwords. What TicketSafe does with the tokens is the same.
 */
final class Tokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final long LIFE_SECONDS = 12 * 3600;

    private final String keyId;
    private final PrivateKey key;

    private Tokens(String keyId, PrivateKey key) {
        this.keyId = keyId;
        this.key = key;
    }

    /** @param postgresUrl as in the configuration, {@code postgresql://user:password@host:port/database} */
    static Tokens of(String postgresUrl, String masterKey) {
        String login = postgresUrl.substring(postgresUrl.indexOf("//") + 2, postgresUrl.indexOf('@'));
        String[] parts = login.split(":");
        String jdbcUrl = "jdbc:postgresql://" + postgresUrl.substring(postgresUrl.indexOf('@') + 1);
        try (Connection connection = DriverManager.getConnection(jdbcUrl, parts[0], parts[1]);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id, private_key FROM users.signing_key ORDER BY signs_from LIMIT 1")) {
            row.next();
            String id = row.getString(1);
            byte[] jwk = new SecretBox(masterKey).open(row.getBytes(2), "users/signing-key/" + id);
            return new Tokens(id, privateKey(JSON.readTree(jwk)));
        } catch (SQLException | GeneralSecurityException e) {
            throw new IllegalStateException("the signing key cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> issue(List<String> users, String issuer) {
        List<String> tokens = new ArrayList<>(users.size());
        String header = "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"" + keyId + "\"}";
        long now = Instant.now().getEpochSecond();
        for (String user : users) {
            String claims = "{\"sid\":\"%s\",\"roles\":[\"user\"],\"iat\":%d,\"exp\":%d,\"iss\":\"%s\",\"sub\":\"%s\"}"
                    .formatted(UUID.randomUUID(), now, now + LIFE_SECONDS, issuer, user);
            tokens.add(signed(BASE64.encodeToString(header.getBytes(UTF_8))
                    + '.'
                    + BASE64.encodeToString(claims.getBytes(UTF_8))));
        }
        return tokens;
    }

    private String signed(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(text.getBytes(UTF_8));
            return text + '.' + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey(JsonNode jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        BigInteger secret =
                new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get("d").asText()));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(secret, curve.getParameterSpec(ECParameterSpec.class)));
    }
}
