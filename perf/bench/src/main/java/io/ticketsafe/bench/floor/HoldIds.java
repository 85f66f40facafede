package io.ticketsafe.bench.floor;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids for holds, cheaply. */
final class HoldIds {
    private HoldIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
