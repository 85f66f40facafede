package io.ticketsafe.tickets.order;

import io.ticketsafe.common.config.Limits;
import java.time.Duration;

/**
 * Settings of orders, tickets and check-in.
 *
 * @param orderTime how long an order waits for its payment; absent: as long as the event holds seats
 * @param paymentPatience after which a payment is answered as pending and goes on in the background
 * @param paymentDeadline after which an unanswered payment no longer keeps its order from expiring
 * @param takeOverAfter without a sign of life from the process that is at it, another one carries a payment on
 * @param sweepEvery how often orders that are past their time are expired
 * @param recoverEvery how often payments and refunds that got stuck are looked for
 * @param gatesOpenBeforeStart how long before the start of an event its gates let people in; absent: at any time
 */
public record OrderConfig(
        Duration orderTime,
        Duration paymentPatience,
        Duration paymentDeadline,
        Duration takeOverAfter,
        Duration sweepEvery,
        Duration recoverEvery,
        Duration gatesOpenBeforeStart) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    public OrderConfig {
        orderTime = orderTime == null ? null : Limits.within("orderTime", orderTime, orderTime, SECOND, HOUR);
        paymentPatience = Limits.within(
                "paymentPatience",
                paymentPatience,
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(12));
        paymentDeadline = Limits.within("paymentDeadline", paymentDeadline, Duration.ofSeconds(60), SECOND, HOUR);
        takeOverAfter = Limits.within(
                "takeOverAfter", takeOverAfter, Duration.ofSeconds(4), Duration.ofMillis(500), Duration.ofMinutes(1));
        sweepEvery = Limits.within("sweepEvery", sweepEvery, SECOND, Duration.ofMillis(50), Duration.ofMinutes(1));
        recoverEvery =
                Limits.within("recoverEvery", recoverEvery, SECOND, Duration.ofMillis(50), Duration.ofMinutes(1));
        gatesOpenBeforeStart = gatesOpenBeforeStart == null
                ? null
                : Limits.within(
                        "gatesOpenBeforeStart",
                        gatesOpenBeforeStart,
                        gatesOpenBeforeStart,
                        Duration.ZERO,
                        Duration.ofDays(7));
        if (recoverEvery.multipliedBy(2).compareTo(takeOverAfter) > 0) {
            throw new IllegalArgumentException("takeOverAfter must be at least twice recoverEvery");
        }
    }

    public static OrderConfig defaults() {
        return new OrderConfig(null, null, null, null, null, null, null);
    }
}
