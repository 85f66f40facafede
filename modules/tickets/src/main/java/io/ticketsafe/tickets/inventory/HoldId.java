package io.ticketsafe.tickets.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.tickets.sale.Sale;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids of holds: UUIDv7 in shape (RFC 9562), so that they look and sort like all other ids, with the number of the sale inside, so
 * that a hold's event is known without a store. 48 bits time, 12 + 32 bits of chance or hash, and 30 bits that are
 * the sale's number, mixed with all the other bits, so that an id which was made up leads to no sale.
 */
public final class HoldId {
    private static final int RAW_BYTES = 12;
    private static final long LOW_30 = (1L << 30) - 1;
    private static final long LOW_32 = (1L << 32) - 1;

    private HoldId() {}

    /** An id that no other hold has. */
    public static UUID random(Sale sale) {
        return of(System.currentTimeMillis(), ThreadLocalRandom.current().nextLong(), sale.number());
    }

    /**
     * The id that the same caller gets for the same key again and again.
     *
     * @param salt 0, or a further number where another holder has that id by the remotest of chances
     */
    public static UUID derived(Sale sale, UUID caller, String idempotencyKey, int salt) {
        byte[] key = idempotencyKey.getBytes(UTF_8);
        byte[] input = ByteBuffer.allocate(20 + key.length)
                .putLong(caller.getMostSignificantBits())
                .putLong(caller.getLeastSignificantBits())
                .putInt(salt)
                .put(key)
                .array();
        return of(sale.createdAtMs(), ByteBuffer.wrap(sha256(input)).getLong(), sale.number());
    }

    /** The number of the hold's sale; -1 for what cannot be the id of a hold. */
    public static long saleNumber(UUID id) {
        if (id.version() != 7 || id.variant() != 2) {
            return -1;
        }
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        return (low ^ mixed(high, low >>> 30)) & LOW_30;
    }

    /**
     * The 12 bytes in which the holds of one event differ: all but the last 30 bits, which follow from the others, and the variant. Redis
     * knows a hold by them.
     */
    public static byte[] raw(UUID id) {
        return ByteBuffer.allocate(RAW_BYTES)
                .putLong(id.getMostSignificantBits())
                .putInt((int) (id.getLeastSignificantBits() >>> 30))
                .array();
    }

    static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UUID of(long timeMs, long chance, long saleNumber) {
        long high = timeMs << 16 | 7L << 12 | (chance >>> 32) & 0xfff;
        long low = 0b10L << 62 | (chance & LOW_32) << 30;
        return new UUID(high, low | (saleNumber ^ mixed(high, low >>> 30)) & LOW_30);
    }

    /** The finaliser of MurmurHash3. */
    private static long mixed(long high, long low) {
        long mix = high * 31 + low;
        mix = (mix ^ mix >>> 33) * 0xff51afd7ed558ccdL;
        mix = (mix ^ mix >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mix ^ mix >>> 33;
    }
}
