package io.ticketsafe.tickets.sale;

import io.ticketsafe.contract.Percent;
import io.ticketsafe.contract.events.EventOperations.Fee;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.events.EventOperations.TicketType;

/** What a ticket type's fee comes to, once and for all holds, when its sheet is read. */
final class Fees {
    private Fees() {}

    static Offer offer(TicketType type) {
        Fee fee = type.fee();
        return fee == null
                ? Offer.of(type.code(), type.price())
                : Offer.of(type.code(), type.price(), minorOf(fee, type.price().amountMinor()), fee.paidBy());
    }

    /** The amount and the share of the price, which is rounded half up. The organiser pays no more than there is to get. */
    static long minorOf(Fee fee, long priceMinor) {
        long amountMinor = fee.amount() == null ? 0 : fee.amount().amountMinor();
        long shareMinor =
                fee.percent() == null ? 0 : Percent.parse(fee.percent()).of(priceMinor);
        long sumMinor = Math.addExact(amountMinor, shareMinor);
        return fee.paidBy() == FeePayer.ORGANIZER ? Math.min(sumMinor, priceMinor) : sumMinor;
    }

    /** What could be sold by: a payer, one currency, nothing negative. */
    static boolean isSound(TicketType type) {
        Fee fee = type.fee();
        return fee == null
                || fee.paidBy() != null
                        && (fee.percent() == null || Percent.isOne(fee.percent()))
                        && (fee.amount() == null
                                || fee.amount().amountMinor() >= 0
                                        && fee.amount()
                                                .currency()
                                                .equals(type.price().currency()));
    }
}
