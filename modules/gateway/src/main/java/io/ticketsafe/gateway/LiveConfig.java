package io.ticketsafe.gateway;

import io.ticketsafe.common.config.Limits;
import java.time.Duration;

/**
 * Live seat maps.
 *
 * @param viewers open streams in this process; more are refused with 503; default 10000
 * @param viewersPerAddress open streams of one client address; more are refused with 429; default 100
 * @param slowAfter how long a viewer may leave what was sent unread before the stream is closed; default 10s
 * @param heartbeat how often a stream gets a comment; default 15s
 */
public record LiveConfig(Integer viewers, Integer viewersPerAddress, Duration slowAfter, Duration heartbeat) {
    private static final int MOST = 1_000_000;

    public LiveConfig {
        viewers = Limits.within("viewers", viewers, 10_000, 0, MOST);
        viewersPerAddress = Limits.within("viewersPerAddress", viewersPerAddress, 100, 1, MOST);
        slowAfter = Limits.within(
                "slowAfter", slowAfter, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5));
        heartbeat = Limits.within(
                "heartbeat", heartbeat, Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    public static LiveConfig defaults() {
        return new LiveConfig(null, null, null, null);
    }
}
