package io.ticketsafe.bench;

import io.ticketsafe.bench.load.Load;
import io.ticketsafe.bench.server.Usage;

/**
 * One contender, one shape, one round.
 *
 * @param usage of the contender's own processes
 * @param redisCpuNanos of Redis meanwhile
 */
public record Measurement(
        Entrant entrant, Shape shape, int round, Load.Outcome load, Usage.Reading usage, long redisCpuNanos) {
    public double requestsPerSecond() {
        return load.answers() * 1e9 / load.nanos();
    }
}
