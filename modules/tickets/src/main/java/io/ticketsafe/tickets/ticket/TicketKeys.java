package io.ticketsafe.tickets.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ticketsafe.contract.tickets.TicketOperations.CodeKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Signs ticket codes with the newest key and verifies them with any. Costs some tenths of a millisecond: for worker threads. Bouncy
 * Castle makes the same signature in a tenth of the time that the JDK takes (RFC 8032 leaves no choice), so it signs.
 */
public final class TicketKeys {
    private static final String ALGORITHM = "Ed25519";
    /** A DER-encoded Ed25519 public key (RFC 8410) ends with the key itself. */
    private static final int RAW_KEY_BYTES = 32;

    private final TreeMap<Integer, Pair> pairs = new TreeMap<>();

    TicketKeys(List<Pair> pairs) {
        pairs.forEach(pair -> this.pairs.put(pair.number(), pair));
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("a key is needed");
        }
    }

    /** The text of a new code. */
    public String sign(UUID ticketId, UUID eventId, int serial) {
        Pair newest = pairs.lastEntry().getValue();
        TicketCode code = new TicketCode(newest.number(), ticketId, eventId, serial);
        byte[] text = ascii(code.signedText());
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, newest.signingKey());
        signer.update(text, 0, text.length);
        return code.withSignature(signer.generateSignature());
    }

    boolean verify(TicketCode.Signed read) {
        Pair pair = pairs.get(read.code().keyNumber());
        if (pair == null) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(pair.publicKey());
            verifier.update(ascii(read.code().signedText()));
            return verifier.verify(read.signature());
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }

    /** The public keys as a JWK set; {@code kid} is the key number in the code. */
    CodeKeys published() {
        return new CodeKeys(pairs.values().stream().map(Pair::toJwk).toList());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One key pair; keys that codes out there were signed with are kept for verifying. */
    record Pair(int number, PublicKey publicKey, Ed25519PrivateKeyParameters signingKey) {
        static Pair decode(int number, byte[] x509, byte[] pkcs8) {
            try {
                KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
                PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                byte[] seed = ((EdECPrivateKey) privateKey).getBytes().orElseThrow();
                return new Pair(
                        number,
                        factory.generatePublic(new X509EncodedKeySpec(x509)),
                        new Ed25519PrivateKeyParameters(seed));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("ticket key " + number + " cannot be read", e);
            }
        }

        private Map<String, JsonNode> toJwk() {
            byte[] encoded = publicKey.getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_KEY_BYTES, encoded.length);
            return Map.of(
                    "kty", text("OKP"),
                    "crv", text(ALGORITHM),
                    "use", text("sig"),
                    "alg", text("EdDSA"),
                    "kid", text(String.valueOf(number)),
                    "x", text(Base64.getUrlEncoder().withoutPadding().encodeToString(raw)));
        }

        private static JsonNode text(String value) {
            return TextNode.valueOf(value);
        }
    }
}
