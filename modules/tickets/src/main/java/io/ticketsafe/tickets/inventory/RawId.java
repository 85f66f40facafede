package io.ticketsafe.tickets.inventory;

import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Ids as Redis has them: not as text, which takes more than twice the memory. Those of holds are {@link HoldId#raw} instead. */
public final class RawId {
    private static final int BYTES = 16;

    /** Stands for nobody. */
    static final byte[] NONE = {};

    private RawId() {}

    public static byte[] of(UUID id) {
        return ByteBuffer.allocate(BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    public static UUID read(Response raw) {
        ByteBuffer bytes = ByteBuffer.wrap(raw.toBytes());
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
