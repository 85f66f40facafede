package io.ticketsafe.tickets.sale;

import io.ticketsafe.contract.Money;

/**
 * A ticket type as one section sells it.
 *
 * @param inHolds how a hold remembers it: {@code TYPE:PRICE}, where the price is minor units and currency
 */
public record Offer(String ticketType, Money price, String inHolds) {
    static Offer of(String ticketType, Money price) {
        return new Offer(ticketType, price, ticketType + ':' + price.amountMinor() + price.currency());
    }

    /** Reads {@code 12500BRL}. */
    public static Money readPrice(String text) {
        int digits = text.length() - 3;
        return new Money(Long.parseLong(text.substring(0, digits)), text.substring(digits));
    }
}
