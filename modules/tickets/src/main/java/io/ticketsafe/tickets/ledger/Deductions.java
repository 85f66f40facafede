package io.ticketsafe.tickets.ledger;

/**
 * What goes off the price of a ticket before the organiser gets it; the buyer is not shown it.
 *
 * @param feeMinor the platform's
 * @param commissionMinor the agency's
 */
public record Deductions(long feeMinor, long commissionMinor) {
    public static final Deductions NONE = new Deductions(0, 0);
}
