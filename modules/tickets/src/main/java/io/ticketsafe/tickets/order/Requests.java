package io.ticketsafe.tickets.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids and digests of requests that carry an idempotency key, so that a retry finds what the first one began. */
public final class Requests {
    private static final long TIME_BITS = 0xffff_ffff_ffff_0000L;
    private static final long VERSION_7 = 0x7000L;
    private static final long RANDOM_BITS = 0x0fffL;
    private static final long VARIANT_BITS = 0xc000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Requests() {}

    /**
     * A UUIDv7 (RFC 9562, section 5.7) with the subject's time, and in the place of randomness a digest of what is done, to
     * what, by whom and under which key.
     */
    public static UUID id(String act, UUID subject, Call call) {
        ByteBuffer digest =
                ByteBuffer.wrap(sha256(act + ' ' + subject + ' ' + call.userId() + ' ' + call.idempotencyKey()));
        long time = subject.getMostSignificantBits() & TIME_BITS;
        long most = time | VERSION_7 | digest.getLong() & RANDOM_BITS;
        long least = digest.getLong() & ~VARIANT_BITS | VARIANT;
        return new UUID(most, least);
    }

    public static byte[] hash(Object request) {
        try {
            return sha256(Json.MAPPER.writeValueAsString(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
