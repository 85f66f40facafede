package io.ticketsafe.perf.audit;

import java.util.List;
import java.util.Map;

/**
 * All that the API says about one event, after a run.
 *
 * @param seats letters by label, of every seated section
 * @param heldStill ids of holds that nobody ordered or released, with the status that the API answers
 * @param ledgers of some orders, by id
 */
public record Books(
        List<Booked> orders,
        Map<String, Section> sections,
        Map<String, Map<String, Character>> seats,
        Sales sales,
        Statement statement,
        long checkedIn,
        Map<String, String> heldStill,
        Map<String, Ledger> ledgers) {
    public record Section(long free, long held, long claimed, long sold, long blocked, long capacity) {}

    /** Totals of the sales report. */
    public record Sales(
            long orders, long ticketsSold, long ticketsRefunded, long grossMinor, long refundedMinor, long netMinor) {}

    /** The event's row of the organiser's statement; what went back is negative. */
    public record Statement(long salesMinor, long refundsMinor) {}

    /** @param keptMinor what lies at providers and in cash desks */
    public record Ledger(long sumMinor, long keptMinor) {}
}
