package io.ticketsafe.app.history;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.redis.Script;
import io.ticketsafe.tickets.inventory.HoldId;
import io.ticketsafe.tickets.inventory.RawId;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The keys of the inventory themselves: to let the time of holds run out, since the clock of Redis cannot be set. */
public final class InventoryKeys {
    private static final int CONNECTIONS = 4;
    private static final HexFormat HEX = HexFormat.of();
    private static final Script MOVE_HOLD = Script.load("lua/tickets/move_hold.lua");

    /** As a list, whatever protocol is spoken. */
    private static final Script ALL = Script.of("return redis.call('HGETALL', KEYS[1])");

    private final RedisStore redis;

    public InventoryKeys(Vertx vertx, String url) {
        redis = RedisStore.open(vertx, url, CONNECTIONS, 100);
    }

    /** Whether Redis was there to be told. */
    public boolean lapse(String eventId, String holdId) {
        return move(eventId, HoldId.raw(UUID.fromString(holdId)), "");
    }

    /** Makes a hold older than it is. */
    public boolean age(String eventId, String holdId, Duration by) {
        return move(eventId, HoldId.raw(UUID.fromString(holdId)), String.valueOf(by.toMillis()));
    }

    private boolean move(String eventId, byte[] hold, String olderMs) {
        try {
            await(redis.run(MOVE_HOLD, 2, prefix(eventId) + "holds", prefix(eventId) + "expiry", hold, olderMs));
            return true;
        } catch (RuntimeException away) {
            return false;
        }
    }

    boolean lapseAll(String eventId) {
        return move(eventId, new byte[0], "");
    }

    long holds(String eventId) {
        return await(redis.send(Request.cmd(Command.ZCARD).arg(prefix(eventId) + "expiry")))
                .toLong();
    }

    /** A buyer as {@link #buyers} names them. */
    static String buyer(UUID id) {
        return HEX.formatHex(RawId.of(id));
    }

    /** What counts for the cap of each buyer. */
    Map<String, Integer> buyers(String eventId) {
        Map<String, Integer> counts = new TreeMap<>();
        var reply = await(redis.run(ALL, 1, prefix(eventId) + "buyers"));
        for (int i = 0; i < reply.size(); i += 2) {
            counts.put(HEX.formatHex(reply.get(i).toBytes()), reply.get(i + 1).toInteger());
        }
        counts.remove("");
        return counts;
    }

    private static String prefix(String eventId) {
        return "ts:{" + eventId + "}:";
    }
}
