package io.ticketsafe.tickets.inventory;

import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Ids as Redis has them: not as text, which takes more than twice the memory. Those of holds are {@link HoldId#raw} instead. */
public final class RawId {
    private static final int LEFT_OUT = 2;
    private static final int BYTES = 16;

    /** Stands for nobody. */
    static final byte[] NONE = {};

    private RawId() {}

    /**
     * The last 14 bytes, by which Redis knows buyers, so that one takes 16 bytes with what Redis adds. What is left out of a UUIDv7 is the
     * upper part of its time, which changes every 50 days: two users would be taken for one only if they were made at the same millisecond of
     * two such spans and all 74 bits of chance were the same; of an agency's customers, 106 bits of a keyed hash are left.
     */
    public static byte[] of(UUID id) {
        return ByteBuffer.allocate(BYTES - LEFT_OUT)
                .putShort((short) (id.getMostSignificantBits() >>> 32))
                .putInt((int) id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** All of it, for what is to be read again. */
    public static byte[] whole(UUID id) {
        return ByteBuffer.allocate(BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** @param raw all of the id */
    public static UUID read(Response raw) {
        ByteBuffer bytes = ByteBuffer.wrap(raw.toBytes());
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
