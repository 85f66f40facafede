package io.ticketsafe.tickets.sale;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.FeePayer;

/**
 * A ticket type as one section sells it.
 *
 * @param fee beside the price, that the buyer pays; null: none
 * @param organizerFeeMinor out of the price, that the organiser pays
 * @param inHolds how a hold remembers it: {@code TYPE:PRICE}, where the price is minor units and currency and, where there is a
 *     fee, its minor units behind a plus (paid by the buyer) or a minus (by the organiser)
 */
public record Offer(String ticketType, Money price, Money fee, long organizerFeeMinor, String inHolds) {
    static Offer of(String ticketType, Money price) {
        return new Offer(ticketType, price, null, 0, ticketType + ':' + price.amountMinor() + price.currency());
    }

    /** @param feeMinor 0: none */
    static Offer of(String ticketType, Money price, long feeMinor, FeePayer paidBy) {
        if (feeMinor == 0) {
            return of(ticketType, price);
        }
        boolean byBuyer = paidBy == FeePayer.BUYER;
        return new Offer(
                ticketType,
                price,
                byBuyer ? new Money(feeMinor, price.currency()) : null,
                byBuyer ? 0 : feeMinor,
                ticketType + ':' + price.amountMinor() + price.currency() + (byBuyer ? '+' : '-') + feeMinor);
    }

    /** Reads {@code 12500BRL}, {@code 12500BRL+500} or {@code 12500BRL-500}. */
    public static Offer read(String ticketType, String price) {
        int letters = 0;
        while (Character.isDigit(price.charAt(letters))) {
            letters++;
        }
        int end = letters + 3;
        Money money = new Money(Long.parseLong(price.substring(0, letters)), price.substring(letters, end));
        if (end == price.length()) {
            return of(ticketType, money);
        }
        FeePayer paidBy = price.charAt(end) == '+' ? FeePayer.BUYER : FeePayer.ORGANIZER;
        return of(ticketType, money, Long.parseLong(price.substring(end + 1)), paidBy);
    }

    /** What a place costs in all. */
    public long costMinor() {
        return fee == null ? price.amountMinor() : price.amountMinor() + fee.amountMinor();
    }
}
