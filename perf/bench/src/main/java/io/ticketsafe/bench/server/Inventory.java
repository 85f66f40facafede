package io.ticketsafe.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.bench.Show;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The inventory of all events as it was before anybody held anything. Every measurement begins with it, so that all meet the same;
 * putting it back takes one transaction, in which all holds are forgotten.
 */
public final class Inventory {
    private static final long LARGE_LOG_BYTES = 256L << 20;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final RedisLink redis;
    private final List<Object[]> commands = new ArrayList<>();
    private final List<String> metas = new ArrayList<>();

    private Inventory(RedisLink redis) {
        this.redis = redis;
    }

    /** Remembers every key that there is. */
    public static Inventory remember(RedisLink redis) {
        Inventory inventory = new Inventory(redis);
        inventory.commands.add(new Object[] {"FLUSHDB"});
        for (Object key : redis.list("KEYS", "*")) {
            String name = new String((byte[]) key, UTF_8);
            if (name.endsWith(":meta")) {
                inventory.metas.add(name);
            }
            inventory.commands.add(new Object[] {"RESTORE", key, 0, redis.call("DUMP", key)});
        }
        return inventory;
    }

    /**
     * Puts everything back, and waits until Redis has nothing to do in the background. Versions go on growing: an inventory that is
     * older than it was would be taken for lost, and rebuilt.
     */
    public void restore() {
        List<Object[]> all = new ArrayList<>(commands);
        for (String meta : metas) {
            long version = Long.parseLong(redis.text("HGET", meta, "version"));
            all.add(new Object[] {"HSET", meta, "version", version + 1});
        }
        redis.transaction(all);
        if (Long.parseLong(redis.info("persistence", "aof_current_size")) > LARGE_LOG_BYTES) {
            redis.call("BGREWRITEAOF");
        }
        while (!redis.info("persistence", "aof_rewrite_in_progress").equals("0")) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** How many holds there are of these events. */
    public long holds(List<Show> shows) {
        return shows.stream()
                .mapToLong(show -> redis.number("ZCARD", show.prefix() + "expiry"))
                .sum();
    }

    /** Version of the sheet that sells an event. */
    public static Show show(RedisLink redis, String eventId) {
        String sheet = redis.text("HGET", new Show(eventId, "").prefix() + "meta", "sheet");
        return new Show(eventId, sheet);
    }
}
