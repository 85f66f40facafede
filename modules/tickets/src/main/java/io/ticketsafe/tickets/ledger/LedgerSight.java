package io.ticketsafe.tickets.ledger;

/** How much a caller may see of who gets what of an order's money. */
public enum LedgerSight {
    /** The organiser's members. */
    EVERYTHING,
    /** The agency that sold: its own commission. */
    OWN_COMMISSION,
    /** The buyer: what was paid, and what went back. */
    TOTALS
}
