package io.ticketsafe.tickets.inventory;

import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.Map;

/** What the hash of a standing section says of channels; see {@code lua/tickets/include/assigned.lua}. */
final class ChannelCounts {
    private static final String ALLOTTED = "a:";
    private static final String USED = "u:";
    private static final String KEPT = "r";

    private ChannelCounts() {}

    /** Places that were taken with the key of each channel; those of which none are taken are left out. */
    static Map<String, Integer> used(Response fields) {
        Map<String, Integer> used = new HashMap<>();
        for (String field : fields.getKeys()) {
            int quantity = field.startsWith(USED) ? fields.get(field).toInteger() : 0;
            if (quantity != 0) {
                used.put(field.substring(USED.length()), quantity);
            }
        }
        return used;
    }

    /** Whether as many places are kept as allotments and what is used of them say. */
    static boolean addUp(Response fields) {
        Map<String, Integer> used = used(fields);
        int kept = 0;
        for (String field : fields.getKeys()) {
            if (field.startsWith(ALLOTTED)) {
                int taken = used.getOrDefault(field.substring(ALLOTTED.length()), 0);
                kept += Math.max(0, fields.get(field).toInteger() - taken);
            }
        }
        return kept == (fields.get(KEPT) == null ? 0 : fields.get(KEPT).toInteger());
    }
}
