package io.ticketsafe.app.history;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.redis.Script;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Map;
import java.util.TreeMap;

/** The keys of the inventory themselves: to let the time of holds run out, since the clock of Redis cannot be set. */
final class InventoryKeys {
    private static final int CONNECTIONS = 4;
    private static final Script LAPSE = Script.of("""
            local ended = 0
            local ids = ARGV[1] == '' and redis.call('ZRANGE', KEYS[1], 0, -1) or { ARGV[1] }
            for i = 1, #ids do
              local hold = ARGV[2] .. ids[i]
              if redis.call('ZSCORE', KEYS[1], ids[i]) and redis.call('EXISTS', hold) == 1 then
                redis.call('HSET', hold, 't', 1)
                redis.call('ZADD', KEYS[1], 1, ids[i])
                ended = ended + 1
              end
            end
            return ended
            """);

    private final RedisStore redis;

    InventoryKeys(Vertx vertx, String url) {
        redis = RedisStore.open(vertx, url, CONNECTIONS, 100);
    }

    /** Whether Redis was there to be told. */
    boolean lapse(String eventId, String holdId) {
        try {
            await(redis.run(LAPSE, 1, prefix(eventId) + "expiry", holdId, prefix(eventId) + "hold:"));
            return true;
        } catch (RuntimeException away) {
            return false;
        }
    }

    boolean lapseAll(String eventId) {
        return lapse(eventId, "");
    }

    long holds(String eventId) {
        return await(redis.send(Request.cmd(Command.ZCARD).arg(prefix(eventId) + "expiry")))
                .toLong();
    }

    /** What counts for the cap of each buyer. */
    Map<String, Integer> buyers(String eventId) {
        Map<String, Integer> counts = new TreeMap<>();
        var reply = await(redis.send(Request.cmd(Command.HGETALL).arg(prefix(eventId) + "buyers")));
        reply.getKeys().forEach(buyer -> counts.put(buyer, reply.get(buyer).toInteger()));
        return counts;
    }

    private static String prefix(String eventId) {
        return "ts:{" + eventId + "}:";
    }
}
