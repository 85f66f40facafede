package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.ServiceFault;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Pages of lists that go from the newest id to the oldest: a cursor is the last id of the page before. */
public final class Cursors {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;
    private static final int ID_BYTES = 16;

    private Cursors() {}

    public static int limit(Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MOST) {
            throw ServiceFault.invalid("query/limit", "limit must be 1 to " + MOST + ".");
        }
        return asked;
    }

    /** Null for the first page. */
    public static UUID before(String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            byte[] id = Base64.getUrlDecoder().decode(cursor);
            if (id.length == ID_BYTES) {
                ByteBuffer bytes = ByteBuffer.wrap(id);
                return new UUID(bytes.getLong(), bytes.getLong());
            }
        } catch (IllegalArgumentException notOurs) {
            throw wrong();
        }
        throw wrong();
    }

    /**
     * What to ask the next page with, or null after the last.
     *
     * @param found one more than the limit where there is more
     */
    public static <T> String next(List<T> found, int limit, Function<T, UUID> id) {
        if (found.size() <= limit) {
            return null;
        }
        UUID last = id.apply(found.get(limit - 1));
        byte[] bytes = ByteBuffer.allocate(ID_BYTES)
                .putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static <T> List<T> page(List<T> found, int limit) {
        return found.size() <= limit ? found : found.subList(0, limit);
    }

    private static ServiceFault wrong() {
        return ServiceFault.invalid("query/cursor", "This is no cursor of this list.");
    }
}
