package io.ticketsafe.common.outbox;

import io.ticketsafe.common.Backoff;
import java.time.Duration;

/**
 * How eagerly a relay works.
 *
 * @param poll pause between looks of its own, for facts whose process died before it could wake its relay
 * @param rest pause after a batch that was not full
 * @param whileBusyElsewhere pause before looking again while another process delivers to the same consumer: it may have
 *     taken its batch before the fact that woke this one
 * @param retention how long delivered facts are kept
 */
record OutboxPace(Duration poll, Duration rest, Duration whileBusyElsewhere, Backoff afterFailure, Duration retention) {
    static final OutboxPace DEFAULT = new OutboxPace(
            Duration.ofSeconds(1),
            Duration.ofMillis(20),
            Duration.ofMillis(30),
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10)),
            Duration.ofDays(7));
}
