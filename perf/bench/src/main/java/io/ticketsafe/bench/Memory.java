package io.ticketsafe.bench;

import io.ticketsafe.bench.server.RedisLink;

/** What Redis needs for seats and for holds, by its own count of memory in use. */
final class Memory {
    private final RedisLink redis;
    private final long before;
    private double bytesPerSeat;
    private double bytesPerHold;

    Memory(RedisLink redis) {
        this.redis = redis;
        this.before = used();
    }

    /** So many free seats were put on sale since the beginning. */
    void loaded(long seats) {
        bytesPerSeat = (double) (used() - before) / seats;
    }

    /** @param without memory in use before there were any of these holds */
    void held(long without, long holds) {
        bytesPerHold = (double) (used() - without) / holds;
    }

    long used() {
        return Long.parseLong(redis.info("memory", "used_memory"));
    }

    double bytesPerSeat() {
        return bytesPerSeat;
    }

    double bytesPerHold() {
        return bytesPerHold;
    }
}
