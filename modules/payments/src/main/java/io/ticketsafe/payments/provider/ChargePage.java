package io.ticketsafe.payments.provider;

import io.ticketsafe.contract.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Some charges of a provider's account.
 *
 * @param next cursor of the next page; null when this is the last
 */
public record ChargePage(List<ListedCharge> charges, String next) {
    public ChargePage {
        charges = List.copyOf(charges);
    }

    /** How far a charge got. */
    public enum Standing {
        /** No money is reserved or has moved, but may be yet. */
        OPEN,
        RESERVED,
        CAPTURED,
        /** Declined, voided or expired: no money will move. */
        ENDED
    }

    /**
     * One charge, with its money.
     *
     * @param ref the provider's own id
     * @param paymentId ours, as it was given with the charge; null for a charge that another system made with the same account
     * @param amount what was asked for, or is reserved
     * @param capturedMinor what moved, in the amount's currency, whatever went back since
     * @param refundedMinor what of it went back or is on its way
     * @param disputed the payer has asked their bank to take it back, whatever came of that
     */
    public record ListedCharge(
            String ref,
            UUID paymentId,
            Standing standing,
            Money amount,
            long capturedMinor,
            long refundedMinor,
            boolean disputed,
            Instant createdAt) {}
}
