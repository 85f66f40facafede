package io.ticketsafe.payments.webhook;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and verifies webhooks as Stripe does (docs.stripe.com/webhooks#verify-manually): {@code t=<unix seconds>,v1=<hex HMAC-SHA256 of
 * "t.body">}. Several {@code v1} may stand there, and several secrets be taken, while one is being replaced; other schemes
 * are passed over. A message older or newer than five minutes is refused, so that none can be kept and replayed.
 */
public final class WebhookSignature {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_HEADER = 2_000;
    private static final int MOST_SIGNATURES = 16;

    private final String header;
    private final List<SecretKeySpec> secrets;

    /** @param header in which the signature stands, in lower case */
    public WebhookSignature(String header, List<String> secrets) {
        this.header = header.toLowerCase(Locale.ROOT);
        this.secrets = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    /** With the first secret. */
    public String sign(String body, Instant now) {
        long seconds = now.getEpochSecond();
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hmac(secrets.get(0), seconds, body));
    }

    /** UNAUTHENTICATED unless the body was signed with one of the secrets, just now. */
    public void verify(Map<String, String> headers, String body, Instant now) {
        verify(
                headers.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(header))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null),
                body,
                now);
    }

    void verify(String signed, String body, Instant now) {
        if (signed == null || signed.length() > LONGEST_HEADER) {
            throw refused();
        }
        long seconds = 0;
        List<byte[]> signatures = new ArrayList<>();
        try {
            for (String part : signed.split(",")) {
                String text = part.strip();
                if (text.startsWith("t=")) {
                    seconds = Long.parseLong(text.substring(2));
                } else if (text.startsWith("v1=") && signatures.size() < MOST_SIGNATURES) {
                    signatures.add(HexFormat.of().parseHex(text.substring(3)));
                }
            }
        } catch (IllegalArgumentException malformed) {
            throw refused();
        }
        long nowSeconds = now.getEpochSecond();
        if (seconds < nowSeconds - TOLERANCE.toSeconds() || seconds > nowSeconds + TOLERANCE.toSeconds()) {
            throw refused();
        }
        if (!isSigned(signatures, seconds, body)) {
            throw refused();
        }
    }

    private boolean isSigned(List<byte[]> signatures, long seconds, String body) {
        for (SecretKeySpec secret : secrets) {
            byte[] expected = hmac(secret, seconds, body);
            if (signatures.stream().anyMatch(signature -> MessageDigest.isEqual(expected, signature))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] hmac(SecretKeySpec secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServiceFault refused() {
        return new ServiceFault(FaultCode.UNAUTHENTICATED, "The signature is wrong or too old.");
    }
}
