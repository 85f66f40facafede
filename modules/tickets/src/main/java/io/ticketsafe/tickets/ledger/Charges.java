package io.ticketsafe.tickets.ledger;

import io.ticketsafe.contract.Percent;
import io.ticketsafe.tickets.sale.Offer;

/**
 * What a ticket costs, or several together, and what of it is not the organiser's; in minor units. A difference of two may be
 * negative in any part.
 *
 * @param buyerFeeMinor the platform's, paid beside the price
 * @param organizerFeeMinor the platform's, out of the price
 * @param commissionMinor the agency's, out of the price
 */
public record Charges(long priceMinor, long buyerFeeMinor, long organizerFeeMinor, long commissionMinor) {
    public static final Charges NONE = new Charges(0, 0, 0, 0);

    /**
     * Of one ticket. An agency gets no more than the organiser's fee leaves over.
     *
     * @param commission null: no agency sells
     */
    public static Charges of(Offer offer, Percent commission) {
        long priceMinor = offer.price().amountMinor();
        long commissionMinor = commission == null ? 0 : commission.of(priceMinor);
        return new Charges(
                priceMinor,
                offer.fee() == null ? 0 : offer.fee().amountMinor(),
                offer.organizerFeeMinor(),
                Math.min(commissionMinor, priceMinor - offer.organizerFeeMinor()));
    }

    public Charges plus(Charges other) {
        return new Charges(
                Math.addExact(priceMinor, other.priceMinor),
                Math.addExact(buyerFeeMinor, other.buyerFeeMinor),
                Math.addExact(organizerFeeMinor, other.organizerFeeMinor),
                Math.addExact(commissionMinor, other.commissionMinor));
    }

    public Charges minus(Charges other) {
        return new Charges(
                Math.subtractExact(priceMinor, other.priceMinor),
                Math.subtractExact(buyerFeeMinor, other.buyerFeeMinor),
                Math.subtractExact(organizerFeeMinor, other.organizerFeeMinor),
                Math.subtractExact(commissionMinor, other.commissionMinor));
    }

    /** What the buyer pays in all. */
    public long paidMinor() {
        return Math.addExact(priceMinor, buyerFeeMinor);
    }

    /** What the platform gets, whoever pays it. */
    public long feeMinor() {
        return Math.addExact(buyerFeeMinor, organizerFeeMinor);
    }

    /** Whether the organiser gets the price and nobody gets anything else. */
    public boolean arePlain() {
        return buyerFeeMinor == 0 && organizerFeeMinor == 0 && commissionMinor == 0;
    }
}
