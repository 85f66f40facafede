package io.ticketsafe.common.breaker;

import java.time.Duration;

/**
 * When somebody is spared.
 *
 * @param window over which calls are counted
 * @param fewestCalls with fewer in the window, nothing can be told
 * @param failurePercent of calls without an answer from which on nobody asks any more
 * @param openFor how long nobody asks; then one call tries
 */
public record BreakerLimits(Duration window, int fewestCalls, int failurePercent, Duration openFor) {
    /** For a part of the installation: a store, or a service. */
    public static final BreakerLimits INSIDE = new BreakerLimits(Duration.ofSeconds(10), 20, 50, Duration.ofSeconds(2));
}
