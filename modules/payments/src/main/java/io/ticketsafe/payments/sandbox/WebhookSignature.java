package io.ticketsafe.payments.sandbox;

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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and verifies webhooks: {@code t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">}. Several {@code v1} may stand there while a
 * secret is being replaced. A message older or newer than five minutes is refused, so that none can be kept and replayed.
 */
final class WebhookSignature {
    static final String HEADER = "sandbox-signature";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_HEADER = 1_000;

    private final byte[] secret;

    WebhookSignature(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    String sign(String body, Instant now) {
        long seconds = now.getEpochSecond();
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hmac(seconds, body));
    }

    /** UNAUTHENTICATED unless the body was signed with the secret, just now. */
    void verify(String header, String body, Instant now) {
        if (header == null || header.length() > LONGEST_HEADER) {
            throw refused();
        }
        Long seconds = null;
        List<byte[]> signatures = new ArrayList<>();
        try {
            for (String part : header.split(",")) {
                String text = part.strip();
                if (text.startsWith("t=")) {
                    seconds = Long.valueOf(text.substring(2));
                } else if (text.startsWith("v1=")) {
                    signatures.add(HexFormat.of().parseHex(text.substring(3)));
                }
            }
        } catch (IllegalArgumentException malformed) {
            throw refused();
        }
        if (seconds == null || Math.abs(now.getEpochSecond() - seconds) > TOLERANCE.toSeconds()) {
            throw refused();
        }
        byte[] expected = hmac(seconds, body);
        if (signatures.stream().noneMatch(signature -> MessageDigest.isEqual(expected, signature))) {
            throw refused();
        }
    }

    private byte[] hmac(long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServiceFault refused() {
        return new ServiceFault(FaultCode.UNAUTHENTICATED, "The signature is wrong or too old.");
    }
}
