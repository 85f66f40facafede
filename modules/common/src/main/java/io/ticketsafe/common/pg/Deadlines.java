package io.ticketsafe.common.pg;

import java.time.Duration;

/**
 * How long PostgreSQL may be waited for. The server's own time-outs are shorter, so these are for when nothing comes back.
 *
 * @param statement for a statement by itself
 * @param transaction for all of a transaction; the outbox relay waits for a consumer inside one
 * @param silence of a connection after which it is closed, whoever has it; longer than a transaction may be
 */
record Deadlines(Duration statement, Duration transaction, Duration silence) {
    static final Deadlines DEFAULT =
            new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(35), Duration.ofSeconds(60));
}
