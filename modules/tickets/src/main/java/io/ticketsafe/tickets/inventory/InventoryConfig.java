package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.config.Limits;
import java.time.Duration;

/**
 * @param reapEvery how often lapsed holds are given back when no request does it on the way
 * @param reconcileEvery how often Redis is compared with PostgreSQL
 * @param orderGrace how long a hold that is being ordered cannot lapse
 * @param sheetsCached sale sheets kept in memory; they grow with the rows of a hall, not with its seats
 * @param unloadAfter how long after the end of an event its inventory is taken out of Redis
 */
public record InventoryConfig(
        Duration reapEvery, Duration reconcileEvery, Duration orderGrace, Integer sheetsCached, Duration unloadAfter) {
    public InventoryConfig {
        reapEvery = Limits.within(
                "reapEvery", reapEvery, Duration.ofMillis(500), Duration.ofMillis(50), Duration.ofSeconds(10));
        reconcileEvery = Limits.within(
                "reconcileEvery", reconcileEvery, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofHours(1));
        orderGrace = Limits.within(
                "orderGrace", orderGrace, Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofMinutes(10));
        sheetsCached = Limits.within("sheetsCached", sheetsCached, 200, 1, 10_000);
        unloadAfter = Limits.within(
                "unloadAfter", unloadAfter, Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(3650));
    }

    public static InventoryConfig defaults() {
        return new InventoryConfig(null, null, null, null, null);
    }
}
