package io.ticketsafe.bench.floor;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids for holds, cheaply. */
final class HoldIds {
    private HoldIds() {}

    static UUID next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** The number where Redis looks for what differs: holds of one event do not differ in the lowest bits alone. */
    static UUID of(long salt, long number) {
        return new UUID(salt, number << 30);
    }
}
